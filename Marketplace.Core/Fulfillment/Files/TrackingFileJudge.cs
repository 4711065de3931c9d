using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Spreadsheets;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Files;

/// <summary>Gives every row of an uploaded file its verdict, in the background; begins anew after a restart.</summary>
internal sealed class TrackingFileJudge(MarketplaceDb database, RowJudge judge, ChangeFeed changes) : IWorkHandler
{
    /// <summary>Kind of the work.</summary>
    public const string JudgeWork = "trackingfile.judge";

    private const int OrdersAtOnce = 500;

    /// <inheritdoc />
    public string Kind => JudgeWork;

    /// <inheritdoc />
    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var fileId = Guid.Parse(item.Payload);
        if (await BeginAsync(item.SellerId, fileId, cancellationToken) is not { } content)
        {
            return WorkOutcome.Done;
        }

        try
        {
            var rows = CombinedRows.Join([.. TrackingFileReader.Read(content)]);
            await JudgeAsync(item.SellerId, fileId, rows, cancellationToken);
        }
        catch (UnreadableFileException unreadable)
        {
            await EndAsync(item.SellerId, fileId, unreadable.Message, cancellationToken);
            return WorkOutcome.Done;
        }

        await EndAsync(item.SellerId, fileId, null, cancellationToken);
        return WorkOutcome.Done;
    }

    // Rows of an earlier try that was cut off are judged anew.
    private async Task<byte[]?> BeginAsync(Guid sellerId, Guid fileId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await db.TrackingFileRows.Where(r => r.FileId == fileId).ExecuteDeleteAsync(cancellationToken);
        await db.TrackingFiles.Where(f => f.Id == fileId).ExecuteUpdateAsync(
            set => set.SetProperty(f => f.RowCount, 0).SetProperty(f => f.ReadyCount, 0).SetProperty(f => f.RefusedCount, 0).SetProperty(f => f.SkippedCount, 0), cancellationToken);
        return await db.TrackingFileUploads.Where(u => u.FileId == fileId).Select(u => u.Content).SingleOrDefaultAsync(cancellationToken);
    }

    private async Task JudgeAsync(Guid sellerId, Guid fileId, List<FileRow> rows, CancellationToken cancellationToken)
    {
        await using (var db = database.Open(sellerId))
        {
            await db.TrackingFiles.Where(f => f.Id == fileId).ExecuteUpdateAsync(set => set.SetProperty(f => f.RowCount, rows.Count), cancellationToken);
        }

        changes.Publish(new Change(sellerId, ChangeTopic.Fulfillment, fileId));
        foreach (var group in rows.GroupBy(r => r.Order ?? "", StringComparer.OrdinalIgnoreCase).Chunk(OrdersAtOnce))
        {
            await JudgeGroupAsync(sellerId, fileId, group, cancellationToken);
            changes.Publish(new Change(sellerId, ChangeTopic.Fulfillment, fileId));
        }
    }

    private async Task JudgeGroupAsync(Guid sellerId, Guid fileId, IGrouping<string, FileRow>[] group, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var orders = await OrderNumbers.FindAsync(db, [.. group.Select(g => g.Key).Where(k => k.Length > 0)], cancellationToken);
        var counts = new Dictionary<RowVerdict, int>();
        foreach (var rows in group)
        {
            foreach (var (planned, orderId) in judge.Judge(rows, [.. orders[rows.Key]]))
            {
                counts[planned.Verdict] = counts.GetValueOrDefault(planned.Verdict) + 1;
                db.TrackingFileRows.Add(ToEntity(sellerId, fileId, planned, orderId));
            }
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        var (ready, refused, skipped) = (counts.GetValueOrDefault(RowVerdict.Ready), counts.GetValueOrDefault(RowVerdict.Refused), counts.GetValueOrDefault(RowVerdict.Skipped));
        await db.TrackingFiles.Where(f => f.Id == fileId).ExecuteUpdateAsync(
            set => set.SetProperty(f => f.ReadyCount, f => f.ReadyCount + ready)
                .SetProperty(f => f.RefusedCount, f => f.RefusedCount + refused)
                .SetProperty(f => f.SkippedCount, f => f.SkippedCount + skipped),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task EndAsync(Guid sellerId, Guid fileId, string? problem, CancellationToken cancellationToken)
    {
        var state = problem is null ? TrackingFileState.Judged : TrackingFileState.Failed;
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.TrackingFiles.Where(f => f.Id == fileId).ExecuteUpdateAsync(
            set => set.SetProperty(f => f.State, state).SetProperty(f => f.Problem, problem), cancellationToken);
        await db.TrackingFileUploads.Where(u => u.FileId == fileId).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(new Change(sellerId, ChangeTopic.Fulfillment, fileId));
    }

    private static TrackingFileRow ToEntity(Guid sellerId, Guid fileId, PlannedRow planned, Guid? orderId) => new()
    {
        SellerId = sellerId,
        FileId = fileId,
        RowNumber = planned.Row.Number,
        OrderNumber = planned.Row.Order ?? "",
        LineNumber = planned.Row.Line,
        Sku = planned.Row.Sku,
        Quantity = planned.Row.Quantity,
        TrackingNumber = planned.Row.Tracking,
        Carrier = planned.Row.Carrier,
        ShipDate = planned.Row.ShipDate,
        ItemNumber = planned.Row.Item,
        Status = planned.Row.Status,
        CombineGroup = planned.Row.Group,
        Verdict = planned.Verdict,
        Message = planned.Message,
        OrderId = orderId,
    };
}
