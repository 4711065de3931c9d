using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Sync;

/// <summary>
/// Reads orders that are new or changed. The cursor is the time at which the reading began; it moves only after everything was
/// committed, and each reading goes back behind it by an overlap. Reading an order twice changes nothing.
/// </summary>
internal sealed class OrdersJob(MarketplaceDb database, OrderImport import, IOptions<SyncOptions> options, TimeProvider time) : ISyncJob
{
    public SyncJob Job => SyncJob.Orders;

    public async Task RunAsync(SyncTask task, CancellationToken cancellationToken)
    {
        if (task.Platform.Orders is not { } feed)
        {
            return;
        }

        var startedAt = time.GetUtcNow();
        var since = await ReadCursorAsync(task, cancellationToken);
        await foreach (var page in feed.ListAsync(task.Context, since - TimeSpan.FromMinutes(options.Value.OverlapMinutes), cancellationToken))
        {
            var counts = await import.ImportAsync(task.Store, page.Items, page.Defects, cancellationToken);
            await task.Progress.AddAsync(page.Items.Count + page.Defects.Count, page.Total, counts, cancellationToken);
        }

        await MoveCursorAsync(task, startedAt, cancellationToken);
    }

    private async Task<DateTimeOffset?> ReadCursorAsync(SyncTask task, CancellationToken cancellationToken)
    {
        await using var db = database.Open(task.Store.SellerId);
        return await db.SyncCursors.Where(c => c.ConnectionId == task.Store.ConnectionId && c.Job == SyncJob.Orders)
            .Select(c => (DateTimeOffset?)c.ReadUntil).SingleOrDefaultAsync(cancellationToken);
    }

    private async Task MoveCursorAsync(SyncTask task, DateTimeOffset readUntil, CancellationToken cancellationToken)
    {
        await using var db = database.Open(task.Store.SellerId);
        var cursor = await db.SyncCursors.SingleOrDefaultAsync(c => c.ConnectionId == task.Store.ConnectionId && c.Job == SyncJob.Orders, cancellationToken);
        if (cursor is null)
        {
            cursor = new SyncCursor { ConnectionId = task.Store.ConnectionId, Job = SyncJob.Orders };
            db.SyncCursors.Add(cursor);
        }

        cursor.ReadUntil = readUntil;
        await db.SaveChangesAsync(cancellationToken);
    }
}
