using Marketplace.Core.Connections;
using Marketplace.Core.Insights;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Allocation;
using Marketplace.Core.Platforms;
using Marketplace.Tests.Sync;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Insights;

/// <summary>The answers as they come from the real rows, for what the pushes themselves bring about.</summary>
public sealed class ListingTruthQueriesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Truth_Settled_ShowsAllFourAndIsInStep()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        await stores.CountAsync("A", 4);
        await stores.SettleAsync();

        var truth = await TruthAsync(stores, "A");

        Assert.Equal((4, 4, 4, 4), (truth.Facts.Wanted, truth.Facts.Sent, truth.Facts.Acknowledged, truth.Facts.Seen));
        Assert.Equal((SyncCause.InStep, "all that is available"), (truth.Answer.Cause, truth.Rule));
        Assert.True(truth.Facts.WantedAt <= truth.Facts.SentAt && truth.Facts.SentAt <= truth.Facts.AcknowledgedAt && truth.Facts.AcknowledgedAt <= truth.Facts.SeenAt);
    }

    [Fact]
    public async Task Truth_MarketplaceThrottles_SaysUntilWhen()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        var until = stores.Test.Clock.GetUtcNow().AddMinutes(90);
        stores.Souk.OnPush = _ => throw new ThrottledException("Too many calls.", until);
        await stores.CountAsync("A", 4);
        await stores.Test.RunWorkAsync();

        var answer = (await TruthAsync(stores, "A")).Answer;

        Assert.Equal((SyncCause.Throttled, until), (answer.Cause, answer.Until));
    }

    [Fact]
    public async Task Truth_MarketplaceRefuses_SaysWhyAndSendsAgainWhenAsked()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        stores.Souk.Judge = change => new StockVerdict(change.Listing.ExternalId, false, "The listing is blocked.");
        await stores.CountAsync("A", 4);
        await stores.SettleAsync();
        var truth = await TruthAsync(stores, "A");
        Assert.Equal(SyncCause.Refused, truth.Answer.Cause);
        Assert.Contains("The listing is blocked.", truth.Answer.Text, StringComparison.Ordinal);

        stores.Souk.Judge = change => new StockVerdict(change.Listing.ExternalId, true);
        Assert.Null(await stores.Test.Get<ListingResend>().SendAsync(stores.Test.SellerId, truth.ListingId, Cancel));
        await stores.SettleAsync();

        Assert.Equal(SyncCause.InStep, (await TruthAsync(stores, "A")).Answer.Cause);
    }

    [Fact]
    public async Task Truth_RuleAndStoreState_AreRead()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        var store = stores.SoukShop.Store.ConnectionId;
        await stores.Test.Get<AllocationRules>().SaveAsync(stores.Test.SellerId, AllocationTarget.OfStore(store), new AllocationTerms { DoesNotSync = true }, "test", Cancel);
        Assert.Equal((SyncCause.RuleSaysNo, "do not sync"), ((await TruthAsync(stores, "A")).Answer.Cause, (await TruthAsync(stores, "A")).Rule));

        await stores.Test.Get<AllocationRules>().SaveAsync(stores.Test.SellerId, AllocationTarget.OfStore(store), null, "test", Cancel);
        await using var db = stores.Test.Open();
        await db.Connections.Where(c => c.Id == store).ExecuteUpdateAsync(set => set.SetProperty(c => c.State, ConnectionState.NeedsReauthorization), Cancel);
        Assert.Equal(SyncCause.NeedsReauthorization, (await TruthAsync(stores, "A")).Answer.Cause);
    }

    [Fact]
    public async Task Truth_OfAnotherSeller_IsNotThere()
    {
        await using var stores = await TwoStores.SettledAsync("A");
        var id = (await stores.SoukShop.ListingAsync("A")).ListingId;

        Assert.Null(await stores.Test.Get<ListingTruthQueries>().FindAsync(Guid.CreateVersion7(), id, TimeZoneInfo.Utc, Cancel));
        Assert.NotNull(await stores.Test.Get<ListingResend>().SendAsync(Guid.CreateVersion7(), id, Cancel));
    }

    private static async Task<ListingTruth> TruthAsync(TwoStores stores, string sku)
    {
        var id = (await stores.SoukShop.ListingAsync(sku)).ListingId;
        return (await stores.Test.Get<ListingTruthQueries>().FindAsync(stores.Test.SellerId, id, TimeZoneInfo.Utc, Cancel))!;
    }
}
