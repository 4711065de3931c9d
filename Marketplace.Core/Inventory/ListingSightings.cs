using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Locations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>A quantity read off a listing.</summary>
/// <param name="ListingId">Our id of the listing.</param>
/// <param name="VariantId">Its variant; null while it is not linked.</param>
/// <param name="Quantity">Items shown; null where the marketplace does not say.</param>
/// <param name="CountsAsStock">Whether the quantity may serve as the first count of the variant: not where the items lie with the marketplace.</param>
public sealed record ListingSighting(Guid ListingId, Guid? VariantId, int? Quantity, bool CountsAsStock);

/// <summary>Takes in what listings show: keeps it beside what they should show, and opens the stock of variants that nobody has counted.</summary>
public sealed class ListingSightings(StockLedger ledger, ListingDemand demand, TimeProvider time)
{
    /// <summary>Records sightings of one store, in the caller's open transaction. At most a page of them.</summary>
    /// <param name="db">The transaction's context, in the seller's name.</param>
    /// <param name="store">The store.</param>
    /// <param name="sightings">What was read.</param>
    /// <param name="readAt">When the marketplace was asked, UTC; no later, so that a sale in between is rather counted twice than not at all.</param>
    /// <param name="cancellationToken">Ends the work; the caller's transaction rolls back.</param>
    public async Task RecordAsync(
        MarketplaceDbContext db, StoreReference store, IReadOnlyList<ListingSighting> sightings, DateTimeOffset readAt, CancellationToken cancellationToken)
    {
        var listingIds = sightings.Select(s => s.ListingId).ToList();
        var rows = await db.ListingStocks.Where(s => listingIds.Contains(s.ListingId)).ToDictionaryAsync(s => s.ListingId, cancellationToken);
        foreach (var sighting in sightings)
        {
            if (!rows.TryGetValue(sighting.ListingId, out var row))
            {
                row = new ListingStock { ListingId = sighting.ListingId, SellerId = store.SellerId, ConnectionId = store.ConnectionId };
                db.ListingStocks.Add(row);
                rows.Add(sighting.ListingId, row);
            }

            if (sighting.Quantity is { } quantity && !(row.SeenAt > readAt))
            {
                (row.Seen, row.SeenAt) = (quantity, readAt);
            }
        }

        await OpenStockAsync(db, store, sightings, readAt, cancellationToken);
        await NewRows.SaveAsync(db, cancellationToken);
        await demand.RecomputeAsync(db, [.. sightings.Where(s => s.VariantId is not null).Select(s => s.VariantId!.Value)], cancellationToken);
    }

    private async Task OpenStockAsync(
        MarketplaceDbContext db, StoreReference store, IReadOnlyList<ListingSighting> sightings, DateTimeOffset readAt, CancellationToken cancellationToken)
    {
        var places = new StockPlaces(db, time);
        var byVariant = sightings.Where(s => s.VariantId is not null).GroupBy(s => s.VariantId!.Value).ToList();
        var variantIds = byVariant.Select(g => g.Key).ToList();
        var counted = await db.StockLevels.Where(s => variantIds.Contains(s.VariantId))
            .ToDictionaryAsync(s => s.VariantId, s => s.BaselineAt is not null, cancellationToken);
        foreach (var variant in byVariant)
        {
            var count = variant.FirstOrDefault(s => s is { CountsAsStock: true, Quantity: not null })?.Quantity;
            if (!counted.TryGetValue(variant.Key, out var isCounted))
            {
                await ledger.AddLevelAsync(db, places, variant.Key, count, store.ConnectionId, readAt, $"{store.MarketplaceName} listing", cancellationToken);
            }
            else if (!isCounted && count is { } quantity)
            {
                await ledger.OpenAsync(db, variant.Key, quantity, store.ConnectionId, readAt, $"{store.MarketplaceName} listing", cancellationToken);
            }
        }
    }
}
