using System.Text.Json;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Chaos;

/// <summary>Holds what is stored here against what the sandbox stored, after a storm.</summary>
internal static class StormTruth
{
    // A calm day of three stores takes some 700 calls; waiting for what does not come must not multiply them.
    private const int MostCalls = 4_000;
    private static readonly JsonSerializerOptions AnyCase = new(JsonSerializerDefaults.Web);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A tracking number of its own for each parcel.</summary>
    public static string TrackingOf(int parcel) => FormattableString.Invariant($"94001000000000{parcel:D8}");

    /// <summary>Fails unless everything is complete, exactly once, and right on both sides.</summary>
    public static async Task AssertAsync(Storm storm)
    {
        await using var db = storm.Open();
        Assert.All(await db.Connections.AsNoTracking().ToListAsync(Cancel), store => Assert.Equal(ConnectionState.Connected, store.State));
        Assert.Empty(await db.OrderDefects.Where(d => d.ResolvedAt == null).Select(d => d.Reason).ToListAsync(Cancel));
        Assert.Empty(await db.WorkItems.Where(w => w.State == WorkState.Dead).Select(w => $"{w.Kind}: {w.Problem}").ToListAsync(Cancel));
        await AssertParcelsAsync(storm);
        await AssertQuantitiesAsync(storm.App, storm.Open);
        Assert.InRange(storm.App.Calls.Calls.Count, 1, MostCalls);
    }

    /// <summary>What is not as it should be, for the message of a failure.</summary>
    public static async Task<string> DescribeAsync(Func<MarketplaceDbContext> open)
    {
        await using var db = open();
        var stores = await db.Connections.Select(c => $"{c.Marketplace} {c.State} {c.Problem}").ToListAsync(Cancel);
        var runs = await db.SyncRuns.OrderByDescending(r => r.StartedAt).Take(6).Select(r => $"{r.Marketplace} {r.Job} {r.State} {r.Message}").ToListAsync(Cancel);
        var work = await db.WorkItems.Select(w => $"{w.Kind} {w.State} after {w.Attempts}: {w.Problem}").Take(10).ToListAsync(Cancel);
        var parcels = await db.Shipments.Where(s => s.State != ShipmentState.Confirmed).Select(s => $"{s.TrackingNumber} {s.State} looks {s.Looks}: {s.Problem}").Take(5).ToListAsync(Cancel);
        var stock = await db.ListingStocks.Where(s => s.Wanted != null && (s.IsDue || s.Seen != s.Wanted))
            .Select(s => $"wanted {s.Wanted} sent {s.Sent} acknowledged {s.Acknowledged} seen {s.Seen} due {s.IsDue}: {s.Problem}").Take(5).ToListAsync(Cancel);
        return string.Join(Environment.NewLine, stores.Concat(runs).Concat(work).Concat(parcels).Concat(stock));
    }

    /// <summary>Fails unless each marketplace shows the quantity that it should.</summary>
    public static async Task AssertQuantitiesAsync(TestApp app, Func<MarketplaceDbContext> open)
    {
        await using var db = open();
        var listings = await (
            from listing in db.Listings
            join stock in db.ListingStocks on listing.Id equals stock.ListingId
            where stock.Wanted != null
            select new { listing.Marketplace, listing.Sku, stock.Wanted }).ToListAsync(Cancel);
        Assert.NotEmpty(listings);
        var wrong =
            from listing in listings
            let shown = Described(app.Marketplace(listing.Marketplace).DescribeListing(listing.Sku!)).GetProperty("quantity").GetInt32()
            where shown != listing.Wanted
            select $"{listing.Marketplace} {listing.Sku} shows {shown}, should {listing.Wanted}";
        Assert.Empty(wrong);
    }

    private static async Task AssertParcelsAsync(Storm storm)
    {
        await using var db = storm.Open();
        var parcels = await (
            from shipment in db.Shipments
            join order in db.Orders on shipment.OrderId equals order.Id
            select new { order.Marketplace, order.ExternalId, shipment.TrackingNumber, shipment.State, shipment.Problem }).ToListAsync(Cancel);
        Assert.NotEmpty(parcels);
        foreach (var parcel in parcels)
        {
            Assert.True(parcel.State == ShipmentState.Confirmed, $"{parcel.Marketplace} {parcel.ExternalId}: {parcel.State}, {parcel.Problem}");
            var shown = Described(storm.App.Marketplace(parcel.Marketplace).DescribeOrder(parcel.ExternalId)).GetProperty("shipments").EnumerateArray().ToList();
            Assert.True(shown.Count == 1, $"{parcel.Marketplace} {parcel.ExternalId} has {shown.Count} shipments.");
            Assert.Equal(parcel.TrackingNumber, shown[0].EnumerateObject().Single(p => p.Name is "tracking" or "trackingNumber").Value.GetString());
        }
    }

    private static JsonElement Described(object? described) => JsonSerializer.SerializeToElement(described, AnyCase);
}
