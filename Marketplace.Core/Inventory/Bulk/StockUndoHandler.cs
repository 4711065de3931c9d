using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Locations;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.Bulk;

/// <summary>Takes a bulk change back, row by row, by entries of the ledger that reverse it. What cannot be reversed any more stays and says why.</summary>
internal sealed class StockUndoHandler(MarketplaceDb database, StockLedger ledger, ChangeFeed changes, TimeProvider time) : IWorkHandler
{
    /// <summary>Kind of the work.</summary>
    public const string UndoWork = "stock.undo";

    /// <inheritdoc />
    public string Kind => UndoWork;

    /// <inheritdoc />
    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var batchId = Guid.Parse(item.Payload);
        while (await UndoSomeAsync(item.SellerId, batchId, cancellationToken) > 0)
        {
            changes.Publish(new Change(item.SellerId, ChangeTopic.Inventory, batchId));
        }

        await using var db = database.Open(item.SellerId);
        await db.StockBatches.Where(b => b.Id == batchId && b.State == StockBatchState.Undoing)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.State, StockBatchState.Undone), cancellationToken);
        changes.Publish(new Change(item.SellerId, ChangeTopic.Inventory, batchId));
        return WorkOutcome.Done;
    }

    private async Task<int> UndoSomeAsync(Guid sellerId, Guid batchId, CancellationToken cancellationToken)
    {
        var count = 0;
        await ledger.InTransactionAsync(sellerId, async db =>
        {
            var batch = await db.StockBatches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == batchId && b.State == StockBatchState.Undoing, cancellationToken);
            var rows = batch is null ? [] : await db.StockBatchRows.Where(r => r.BatchId == batchId && r.State == StockRowState.Done)
                .OrderBy(r => r.VariantId).ThenBy(r => r.Field).Take(StockLedger.MaxActs).ToListAsync(cancellationToken);
            count = rows.Count;
            var writer = new StockActWriter(ledger, db, new StockPlaces(db, time), batch?.Actor ?? "", time.GetUtcNow());
            foreach (var row in rows)
            {
                var problem = row.Field == StockField.Threshold
                    ? await ThresholdAsync(db, row, cancellationToken) : await OnHandAsync(db, writer, batch!, row, cancellationToken);
                (row.State, row.Message) = problem is null ? (StockRowState.Undone, row.Message) : (StockRowState.Stayed, $"Not undone: {problem}");
            }

            var (undone, stayed) = (rows.Count(r => r.State == StockRowState.Undone), rows.Count(r => r.State == StockRowState.Stayed));
            await db.StockBatches.Where(b => b.Id == batchId).ExecuteUpdateAsync(
                set => set.SetProperty(b => b.UndoneCount, b => b.UndoneCount + undone).SetProperty(b => b.StayedCount, b => b.StayedCount + stayed), cancellationToken);
            return [.. rows.Where(r => r.State == StockRowState.Undone).Select(r => r.VariantId!.Value)];
        }, cancellationToken);
        return count;
    }

    private static async Task<string?> ThresholdAsync(MarketplaceDbContext db, StockBatchRow row, CancellationToken cancellationToken) =>
        await db.StockLevels.Where(s => s.VariantId == row.VariantId && s.LowStockThreshold == row.Wish).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.LowStockThreshold, row.Before).SetProperty(s => s.Version, s => s.Version + 1), cancellationToken) == 1
            ? null : "somebody has set another number since.";

    private static async Task<string?> OnHandAsync(
        MarketplaceDbContext db, StockActWriter writer, StockBatch batch, StockBatchRow row, CancellationToken cancellationToken)
    {
        if (row.Change == 0)
        {
            return null;
        }

        // Held first, so that nobody counts between the look and the change.
        await writer.HoldAsync(row.VariantId!.Value, cancellationToken);
        if (await IsCountedSinceAsync(db, batch, row, cancellationToken))
        {
            return "the item has been counted again since, and that count is the newer truth.";
        }

        var act = new StockAct
        {
            VariantId = row.VariantId.Value,
            LocationId = row.LocationId,
            Kind = StockActKind.Undo,
            Items = -row.Change,
            Note = $"Undone: {batch.Title}",
            BatchId = batch.Id,
        };
        return (await writer.WriteAsync(act, cancellationToken)).Problem;
    }

    private static async Task<bool> IsCountedSinceAsync(MarketplaceDbContext db, StockBatch batch, StockBatchRow row, CancellationToken cancellationToken)
    {
        var own = await db.StockMovements.Where(m => m.BatchId == batch.Id && m.VariantId == row.VariantId).MaxAsync(m => (DateTimeOffset?)m.At, cancellationToken);
        return await db.StockMovements.AnyAsync(
            m => m.VariantId == row.VariantId && m.LocationId == row.LocationId && m.Kind == MovementKind.Counted && m.BatchId != batch.Id && m.At >= own, cancellationToken);
    }
}
