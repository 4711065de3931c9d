using Marketplace.Core.Inventory;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Sync;

/// <summary>Quantities that a marketplace takes in one piece and works on by itself.</summary>
public sealed class StockTicketTests
{
    [Fact]
    public async Task Push_HandedOver_IsAcknowledgedWhenTheTicketHasEnded()
    {
        await using var stores = await HandedOverAsync("A", "B");
        var open = await ListingAsync(stores, "A");
        Assert.Equal((5, null, false, true), (open.Sent, open.Acknowledged, open.IsDue, open.TicketId is not null));

        await EndAsync(stores, "t-5");

        var ended = await ListingAsync(stores, "A");
        Assert.Equal((5, 5, false, null), (ended.Sent, ended.Acknowledged, ended.IsDue, ended.TicketId));
        Assert.Empty(await TicketsAsync(stores));
    }

    [Fact]
    public async Task Push_ChangedWhileATicketIsOpen_GoesAtOnceAndOnceMoreAfterItsEnd()
    {
        await using var stores = await HandedOverAsync("A", "B");
        stores.Souk.Sent.Clear();

        await stores.CountAsync("A", 2);
        await stores.Test.RunWorkAsync();
        Assert.Equal(("L-A", 2), (Assert.Single(stores.Souk.Sent).Listing.ExternalId, stores.Souk.Sent[0].Quantity));

        // The marketplace does the older one last, as it may.
        stores.Souk.Shown["L-A"] = 5;
        await EndAsync(stores, "t-5");

        Assert.Equal(2, stores.Souk.Shown["L-A"]);
        Assert.Equal(["L-A", "L-A"], stores.Souk.Sent.Select(c => c.Listing.ExternalId));
        Assert.Equal(5, stores.Souk.Shown["L-B"]);
    }

    [Fact]
    public async Task Push_OtherListingsWhileATicketIsOpen_AreNotHeldUp()
    {
        await using var stores = await HandedOverAsync("A", "B");
        stores.Souk.Sent.Clear();
        stores.Bazaar.Sell(stores.BazaarShop, "1", "C", 1);
        await stores.StartAsync(SyncJob.Orders);
        Assert.Equal(9, stores.Souk.Shown["L-C"]);
        Assert.Single(await TicketsAsync(stores));
    }

    [Fact]
    public async Task Ticket_RefusedRow_CarriesItsReasonAndTheOthersAreAccepted()
    {
        await using var stores = await HandedOverAsync("A", "B");
        await EndAsync(stores, "t-5", new StockVerdict("L-A", false, "No such SKU."));

        var (refused, taken) = (await ListingAsync(stores, "A"), await ListingAsync(stores, "B"));
        Assert.Equal(("No such SKU.", false, null), (refused.Problem, refused.IsDue, refused.TicketId));
        Assert.Equal((5, null), (taken.Acknowledged, taken.Problem));
    }

    [Fact]
    public async Task Ticket_NeverEnding_IsSentAgainAfterHours()
    {
        await using var stores = await HandedOverAsync("A", "B");
        stores.Souk.Judge = change => new StockVerdict(change.Listing.ExternalId, true);
        for (var quarter = 0; quarter < 12; quarter++)
        {
            stores.Test.Clock.Advance(TimeSpan.FromMinutes(15));
            await stores.Test.RunWorkAsync();
        }

        Assert.Equal((5, 5), (stores.Souk.Shown["L-A"], stores.Souk.Shown["L-B"]));
        Assert.Empty(await TicketsAsync(stores));
    }

    /// <summary>Two listings' quantities are under a ticket named after the quantity; single ones are taken at once.</summary>
    private static async Task<TwoStores> HandedOverAsync(params string[] skus)
    {
        var stores = await TwoStores.SettledAsync([.. skus, "C"]);
        stores.Souk.Judge = change => change.Quantity == 5
            ? new StockVerdict(change.Listing.ExternalId, false) { Ticket = "t-5" }
            : new StockVerdict(change.Listing.ExternalId, true);
        foreach (var sku in skus)
        {
            await stores.CountAsync(sku, 5);
        }

        await stores.Test.RunWorkAsync();
        Assert.Single(await TicketsAsync(stores));
        return stores;
    }

    private static async Task EndAsync(TwoStores stores, string ticket, params StockVerdict[] refused)
    {
        stores.Souk.Outcomes[ticket] = refused;
        foreach (var sku in new[] { "A", "B" }.Where(s => !refused.Any(r => r.ExternalId == $"L-{s}") && stores.Souk.Shown[$"L-{s}"] == 10))
        {
            stores.Souk.Shown[$"L-{sku}"] = 5;
        }

        for (var i = 0; i < 3; i++)
        {
            stores.Test.Clock.Advance(TimeSpan.FromMinutes(1));
            await stores.Test.RunWorkAsync();
        }
    }

    private static Task<ListingStock> ListingAsync(TwoStores stores, string sku) => stores.SoukShop.ListingAsync(sku);

    private static async Task<List<StockTicket>> TicketsAsync(TwoStores stores)
    {
        await using var db = stores.Test.Open();
        return await db.StockTickets.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
    }
}
