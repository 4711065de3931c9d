using Marketplace.Core.Connections;
using Marketplace.Core.Insights.Health;
using Marketplace.Core.Platforms;

namespace Marketplace.Tests.Insights;

/// <summary>The stated rules decide, and nothing else.</summary>
public sealed class HealthRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly HealthFacts Well = new()
    {
        Store = new StoreView(
            Guid.NewGuid(), "ebay", "Shop", "1", "US", ConnectionState.Connected, Now.AddDays(-9), Now.AddMinutes(-1), null, null, new StoreNotifications(NotificationState.Subscribed, null, null)),
        OrdersEvery = TimeSpan.FromHours(1),
        ReadUntil = Now.AddMinutes(-30),
        Calls = 100,
    };

    public static TheoryData<string, HealthLevel> Cases => new()
    {
        { "well", HealthLevel.Green },
        { "dead", HealthLevel.Red },
        { "silent", HealthLevel.Red },
        { "not read", HealthLevel.Red },
        { "circuit", HealthLevel.Red },
        { "late", HealthLevel.Yellow },
        { "paused", HealthLevel.Yellow },
        { "errors", HealthLevel.Yellow },
        { "few errors", HealthLevel.Green },
        { "quota", HealthLevel.Yellow },
        { "quota of yesterday", HealthLevel.Green },
        { "problem", HealthLevel.Yellow },
        { "no notifications", HealthLevel.Yellow },
        { "given up", HealthLevel.Yellow },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Judge_EachCase_HasItsColourAndSaysWhy(string name, HealthLevel level)
    {
        var health = HealthRules.Judge(Of(name), Now);

        Assert.Equal(level, health.Level);
        Assert.Equal(level == HealthLevel.Green, health.Findings.Count == 0);
        Assert.All(health.Findings, f => Assert.EndsWith(".", f.Words, StringComparison.Ordinal));
    }

    [Fact]
    public void Rules_EachSaysItsColour() => Assert.All(HealthRules.All, rule => Assert.StartsWith($"{rule.Level}: ", rule.Words, StringComparison.Ordinal));

    private static HealthFacts Of(string name) => name switch
    {
        "dead" => Well with { Store = Well.Store with { State = ConnectionState.NeedsReauthorization, Problem = "Gone." } },
        "silent" => Well with { Store = Well.Store with { LastHealthyAt = Now.AddMinutes(-31) } },
        "not read" => Well with { ReadUntil = Now.AddHours(-4) },
        "circuit" => Well with { CircuitIsOpen = true },
        "late" => Well with { ReadUntil = Now.AddHours(-2) },
        "paused" => Well with { OrdersPaused = true, ReadUntil = Now.AddDays(-2) },
        "errors" => Well with { ErrorRate = 0.06 },
        "few errors" => Well with { ErrorRate = 0.06, Calls = 19 },
        "quota" => Well with { Quotas = [new CallQuota("x", 100, 9, Now.AddHours(1), true)] },
        "quota of yesterday" => Well with { Quotas = [new CallQuota("x", 100, 9, Now.AddHours(-1), true)] },
        "problem" => Well with { Store = Well.Store with { Problem = "Your consent ends soon." } },
        "no notifications" => Well with { Store = Well.Store with { Notifications = new StoreNotifications(NotificationState.Absent, "No address is set.", null) } },
        "given up" => Well with { GivenUp = 1 },
        _ => Well,
    };
}
