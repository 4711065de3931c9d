using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Locations;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Inventory.Bulk;

/// <summary>Carries out the ready rows of a bulk change: each with its entry of the ledger in one transaction, so that a restart goes on where it stopped.</summary>
internal sealed class StockApplyHandler(MarketplaceDb database, StockLedger ledger, ChangeFeed changes, TimeProvider time, IOptions<BulkOptions> options) : IWorkHandler
{
    /// <summary>Kind of the work.</summary>
    public const string ApplyWork = "stock.apply";

    /// <inheritdoc />
    public string Kind => ApplyWork;

    /// <inheritdoc />
    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var batchId = Guid.Parse(item.Payload);
        while (await ApplySomeAsync(item.SellerId, batchId, cancellationToken) > 0)
        {
            changes.Publish(new Change(item.SellerId, ChangeTopic.Inventory, batchId));
        }

        await using var db = database.Open(item.SellerId);
        DateTimeOffset? now = time.GetUtcNow();
        DateTimeOffset? until = now + TimeSpan.FromMinutes(options.Value.UndoMinutes);
        await db.StockBatches.Where(b => b.Id == batchId && b.State == StockBatchState.Applying).ExecuteUpdateAsync(
            set => set.SetProperty(b => b.State, StockBatchState.Applied).SetProperty(b => b.AppliedAt, now).SetProperty(b => b.UndoUntil, until), cancellationToken);
        changes.Publish(new Change(item.SellerId, ChangeTopic.Inventory, batchId));
        return WorkOutcome.Done;
    }

    private async Task<int> ApplySomeAsync(Guid sellerId, Guid batchId, CancellationToken cancellationToken)
    {
        var count = 0;
        await ledger.InTransactionAsync(sellerId, async db =>
        {
            var batch = await db.StockBatches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == batchId && b.State == StockBatchState.Applying, cancellationToken);
            var rows = batch is null ? [] : await db.StockBatchRows.Where(r => r.BatchId == batchId && r.State == StockRowState.Ready)
                .OrderBy(r => r.VariantId).ThenBy(r => r.Field).Take(StockLedger.MaxActs).ToListAsync(cancellationToken);
            count = rows.Count;
            var writer = new StockActWriter(ledger, db, new StockPlaces(db, time), batch?.Actor ?? "", time.GetUtcNow());
            foreach (var row in rows)
            {
                await ApplyAsync(db, writer, batch!, row, cancellationToken);
            }

            var (done, failed) = (rows.Count(r => r.State == StockRowState.Done), rows.Count(r => r.State == StockRowState.Failed));
            await db.StockBatches.Where(b => b.Id == batchId).ExecuteUpdateAsync(
                set => set.SetProperty(b => b.DoneCount, b => b.DoneCount + done).SetProperty(b => b.FailedCount, b => b.FailedCount + failed), cancellationToken);
            return [.. rows.Where(r => r.State == StockRowState.Done).Select(r => r.VariantId!.Value)];
        }, cancellationToken);
        return count;
    }

    private static async Task ApplyAsync(MarketplaceDbContext db, StockActWriter writer, StockBatch batch, StockBatchRow row, CancellationToken cancellationToken)
    {
        if (row.Field == StockField.Threshold)
        {
            await db.StockLevels.Where(s => s.VariantId == row.VariantId).ExecuteUpdateAsync(
                set => set.SetProperty(s => s.LowStockThreshold, row.Wish).SetProperty(s => s.Version, s => s.Version + 1), cancellationToken);
            row.State = StockRowState.Done;
            return;
        }

        var result = await writer.WriteAsync(
            new StockAct
            {
                VariantId = row.VariantId!.Value,
                LocationId = row.LocationId,
                Kind = row.Field switch
                {
                    StockField.Add => StockActKind.Adjust,
                    StockField.Receive => StockActKind.Receive,
                    _ => row.LocationId is null ? StockActKind.CountAll : StockActKind.Count,
                },
                Items = row.Wish!.Value,
                Note = batch.Note ?? (batch.IsFile ? $"File “{batch.Title}”, row {row.RowNumber}" : null),
                BatchId = batch.Id,
            },
            cancellationToken);
        (row.Change, row.LocationId) = (result.Change, result.LocationId ?? row.LocationId);
        (row.State, row.Message) = result.Done ? (StockRowState.Done, row.Message) : (StockRowState.Failed, result.Problem!);
    }
}
