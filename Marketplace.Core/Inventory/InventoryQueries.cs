using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>Reads of stock for grids: filtered, sorted and cut to a page by the database.</summary>
public sealed class InventoryQueries(MarketplaceDb database)
{
    /// <summary>Items at which stock counts as low where the seller named no number.</summary>
    public const int DefaultLowStock = 3;

    /// <summary>Most entries of the ledger that are shown at once.</summary>
    public const int MaxMovements = 200;

    /// <summary>One page of variants with their listings.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="filter">Which, and in what order.</param>
    /// <param name="skip">Rows before the page.</param>
    /// <param name="take">Rows of the page.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Page<InventoryRow>> ListAsync(Guid sellerId, InventoryFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var matching = InventoryMatching.Of(db, filter);
        var total = await matching.CountAsync(cancellationToken);
        var ids = await InventoryMatching.Sorted(matching, filter).Skip(skip).Take(take).Select(v => v.VariantId).ToListAsync(cancellationToken);
        var rows = await RowsAsync(db, ids, cancellationToken);
        return new Page<InventoryRow>([.. ids.Where(rows.ContainsKey).Select(id => rows[id])], total);
    }

    /// <summary>Some variants with their listings, for painting rows anew.</summary>
    public async Task<IReadOnlyDictionary<Guid, InventoryRow>> FindAsync(Guid sellerId, IReadOnlyList<Guid> variantIds, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await RowsAsync(db, [.. variantIds], cancellationToken);
    }

    /// <summary>One page of listings that share no stock yet, because they carry no SKU or none that is known here.</summary>
    public async Task<Page<ListingView>> UnlinkedAsync(Guid sellerId, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var unlinked = db.Listings.AsNoTracking().Where(l => l.VariantId == null);
        var total = await unlinked.CountAsync(cancellationToken);
        var rows = await InventoryMatching.Listings(db, unlinked.OrderBy(l => l.Id).Skip(skip).Take(take)).ToListAsync(cancellationToken);
        return new Page<ListingView>(rows, total);
    }

    /// <summary>The ledger of a variant, newest first; at most <see cref="MaxMovements"/>.</summary>
    public async Task<IReadOnlyList<MovementView>> MovementsAsync(Guid sellerId, Guid variantId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var onHand = await db.StockLevels.Where(s => s.VariantId == variantId).Select(s => s.OnHand).SingleOrDefaultAsync(cancellationToken);
        var movements = await db.StockMovements.AsNoTracking()
            .Where(m => m.VariantId == variantId)
            .OrderByDescending(m => m.At).ThenByDescending(m => m.Id)
            .Take(MaxMovements)
            .ToListAsync(cancellationToken);
        var views = new List<MovementView>(movements.Count);
        foreach (var movement in movements)
        {
            views.Add(new MovementView(
                movement.At, movement.Kind, movement.OnHandChange, movement.ReservedChange, onHand, movement.Actor, movement.Note, movement.OrderId));
            onHand -= movement.OnHandChange;
        }

        return views;
    }

    private static async Task<Dictionary<Guid, InventoryRow>> RowsAsync(MarketplaceDbContext db, List<Guid> ids, CancellationToken cancellationToken)
    {
        var rows = await InventoryMatching.Rows(db, ids).ToListAsync(cancellationToken);
        var listings = (await InventoryMatching.Listings(db, db.Listings.AsNoTracking().Where(l => l.VariantId != null && ids.Contains(l.VariantId.Value))).ToListAsync(cancellationToken))
            .ToLookup(l => l.VariantId!.Value);
        return rows.ToDictionary(
            row => row.VariantId,
            row => row with { Listings = [.. listings[row.VariantId].OrderBy(l => l.Marketplace, StringComparer.Ordinal).ThenBy(l => l.ListingId)] });
    }
}
