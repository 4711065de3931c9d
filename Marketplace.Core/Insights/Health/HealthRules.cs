using System.Globalization;
using Marketplace.Core.Connections;

namespace Marketplace.Core.Insights.Health;

/// <summary>A rule of health, with the words that the page states it in.</summary>
/// <param name="Level">What a store is that breaks it.</param>
/// <param name="Words">The rule, in words.</param>
/// <param name="Broken">What is the case where it is broken; null where it holds.</param>
public sealed record HealthRule(HealthLevel Level, string Words, Func<HealthFacts, DateTimeOffset, string?> Broken);

/// <summary>By what rules a store is green, yellow or red. The same list decides and is shown.</summary>
public static class HealthRules
{
    /// <summary>Minutes without an answer after which a store counts as not reachable.</summary>
    public const int SilentMinutes = 30;

    private const double MuchFails = 0.05;
    private const int FewCalls = 20;
    private const double LittleQuota = 0.1;

    /// <summary>All rules, the worst first.</summary>
    public static IReadOnlyList<HealthRule> All { get; } =
    [
        new(HealthLevel.Red, "Red: the store's authorisation has ended, or it is disconnected.", (f, _) => f.Store.State switch
        {
            ConnectionState.NeedsReauthorization => "It must be connected again.",
            ConnectionState.Disconnected => "It is disconnected.",
            _ => null,
        }),
        new(HealthLevel.Red, $"Red: it has not answered for {SilentMinutes} minutes.", (f, now) =>
            f.Store.State == ConnectionState.Connected && now - (f.Store.LastHealthyAt ?? f.Store.ConnectedAt) is var silence && silence > TimeSpan.FromMinutes(SilentMinutes)
                ? $"It has not answered for {Minutes(silence)}." : null),
        new(HealthLevel.Red, "Red: its orders have not been read for three of their intervals and ten minutes.", (f, now) => Lag(f, now) is { } lag && lag > (3 * f.OrdersEvery) + TimeSpan.FromMinutes(10)
            ? $"Its orders have not been read for {Minutes(lag)}." : null),
        new(HealthLevel.Red, "Red: its calls pause because four of five failed.", (f, _) => f.CircuitIsOpen ? "Its calls pause because too many failed in a row." : null),
        new(HealthLevel.Yellow, "Yellow: its orders are read late, after more than one interval and a half.", (f, now) =>
            Lag(f, now) is { } lag && lag > (1.5 * f.OrdersEvery) + TimeSpan.FromMinutes(2) ? $"Its orders were last read {Minutes(lag)} ago." : null),
        new(HealthLevel.Yellow, "Yellow: the reading of its orders is paused.", (f, _) => f.OrdersPaused ? "Somebody paused the reading of its orders." : null),
        new(HealthLevel.Yellow, "Yellow: more than 5 % of at least 20 calls of the last hour failed.", (f, _) =>
            f.Calls >= FewCalls && f.ErrorRate > MuchFails ? string.Create(CultureInfo.InvariantCulture, $"{100 * f.ErrorRate:0.#} % of its calls failed in the last hour.") : null),
        new(HealthLevel.Yellow, "Yellow: less than a tenth of a daily quota is left.", (f, now) =>
            f.Quotas.FirstOrDefault(q => q.Limit > 0 && q.Remaining < q.Limit * LittleQuota && (q.ResetsAt is null || q.ResetsAt > now)) is { } low
                ? string.Create(CultureInfo.InvariantCulture, $"{low.Remaining:N0} of {low.Limit:N0} calls of {low.Name} are left today.") : null),
        new(HealthLevel.Yellow, "Yellow: the marketplace has something to say, such as a consent that ends soon.", (f, _) => f.Store.State == ConnectionState.Connected ? f.Store.Problem : null),
        new(HealthLevel.Yellow, "Yellow: the marketplace does not tell us of changes by itself.", (f, _) =>
            f.Store is { State: ConnectionState.Connected, Notifications.State: NotificationState.Absent } ? f.Store.Notifications.Problem : null),
        new(HealthLevel.Yellow, "Yellow: work was given up, or orders are set aside.", (f, _) =>
            f.GivenUp + f.SetAside > 0 ? string.Create(CultureInfo.InvariantCulture, $"{f.GivenUp:N0} pieces of work were given up, and {f.SetAside:N0} orders are set aside.") : null),
    ];

    /// <summary>Which rules a store breaks, the worst first.</summary>
    public static StoreHealth Judge(HealthFacts facts, DateTimeOffset now) =>
        new(facts, [.. from rule in All let words = rule.Broken(facts, now) where words is not null orderby rule.Level descending select new HealthFinding(rule.Level, words)]);

    /// <summary>How far behind the reading of orders is; null where it is paused, or the store is not connected.</summary>
    public static TimeSpan? Lag(HealthFacts facts, DateTimeOffset now) =>
        facts.OrdersPaused || facts.Store.State != ConnectionState.Connected ? null : now - (facts.ReadUntil ?? facts.Store.ConnectedAt);

    private static string Minutes(TimeSpan time) => time.TotalMinutes < 120
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} minutes")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0} hours");
}
