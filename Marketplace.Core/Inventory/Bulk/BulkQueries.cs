using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.Bulk;

/// <summary>A row of a bulk change, as lists show it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Title">Title of its item.</param>
/// <param name="Location">Its location, by name; null for all together.</param>
public sealed record StockRowView(StockBatchRow Row, string? Title, string? Location);

/// <summary>Reads of bulk changes.</summary>
public sealed class BulkQueries(MarketplaceDb database)
{
    /// <summary>Bulk changes, the newest first.</summary>
    public async Task<Page<StockBatch>> ListAsync(Guid sellerId, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var total = await db.StockBatches.CountAsync(cancellationToken);
        return new Page<StockBatch>(await db.StockBatches.AsNoTracking().OrderByDescending(b => b.CreatedAt).Skip(skip).Take(take).ToListAsync(cancellationToken), total);
    }

    /// <summary>One bulk change; null where the seller has no such.</summary>
    public async Task<StockBatch?> FindAsync(Guid sellerId, Guid batchId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.StockBatches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == batchId, cancellationToken);
    }

    /// <summary>One page of the rows of a bulk change, in their order.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="batchId">The bulk change.</param>
    /// <param name="state">Only rows in this state; null for all.</param>
    /// <param name="skip">Rows before the page.</param>
    /// <param name="take">Rows of the page.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Page<StockRowView>> RowsAsync(Guid sellerId, Guid batchId, StockRowState? state, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var rows = db.StockBatchRows.AsNoTracking().Where(r => r.BatchId == batchId && (state == null || r.State == state));
        var total = await rows.CountAsync(cancellationToken);
        var page = await (
            from row in rows.OrderBy(r => r.RowNumber).ThenBy(r => r.Field).Skip(skip).Take(take)
            join variant in db.Variants on row.VariantId equals (Guid?)variant.Id into variants
            from variant in variants.DefaultIfEmpty()
            join location in db.StockLocations on row.LocationId equals (Guid?)location.Id into locations
            from location in locations.DefaultIfEmpty()
            orderby row.RowNumber, row.Field
            select new StockRowView(row, variant == null ? null : variant.Title, location == null ? null : location.Name)).ToListAsync(cancellationToken);
        return new Page<StockRowView>(page, total);
    }
}
