using Marketplace.Core.Catalog;
using Marketplace.Core.Connections;
using Marketplace.Core.Insights;
using Marketplace.Core.Inventory.Allocation;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;

namespace Marketplace.Tests.Insights;

public sealed class SyncWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 3, 0, TimeSpan.Zero);

    private static readonly SyncFacts Settled = new()
    {
        MarketplaceName = "Bazaar",
        StoreName = "Corner shop",
        Wanted = 7,
        WantedAt = Now.AddMinutes(-9),
        Sent = 7,
        SentAt = Now.AddMinutes(-8),
        Acknowledged = 7,
        AcknowledgedAt = Now.AddMinutes(-7),
        Seen = 7,
        SeenAt = Now.AddMinutes(-6),
    };

    private static readonly SyncFacts Due = Settled with { Wanted = 5, WantedAt = Now, IsDue = true };

    public static TheoryData<SyncFacts, SyncCause, string> Causes { get; } = new()
    {
        { Settled, SyncCause.InStep, "shows 7" },
        { Settled with { IsLinked = false, Wanted = null }, SyncCause.NotLinked, "belongs to no item" },
        { Settled with { IsLinked = false, Link = LinkState.Ignored, Wanted = null }, SyncCause.LeftOut, "left this listing" },
        { Settled with { FulfilledByMarketplace = true, Wanted = null }, SyncCause.HeldByMarketplace, "keeps this stock itself" },
        { Settled with { Status = RemoteListingStatus.Ended, Wanted = null }, SyncCause.Ended, "has ended" },
        { Settled with { TakesQuantities = false }, SyncCause.NotSupported, "does not let quantities be set" },
        { Settled with { Terms = new AllocationTerms { DoesNotSync = true }, RuleScope = AllocationScope.Store, Wanted = null }, SyncCause.RuleSaysNo, "rule of its store" },
        { Settled with { IsCounted = false, Wanted = null }, SyncCause.NotCounted, "Nobody has counted" },
        { Due with { Store = ConnectionState.Disconnected }, SyncCause.StoreDisconnected, "Corner shop is disconnected" },
        { Due with { Store = ConnectionState.NeedsReauthorization }, SyncCause.NeedsReauthorization, "no longer accepts the authorisation" },
        { Due with { IsHeld = true }, SyncCause.BrakeOn, "brake of this store is on" },
        { Due with { IsFirstImport = true }, SyncCause.FirstImport, "for the first time" },
        { Settled with { Problem = "The listing is blocked for a policy violation." }, SyncCause.Refused, "policy violation" },
        { Due with { Problem = "250 changes of a listing a day, and this one has had them. It follows after 00:00 UTC." }, SyncCause.RefusedForNow, "follows after 00:00" },
        { Due with { Work = new PushWork(WorkState.Open, WorkFailure.Throttled, Now.AddHours(2), "Too many calls.") }, SyncCause.Throttled, "after 14:03 UTC" },
        { Due with { Work = new PushWork(WorkState.Open, WorkFailure.Transient, Now.AddMinutes(1), "The network failed.") }, SyncCause.Retrying, "The network failed. The next one is at 12:04 UTC" },
        { Due with { Work = new PushWork(WorkState.Dead, WorkFailure.Rejected, Now, "The app was removed.") }, SyncCause.GivenUp, "The app was removed." },
        { Due with { Work = new PushWork(WorkState.Open, WorkFailure.None, Now, null) }, SyncCause.WaitingForBatch, "next batch" },
        { Due with { Sent = 5, SentAt = Now.AddSeconds(1) }, SyncCause.Sent, "5 was sent" },
        { Settled with { Wanted = 5, Acknowledged = 5, AcknowledgedAt = Now }, SyncCause.WaitingToBeSeen, "took 5" },
        { Settled with { Seen = 3, SeenAt = Now }, SyncCause.Differs, "shows 3 although it took 7" },
    };

    [Theory]
    [MemberData(nameof(Causes))]
    public void Of_EachCause_IsToldInWords(SyncFacts facts, SyncCause cause, string words)
    {
        var answer = SyncWords.Of(facts, TimeZoneInfo.Utc);

        Assert.Equal(cause, answer.Cause);
        Assert.Contains(words, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Causes_AllHaveATest() =>
        Assert.Equal(Enum.GetValues<SyncCause>().Order(), Causes.Select(row => row.Data.Item2).Distinct().Order());

    [Fact]
    public void Of_WhatThePersonMustDo_IsSaidAndLinked()
    {
        foreach (var cause in new[] { SyncCause.NotLinked, SyncCause.RuleSaysNo, SyncCause.NeedsReauthorization, SyncCause.BrakeOn, SyncCause.GivenUp })
        {
            var facts = Causes.Select(row => row.Data).First(row => row.Item2 == cause).Item1;
            var answer = SyncWords.Of(facts, TimeZoneInfo.Utc);
            Assert.NotNull(answer.Remedy);
            Assert.NotNull(answer.Link);
        }
    }

    [Fact]
    public void Of_AnotherZone_TellsItsTime()
    {
        var berlin = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), "test", "test");
        var answer = SyncWords.Of(Due with { Work = new PushWork(WorkState.Open, WorkFailure.Throttled, Now, null) }, berlin);
        Assert.Contains("after 14:03.", answer.Text, StringComparison.Ordinal);
        Assert.Equal(Now, answer.Until);
    }
}
