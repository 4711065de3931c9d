using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.Brakes;

/// <summary>A listing that a brake holds. Counts are items.</summary>
/// <param name="Sku">SKU of its variant.</param>
/// <param name="Title">Title as listed.</param>
/// <param name="Shows">What it shows as far as is known.</param>
/// <param name="WouldShow">What it would be set to.</param>
public sealed record HeldListing(string? Sku, string Title, int? Shows, int? WouldShow);

/// <summary>A brake that is on, with what it holds.</summary>
/// <param name="ConnectionId">The store.</param>
/// <param name="Marketplace">Marketplace key.</param>
/// <param name="StoreName">The store's name.</param>
/// <param name="State">Whether it asks or holds.</param>
/// <param name="TrippedAt">When it came on, UTC.</param>
/// <param name="Held">Listings that it holds now.</param>
/// <param name="ToZero">Of these, listings that would go to zero.</param>
/// <param name="Listings">Listings of the store that follow the stock.</param>
/// <param name="AnsweredBy">Who said that they are to be held.</param>
/// <param name="Samples">Some of them, those that would go to zero first.</param>
public sealed record BrakeView(
    Guid ConnectionId, string Marketplace, string StoreName, BrakeState State, DateTimeOffset? TrippedAt, int Held, int ToZero, int Listings, string? AnsweredBy, IReadOnlyList<HeldListing> Samples);

/// <summary>Reads of brakes.</summary>
public sealed class BrakeQueries(MarketplaceDb database)
{
    private const int MostSamples = 5;

    /// <summary>The brakes that are on.</summary>
    public async Task<IReadOnlyList<BrakeView>> OnAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var brakes = await (
            from brake in db.StockBrakes.AsNoTracking()
            where brake.State != BrakeState.Off
            join store in db.Connections on brake.ConnectionId equals store.Id
            orderby brake.TrippedAt
            select new { brake, store.Marketplace, store.StoreName }).ToListAsync(cancellationToken);
        var views = new List<BrakeView>(brakes.Count);
        foreach (var on in brakes)
        {
            var held = db.ListingStocks.Where(s => s.ConnectionId == on.brake.ConnectionId && s.IsHeld && s.IsDue);
            var zeros = held.Where(s => s.Wanted == 0 && (s.Acknowledged ?? s.Seen) > 0);
            views.Add(new BrakeView(
                on.brake.ConnectionId, on.Marketplace, on.StoreName, on.brake.State, on.brake.TrippedAt,
                await held.CountAsync(cancellationToken), await zeros.CountAsync(cancellationToken), on.brake.Listings, on.brake.AnsweredBy,
                await SamplesAsync(db, held, cancellationToken)));
        }

        return views;
    }

    private static Task<List<HeldListing>> SamplesAsync(MarketplaceDbContext db, IQueryable<ListingStock> held, CancellationToken cancellationToken) => (
        from stock in held
        join listing in db.Listings on stock.ListingId equals listing.Id
        orderby stock.Wanted, listing.Sku, listing.Id
        select new HeldListing(listing.Sku, listing.Title, stock.Acknowledged ?? stock.Seen, stock.Wanted)).Take(MostSamples).ToListAsync(cancellationToken);
}
