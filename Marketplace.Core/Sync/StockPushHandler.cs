using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Brakes;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Sync;

/// <summary>
/// Sends the due quantities of one store in the marketplace's largest batches: always the value that is wanted now, however often
/// it changed since. One at a time per store, so a quantity never overtakes a later one.
/// </summary>
internal sealed class StockPushHandler(
    ListingPushes pushes,
    StockBrakes brakes,
    StockTickets tickets,
    FirstImports firstImports,
    IConnectionContexts contexts,
    PlatformCatalog catalog,
    MarketplaceDb database,
    WorkQueue queue,
    WorkSignal signal,
    ChangeFeed changes,
    IOptions<SyncOptions> options) : IWorkHandler
{
    // Items may be refused in passing; they wait this long for the next try.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    public string Kind => ListingDemand.PushKind;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var context = await contexts.OpenAsync(item.ConnectionId, CallPriority.Job, cancellationToken);
        if (catalog.Get(context.Marketplace).Stock is not { } stock)
        {
            return WorkOutcome.Done;
        }

        if (await firstImports.AreUnderWayAsync(item.SellerId, cancellationToken))
        {
            return WorkOutcome.After(TimeSpan.FromSeconds(options.Value.VerifyAfterSeconds));
        }

        // Each listing is tried once per turn, so that one that stays refused cannot keep the turn from ending. Those that are
        // still due after their try lie before the others and are read past.
        var checkedAt = await brakes.CheckAsync(item.SellerId, item.ConnectionId, cancellationToken);
        var tried = new HashSet<Guid>();
        var stillDue = 0;
        while (true)
        {
            var due = await pushes.DueAsync(item.SellerId, item.ConnectionId, checkedAt, stock.MaxBatch + stillDue, cancellationToken);
            var batch = due.Where(p => !tried.Contains(p.ListingId)).Take(stock.MaxBatch).ToList();
            if (batch.Count == 0 && due.Count < stock.MaxBatch + stillDue)
            {
                return due.Count == 0 ? WorkOutcome.Done : WorkOutcome.After(Pause);
            }

            stillDue = due.Count - batch.Count;
            if (batch.Count == 0)
            {
                continue;
            }

            tried.UnionWith(batch.Select(p => p.ListingId));
            tried.ExceptWith(await PushAsync(item, context, stock, batch, cancellationToken));
            await AskForVerificationAsync(item, cancellationToken);
            changes.Publish(new Change(item.SellerId, ChangeTopic.Inventory));
        }
    }

    // A refusal of the whole call is narrowed down to the listings that cause it, and the others go through.
    // Returns those that were deferred, so that what has become due meanwhile can go before them.
    private async Task<IEnumerable<Guid>> PushAsync(WorkItem item, ConnectionContext context, IStockPusher stock, List<ListingPush> batch, CancellationToken cancellationToken)
    {
        await pushes.SentAsync(item.SellerId, batch, cancellationToken);
        IReadOnlyList<StockVerdict> verdicts;
        try
        {
            verdicts = await stock.PushAsync(
                context, [.. batch.Select(p => new StockChange(new ListingReference(p.ExternalId, p.Sku, p.PlatformData), p.Wanted))], cancellationToken);
        }
        catch (RejectedException) when (batch.Count > 1)
        {
            var first = await PushAsync(item, context, stock, [.. batch.Take(batch.Count / 2)], cancellationToken);
            return first.Concat(await PushAsync(item, context, stock, [.. batch.Skip(batch.Count / 2)], cancellationToken));
        }
        catch (RejectedException exception)
        {
            verdicts = [new StockVerdict(batch[0].ExternalId, false, exception.Message, exception.RawCode)];
        }

        await pushes.AnsweredAsync(item.SellerId, batch, verdicts, cancellationToken);
        await tickets.NoteAsync(item.SellerId, item.ConnectionId, batch, verdicts, cancellationToken);
        var deferred = verdicts.Where(v => v.Deferred).Select(v => v.ExternalId).ToHashSet();
        return batch.Where(p => deferred.Contains(p.ExternalId)).Select(p => p.ListingId);
    }

    private async Task AskForVerificationAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await using var db = database.Open(item.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await queue.EnqueueAsync(
            db, item.SellerId, item.ConnectionId, SyncWork.Verify, "", SyncWork.VerifyKey(item.ConnectionId), priority: 150,
            delay: TimeSpan.FromSeconds(options.Value.VerifyAfterSeconds), cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
    }
}
