using System.Linq.Expressions;
using System.Text.Json;
using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders.Erasure;

/// <summary>
/// Erases what orders say of their buyers: name, address, telephone, e-mail, user name, notes, and the papers of labels that bear them.
/// The orders themselves stay and count on in analytics, and later answers of the marketplace do not bring the data back.
/// </summary>
public sealed class BuyerErasure(MarketplaceDb database, WorkQueue queue, WorkSignal signal, ChangeFeed changes, TimeProvider time)
{
    private const int MostAtOnce = 500;

    /// <summary>Erases the buyer of one order.</summary>
    /// <returns>Orders that were erased; null where there is no such order.</returns>
    public async Task<int?> EraseOrderAsync(Guid sellerId, Guid orderId, string actor, CancellationToken cancellationToken) =>
        await FindAsync(sellerId, orderId, cancellationToken) is { } order
            ? await EraseAsync(sellerId, order.ConnectionId, o => o.Id == orderId, ErasureReason.Request, actor, cancellationToken)
            : null;

    /// <summary>Erases the buyer of an order from all orders of the same store, where the marketplace tells who it is; else from this one.</summary>
    /// <returns>Orders that were erased; null where there is no such order.</returns>
    public async Task<int?> EraseBuyerOfAsync(Guid sellerId, Guid orderId, string actor, CancellationToken cancellationToken) =>
        await FindAsync(sellerId, orderId, cancellationToken) is not { } order ? null
        : await EraseAsync(sellerId, order.ConnectionId, o => o.Id == orderId || (order.BuyerKey != null && o.BuyerKey == order.BuyerKey), ErasureReason.Request, actor, cancellationToken);

    /// <summary>What was erased, the newest first.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="most">Most records.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<IReadOnlyList<ErasureRecord>> ReportAsync(Guid sellerId, int most, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.ErasureRecords.AsNoTracking().OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Take(most).ToListAsync(cancellationToken);
    }

    /// <summary>Erases the buyers of a store's orders that match, a few hundred at a time, each batch in one transaction with its record.</summary>
    /// <returns>Orders that were erased.</returns>
    internal async Task<int> EraseAsync(
        Guid sellerId, Guid connectionId, Expression<Func<Order, bool>> which, ErasureReason reason, string actor, CancellationToken cancellationToken)
    {
        var erased = 0;
        while (true)
        {
            var ids = await EraseSomeAsync(sellerId, connectionId, which, reason, actor, cancellationToken);
            erased += ids.Count;
            foreach (var id in ids)
            {
                changes.Publish(new Change(sellerId, ChangeTopic.Orders, id));
            }

            if (ids.Count < MostAtOnce)
            {
                return erased;
            }
        }
    }

    private async Task<List<Guid>> EraseSomeAsync(
        Guid sellerId, Guid connectionId, Expression<Func<Order, bool>> which, ErasureReason reason, string actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ids = await db.Orders.Where(o => o.ConnectionId == connectionId && o.BuyerErasedAt == null).Where(which).OrderBy(o => o.Id).Select(o => o.Id)
            .Take(MostAtOnce).ToListAsync(cancellationToken);
        if (ids.Count == 0)
        {
            return ids;
        }

        await db.Orders.Where(o => ids.Contains(o.Id)).ExecuteUpdateAsync(
            set => set
                .SetProperty(o => o.ProtectedBuyer, (string?)null)
                .SetProperty(o => o.BuyerKey, (string?)null)
                .SetProperty(o => o.RecipientKey, (string?)null)
                .SetProperty(o => o.BuyerErasedAt, now)
                .SetProperty(o => o.Version, o => o.Version + 1),
            cancellationToken);
        db.OrderEvents.AddRange(ids.Select(id => new OrderEvent { SellerId = sellerId, OrderId = id, At = now, Text = Words(reason), Actor = actor }));
        db.ErasureRecords.Add(new ErasureRecord { ConnectionId = connectionId, At = now, Reason = reason, Actor = actor, Orders = ids.Count });
        await queue.EnqueueAsync(db, sellerId, connectionId, WorkKinds.EraseLabels, JsonSerializer.Serialize(ids), cancellationToken: cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
        return ids;
    }

    private async Task<BuyerOf?> FindAsync(Guid sellerId, Guid orderId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Orders.Where(o => o.Id == orderId).Select(o => new BuyerOf(o.ConnectionId, o.BuyerKey)).SingleOrDefaultAsync(cancellationToken);
    }

    private static string Words(ErasureReason reason) => reason switch
    {
        ErasureReason.Retention => "The buyer's name and address were erased, as they had been kept for as long as the settings allow.",
        ErasureReason.AccountDeleted => "The buyer has deleted the account on the marketplace, so name and address were erased here.",
        _ => "The buyer's name and address were erased on request.",
    };

    private sealed record BuyerOf(Guid ConnectionId, string? BuyerKey);
}
