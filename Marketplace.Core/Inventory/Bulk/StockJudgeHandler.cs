using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Spreadsheets;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.Bulk;

/// <summary>Gives every row of an uploaded stock file its verdict, in the background; begins anew after a restart.</summary>
internal sealed class StockJudgeHandler(MarketplaceDb database, ChangeFeed changes) : IWorkHandler
{
    /// <summary>Kind of the work.</summary>
    public const string JudgeWork = "stock.judge";

    private const int RowsAtOnce = 500;

    /// <inheritdoc />
    public string Kind => JudgeWork;

    /// <inheritdoc />
    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var batchId = Guid.Parse(item.Payload);
        await using var db = database.Open(item.SellerId);
        if (await db.StockBatchUploads.AsNoTracking().SingleOrDefaultAsync(u => u.BatchId == batchId, cancellationToken) is not { } upload)
        {
            return WorkOutcome.Done;
        }

        // Rows of an earlier try that was cut off are judged anew.
        await db.StockBatchRows.Where(r => r.BatchId == batchId).ExecuteDeleteAsync(cancellationToken);
        var batch = await db.StockBatches.SingleAsync(b => b.Id == batchId, cancellationToken);
        (batch.RowCount, batch.ReadyCount, batch.RefusedCount, batch.SkippedCount) = (0, 0, 0, 0);
        try
        {
            await JudgeAsync(item.SellerId, batch, StockFileReader.Read(upload.Content), cancellationToken);
            batch.State = StockBatchState.Judged;
        }
        catch (UnreadableFileException unreadable)
        {
            (batch.State, batch.Problem) = (StockBatchState.Failed, unreadable.Message);
            (batch.RowCount, batch.ReadyCount, batch.RefusedCount, batch.SkippedCount) = (0, 0, 0, 0);
            await db.StockBatchRows.Where(r => r.BatchId == batchId).ExecuteDeleteAsync(cancellationToken);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.StockBatchUploads.Where(u => u.BatchId == batchId).ExecuteDeleteAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(new Change(item.SellerId, ChangeTopic.Inventory, batchId));
        return WorkOutcome.Done;
    }

    private async Task JudgeAsync(Guid sellerId, StockBatch batch, IEnumerable<StockRowWish> wishes, CancellationToken cancellationToken)
    {
        // One look for all chunks remembers which items the file has changed already; each chunk is stored at once.
        await using var db = database.Open(sellerId);
        var judge = new StockRowJudge(db, batch.Id);
        foreach (var some in wishes.Chunk(RowsAtOnce))
        {
            var rows = await judge.JudgeAsync(some, cancellationToken);
            db.StockBatchRows.AddRange(rows);
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
            batch.Take(rows);
        }
    }
}
