using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Orders;

/// <summary>
/// Brings orders of a store in: order, reservation, timeline and follow-up work in one transaction. The same order may come any
/// number of times and from overlapping runs. Orders are written in small groups for speed; if a group fails, each of its orders
/// gets a transaction of its own, and the one that is to blame is set aside with its reason.
/// </summary>
public sealed class OrderImport(
    MarketplaceDb database, OrderWriter writer, OrderDefects defects, ListingDemand demand, OrderNews news, ChangeFeed changes, WorkSignal signal, ILogger<OrderImport> logger)
{
    private const int GroupSize = 100;

    /// <summary>Imports what a marketplace sent; each order is committed when the call returns, or set aside with its reason.</summary>
    /// <param name="store">The store.</param>
    /// <param name="orders">Orders; of one that comes twice the newer answer counts.</param>
    /// <param name="unreadable">Orders that could not even be read.</param>
    /// <param name="cancellationToken">Stops between two transactions; what is committed stays.</param>
    public async Task<ImportCounts> ImportAsync(
        StoreReference store, IReadOnlyList<RemoteOrder> orders, IReadOnlyList<RemoteDefect> unreadable, CancellationToken cancellationToken)
    {
        foreach (var defect in unreadable)
        {
            await defects.SetAsideAsync(store, defect.ExternalId, defect.Reason, cancellationToken);
        }

        var counts = new ImportCounts(Failed: unreadable.Count);
        var sound = new List<RemoteOrder>(orders.Count);
        foreach (var order in orders.GroupBy(o => o.ExternalId).Select(same => WithoutRepeats(same.MaxBy(o => o.UpdatedAt)!)))
        {
            if (OrderCheck.ProblemOf(order) is { } problem)
            {
                await defects.SetAsideAsync(store, order.ExternalId, problem, cancellationToken);
                counts += new ImportCounts(Failed: 1);
            }
            else
            {
                sound.Add(order);
            }
        }

        foreach (var group in sound.Chunk(GroupSize))
        {
            counts += await ImportGroupAsync(store, group, cancellationToken);
        }

        return counts;
    }

    // Answers have been seen that list a line twice, word for word; that is one line. Lines that differ under one id are nobody's to guess.
    private static RemoteOrder WithoutRepeats(RemoteOrder order) => order with { Lines = [.. order.Lines.Distinct()] };

    private async Task<ImportCounts> ImportGroupAsync(StoreReference store, RemoteOrder[] group, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(store, group, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogDebug(exception, "A group of {Count} orders of store {ConnectionId} is imported one by one", group.Length, store.ConnectionId);
        }

        var counts = default(ImportCounts);
        foreach (var order in group)
        {
            counts += await ImportAloneAsync(store, order, cancellationToken);
        }

        return counts;
    }

    private async Task<ImportCounts> ImportAloneAsync(StoreReference store, RemoteOrder order, CancellationToken cancellationToken)
    {
        try
        {
            // Another run may write the same order or stock meanwhile; then it is there, and this is an update.
            return await WriterRace.RunAsync(() => WriteAsync(store, [order], cancellationToken));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "Order {ExternalId} of store {ConnectionId} was set aside", order.ExternalId, store.ConnectionId);
            await defects.SetAsideAsync(
                store, order.ExternalId, $"It could not be stored ({exception.GetType().Name}); the log has the details. It is tried again with each run.", cancellationToken);
            return new ImportCounts(Failed: 1);
        }
    }

    private async Task<ImportCounts> WriteAsync(StoreReference store, RemoteOrder[] group, CancellationToken cancellationToken)
    {
        await using var db = database.Open(store.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var written = await writer.WriteAsync(db, store, group, cancellationToken);
        var told = OrderNews.Find(db);
        await NewRows.SaveAsync(db, cancellationToken);

        // What is stored is not touched again here, and would be compared at each further save.
        db.ChangeTracker.Clear();
        await news.TellAsync(db, told, cancellationToken);
        await demand.RecomputeAsync(db, written.Variants, DemandCause.Sale, cancellationToken);
        await OrderDefects.ResolveAsync(db, store, group.Select(o => o.ExternalId), written.At, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        Publish(store, written);
        return written.Counts;
    }

    private void Publish(StoreReference store, WrittenOrders written)
    {
        foreach (var id in written.Changed)
        {
            changes.Publish(new Change(store.SellerId, ChangeTopic.Orders, id));
        }

        if (written.Variants.Count > 0)
        {
            changes.Publish(new Change(store.SellerId, ChangeTopic.Inventory));
            signal.Wake();
        }
    }
}
