using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory.LowStock;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>Reads of stock for grids: filtered, sorted and cut to a page by the database.</summary>
public sealed class InventoryQueries(MarketplaceDb database)
{
    /// <summary>One page of variants with their listings.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="filter">Which, and in what order.</param>
    /// <param name="skip">Rows before the page.</param>
    /// <param name="take">Rows of the page.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Page<InventoryRow>> ListAsync(Guid sellerId, InventoryFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var matching = InventoryMatching.Of(db, filter, await LowStockThresholds.UsualAsync(db, cancellationToken));
        var total = await matching.CountAsync(cancellationToken);
        var ids = await matching.Skip(skip).Take(take).ToListAsync(cancellationToken);
        var rows = await RowsAsync(db, ids, cancellationToken);
        return new Page<InventoryRow>([.. ids.Where(rows.ContainsKey).Select(id => rows[id])], total);
    }

    /// <summary>Ids of all variants that a filter lets through, in its order, for changing them together.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="filter">Which.</param>
    /// <param name="most">Most of them.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<IReadOnlyList<Guid>> IdsAsync(Guid sellerId, InventoryFilter filter, int most, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await InventoryMatching.Of(db, filter, await LowStockThresholds.UsualAsync(db, cancellationToken)).Take(most).ToListAsync(cancellationToken);
    }

    /// <summary>Variants by their SKUs in normal form; unknown ones are absent.</summary>
    public async Task<IReadOnlyDictionary<string, Guid>> FindSkusAsync(Guid sellerId, IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        var keys = skus.Select(Sku.Key).Distinct().ToList();
        await using var db = database.Open(sellerId);
        return await db.Variants.Where(v => keys.Contains(v.SkuKey)).ToDictionaryAsync(v => v.SkuKey, v => v.Id, cancellationToken);
    }

    /// <summary>Some variants with their listings, for painting rows anew.</summary>
    public async Task<IReadOnlyDictionary<Guid, InventoryRow>> FindAsync(Guid sellerId, IReadOnlyList<Guid> variantIds, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await RowsAsync(db, [.. variantIds], cancellationToken);
    }

    private static async Task<Dictionary<Guid, InventoryRow>> RowsAsync(MarketplaceDbContext db, List<Guid> ids, CancellationToken cancellationToken)
    {
        var rows = await InventoryMatching.Rows(db, ids, await LowStockThresholds.UsualAsync(db, cancellationToken)).ToListAsync(cancellationToken);
        var listings = (await InventoryMatching.Listings(db, db.Listings.AsNoTracking().Where(l => l.VariantId != null && ids.Contains(l.VariantId.Value))).ToListAsync(cancellationToken))
            .ToLookup(l => l.VariantId!.Value);
        var places = (await InventoryMatching.Places(db, ids).ToListAsync(cancellationToken)).ToLookup(p => p.VariantId);
        return rows.ToDictionary(
            row => row.VariantId,
            row => row with { Places = [.. places[row.VariantId]], Listings = [.. listings[row.VariantId].OrderBy(l => l.Marketplace, StringComparer.Ordinal).ThenBy(l => l.ListingId)] });
    }
}
