using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Sync;

/// <summary>
/// Reads orders that are new or changed. The cursor is the time at which the reading began; it moves only after everything was
/// committed, and each reading goes back behind it by an overlap. Reading an order twice changes nothing.
/// </summary>
internal sealed class OrdersJob(
    MarketplaceDb database, OrderImport import, OrderDefects defects, OrderNews news, ReturnReadings returns, ListingPushes pushes, IOptions<SyncOptions> options, TimeProvider time, ILogger<OrdersJob> logger) : ISyncJob
{
    // Each costs a call of its own, and those that stay bad must not eat up a store's limits.
    private const int RetriesOfSetAside = 20;

    // Buyers may ask for a month after delivery.
    private static readonly TimeSpan FirstReturns = TimeSpan.FromDays(45);

    public SyncJob Job => SyncJob.Orders;

    public async Task RunAsync(SyncTask task, CancellationToken cancellationToken)
    {
        if (task.Platform.Orders is not { } feed)
        {
            return;
        }

        var startedAt = time.GetUtcNow();
        var overlap = TimeSpan.FromMinutes(options.Value.OverlapMinutes);
        var cursor = await ReadCursorAsync(task, cancellationToken);
        var pages = feed.ListAsync(task.Context, cursor?.ReadUntil - overlap, cancellationToken);
        await foreach (var (_, page) in pages.ReadAheadAsync(time, cancellationToken))
        {
            var counts = await import.ImportAsync(task.Store, page.Items, page.Defects, cancellationToken);
            await task.Progress.AddAsync(page.Items.Count + page.Defects.Count, page.Total, counts, cancellationToken);
        }

        await MoveCursorAsync(task, startedAt, cancellationToken);
        await TrySetAsideAgainAsync(task, feed, startedAt, cancellationToken);
        var healed = await pushes.HealAsync(
            task.Store.SellerId, task.Store.ConnectionId, startedAt, TimeSpan.FromSeconds(options.Value.PatienceSeconds), cancellationToken);
        if (healed > 0)
        {
            logger.LogInformation("{Count} listings of store {ConnectionId} showed another quantity than they should; it is sent again", healed, task.Store.ConnectionId);
        }

        // Last, and by a time of their own: a shop whose returns may not be read still gets its orders, and loses no return once they may.
        if (await returns.ReadChangedAsync(task, (cursor?.ReturnsReadUntil ?? startedAt - FirstReturns) - overlap, cancellationToken))
        {
            await MoveReturnsCursorAsync(task, startedAt, cancellationToken);
        }
    }

    // The window moves on, so what was set aside before it would never come again by itself.
    private async Task TrySetAsideAgainAsync(SyncTask task, IOrderFeed feed, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        foreach (var id in await defects.IdsAsync(task.Store, startedAt, RetriesOfSetAside, cancellationToken))
        {
            try
            {
                if (await feed.GetAsync(task.Context, id, cancellationToken) is { } order)
                {
                    await task.Progress.AddAsync(1, null, await import.ImportAsync(task.Store, [order], [], cancellationToken), cancellationToken);
                }
            }
            catch (RejectedException exception)
            {
                await defects.SetAsideAsync(task.Store, id, exception.Message, cancellationToken);
            }
        }
    }

    private async Task<SyncCursor?> ReadCursorAsync(SyncTask task, CancellationToken cancellationToken)
    {
        await using var db = database.Open(task.Store.SellerId);
        return await db.SyncCursors.AsNoTracking().SingleOrDefaultAsync(c => c.ConnectionId == task.Store.ConnectionId && c.Job == SyncJob.Orders, cancellationToken);
    }

    private async Task MoveCursorAsync(SyncTask task, DateTimeOffset readUntil, CancellationToken cancellationToken)
    {
        await using var db = database.Open(task.Store.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var cursor = await db.SyncCursors.SingleOrDefaultAsync(c => c.ConnectionId == task.Store.ConnectionId && c.Job == SyncJob.Orders, cancellationToken);
        if (cursor is null)
        {
            cursor = new SyncCursor { ConnectionId = task.Store.ConnectionId, Job = SyncJob.Orders };
            db.SyncCursors.Add(cursor);
            await news.TellOfFirstImportAsync(db, task.Store, cancellationToken);
        }

        cursor.ReadUntil = readUntil;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task MoveReturnsCursorAsync(SyncTask task, DateTimeOffset readUntil, CancellationToken cancellationToken)
    {
        await using var db = database.Open(task.Store.SellerId);
        await db.SyncCursors.Where(c => c.ConnectionId == task.Store.ConnectionId && c.Job == SyncJob.Orders)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.ReturnsReadUntil, readUntil), cancellationToken);
    }
}
