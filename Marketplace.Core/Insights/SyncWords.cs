using System.Globalization;
using Marketplace.Core.Catalog;
using Marketplace.Core.Connections;
using Marketplace.Core.Inventory.Allocation;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;

namespace Marketplace.Core.Insights;

/// <summary>Answers "why is this not syncing?" in plain words. The first cause that applies is told: what stands before it hides what comes after.</summary>
public static class SyncWords
{
    /// <summary>The answer.</summary>
    /// <param name="facts">What is known of the listing.</param>
    /// <param name="zone">Zone in which times are told.</param>
    public static SyncAnswer Of(SyncFacts facts, TimeZoneInfo zone) =>
        OfListing(facts) ?? OfStore(facts) ?? OfPush(facts, zone) ?? OfSight(facts);

    // What the listing itself is: nothing is wanted of it.
    private static SyncAnswer? OfListing(SyncFacts facts) => facts switch
    {
        { IsLinked: false, Link: LinkState.Ignored } => new(
            SyncCause.LeftOut, "You left this listing without an item, so it follows no stock.", "To let it follow one, put it back in the queue and link it.", "linking?tab=ignored"),
        { IsLinked: false } => new(
            SyncCause.NotLinked, "This listing belongs to no item, so there is no stock that it could follow.", "Link it to an item.", "linking"),
        { FulfilledByMarketplace: true } => new(
            SyncCause.HeldByMarketplace, $"{facts.MarketplaceName} keeps this stock itself and sells from it. The number is shown here and never changed."),
        { Status: RemoteListingStatus.Ended } => new(
            SyncCause.Ended, "The listing has ended, and an ended listing shows no quantity.", $"Relist it on {facts.MarketplaceName}; the next reading of listings takes it up again."),
        { TakesQuantities: false } => new(SyncCause.NotSupported, $"{facts.MarketplaceName} does not let quantities be set from outside.", $"Change it on {facts.MarketplaceName}."),
        { Terms.DoesNotSync: true } => new(
            SyncCause.RuleSaysNo, $"The rule of {Reach(facts.RuleScope)} says “do not sync”.", "Change or remove that rule.", "allocation"),
        { IsCounted: false, Terms.Fixed: null } => new(
            SyncCause.NotCounted, "Nobody has counted this item yet, and a guess could be sold.", "Enter what is on hand.", "inventory"),
        _ => null,
    };

    private static SyncAnswer? OfStore(SyncFacts facts) => facts switch
    {
        { Store: ConnectionState.Disconnected } => new(SyncCause.StoreDisconnected, $"The store {facts.StoreName} is disconnected.", "Connect it again.", "/"),
        { Store: ConnectionState.NeedsReauthorization } => new(
            SyncCause.NeedsReauthorization, $"{facts.MarketplaceName} no longer accepts the authorisation of {facts.StoreName}.", "Reconnect the store; what waits is sent then.", "/"),
        { IsHeld: true, IsDue: true } => new(
            SyncCause.BrakeOn, "The brake of this store is on: too many listings would have changed at once.", "Look at what would change, then let it through or hold it back.", "inventory"),
        { IsFirstImport: true, IsDue: true } => new(
            SyncCause.FirstImport, "Stores are being read for the first time. Until their open orders are here, the stock would be told too high.", "Nothing: it goes on by itself once they are read."),
        _ => null,
    };

    private static SyncAnswer? OfPush(SyncFacts facts, TimeZoneInfo zone) => facts switch
    {
        { Problem: { } problem, IsDue: false } => new(
            SyncCause.Refused, $"{facts.MarketplaceName} refused {Items(facts.Wanted)}: {problem}", $"Put that right on {facts.MarketplaceName}; then “Send again”, or wait for the next change of stock."),
        { Problem: { } problem } => new(SyncCause.RefusedForNow, $"{facts.MarketplaceName} has not taken {Items(facts.Wanted)} yet: {problem}", "Nothing: it is sent again by itself."),
        { IsDue: false } => null,
        { Work: { State: WorkState.Dead } work } => new(
            SyncCause.GivenUp, $"Sending this store's quantities was given up: {work.Problem}", "Put right what it says, then try it again.", "activity#given-up"),
        { Work: { Failure: WorkFailure.Throttled } work } => new(
            SyncCause.Throttled, $"{facts.MarketplaceName}'s limit of calls is reached. {Items(facts.Wanted)} is sent after {Clock(work.DueAt, zone)}.", "Nothing: it goes on by itself.", null, work.DueAt),
        { Work: { Failure: not WorkFailure.None } work } => new(
            SyncCause.Retrying, $"The last try failed: {work.Problem} The next one is at {Clock(work.DueAt, zone)}.", "Nothing: it is tried again by itself.", null, work.DueAt),
        { SentAt: { } sent } when sent >= facts.WantedAt && facts.Sent == facts.Wanted => new(
            SyncCause.Sent, $"{Items(facts.Wanted)} was sent; {facts.MarketplaceName} has not answered yet."),
        _ => new(SyncCause.WaitingForBatch, $"{Items(facts.Wanted)} goes out with the store's next batch, usually within seconds.", null, null, facts.Work?.DueAt),
    };

    private static SyncAnswer OfSight(SyncFacts facts) => facts switch
    {
        _ when facts.Seen == facts.Wanted => new(SyncCause.InStep, $"{facts.MarketplaceName} shows {Items(facts.Seen)}, as it should."),
        { AcknowledgedAt: { } at } when facts.Acknowledged == facts.Wanted && (facts.SeenAt is null || facts.SeenAt < at) => new(
            SyncCause.WaitingToBeSeen, $"{facts.MarketplaceName} took {Items(facts.Wanted)}. It is read back shortly, to see it shown."),
        { AcknowledgedAt: not null } when facts.Acknowledged == facts.Wanted => new(
            SyncCause.Differs, $"{facts.MarketplaceName} shows {Items(facts.Seen)} although it took {Items(facts.Wanted)}. The store's orders are read first: an unknown sale may explain it.",
            "Nothing: what no sale explains is sent again by itself."),
        _ => new(
            SyncCause.Differs, $"{facts.MarketplaceName} shows {Items(facts.Seen)} where {Items(facts.Wanted)} is wanted. The store's orders are read first: an unknown sale may explain it.",
            "Nothing: what no sale explains is sent again by itself."),
    };

    private static string Reach(AllocationScope? scope) => scope switch
    {
        AllocationScope.Listing => "this listing",
        AllocationScope.Store => "its store",
        _ => "its marketplace",
    };

    private static string Items(int? items) => items is { } number ? number.ToString("N0", CultureInfo.InvariantCulture) : "nothing";

    private static string Clock(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture) + (zone == TimeZoneInfo.Utc ? " UTC" : "");
}
