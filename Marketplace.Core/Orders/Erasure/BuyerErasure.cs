using System.Text.Json;
using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders.Erasure;

/// <summary>
/// Erases what orders say of their buyer, and the keys that could lead back to the person. The orders stay with their amounts, as
/// bookkeeping needs them, and stay one customer's without saying whose; later answers of the marketplace do not bring the data back.
/// </summary>
public sealed class BuyerErasure(MarketplaceDb database, WorkQueue queue, WorkSignal signal, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Erases a customer at the seller's wish. While an order waits to be shipped its address is needed, so that it is refused.</summary>
    /// <returns>What became of it; null when the seller has no such customer.</returns>
    public async Task<ErasureVerdict?> EraseCustomerAsync(Guid sellerId, Guid customerId, string actor, CancellationToken cancellationToken)
    {
        await using (var db = database.Open(sellerId))
        {
            var orders = db.Orders.Where(o => o.CustomerId == customerId);
            if (!await orders.AnyAsync(cancellationToken))
            {
                return null;
            }

            var open = await orders.CountAsync(
                o => (o.State == OrderState.Pending || o.State == OrderState.ToShip || o.State == OrderState.PartiallyShipped) && !o.FulfilledByMarketplace, cancellationToken);
            if (open > 0)
            {
                return new ErasureVerdict(0, $"{open} {(open == 1 ? "order of this customer still waits" : "orders of this customer still wait")} to be shipped and need the address. Ship or cancel first.");
            }
        }

        var erased = await EraseAsync(
            sellerId, db => Task.FromResult(db.Orders.Where(o => o.CustomerId == customerId)), ErasureReason.Request, actor, cancellationToken);
        return new ErasureVerdict(erased, null);
    }

    /// <summary>Erases the buyer of one order at the seller's wish, on the same condition.</summary>
    /// <returns>What became of it; null when the seller has no such order.</returns>
    public async Task<ErasureVerdict?> EraseOrderAsync(Guid sellerId, Guid orderId, string actor, CancellationToken cancellationToken)
    {
        await using (var db = database.Open(sellerId))
        {
            if (await db.Orders.Where(o => o.Id == orderId).Select(o => new { o.State, o.FulfilledByMarketplace }).SingleOrDefaultAsync(cancellationToken) is not { } order)
            {
                return null;
            }

            if (OrderStateMachine.IsOpen(order.State) && !order.FulfilledByMarketplace)
            {
                return new ErasureVerdict(0, "This order still waits to be shipped and needs the address. Ship or cancel it first.");
            }
        }

        return new ErasureVerdict(
            await EraseAsync(sellerId, db => Task.FromResult(db.Orders.Where(o => o.Id == orderId)), ErasureReason.Request, actor, cancellationToken), null);
    }

    /// <summary>Erases the buyer of some orders; their labels follow by durable work.</summary>
    /// <param name="sellerId">Whose orders.</param>
    /// <param name="choose">The orders, from all of the seller's; given the open transaction.</param>
    /// <param name="reason">Why, for the timelines and the report.</param>
    /// <param name="actor">Who erases, for the timelines.</param>
    /// <param name="cancellationToken">Leaves all data where they are.</param>
    /// <returns>Orders whose buyer was erased.</returns>
    public async Task<int> EraseAsync(
        Guid sellerId, Func<MarketplaceDbContext, Task<IQueryable<Order>>> choose, ErasureReason reason, string actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var chosen = await (await choose(db)).Where(o => o.BuyerErasedAt == null).Select(o => new { o.Id, o.ConnectionId, o.CustomerId }).ToListAsync(cancellationToken);

        // The customer's old id comes from a key; a new one keeps the orders together and tells nothing.
        foreach (var group in chosen.GroupBy(o => o.CustomerId))
        {
            var ids = group.Select(o => o.Id).ToList();
            var anonymous = group.Key is null ? (Guid?)null : Guid.CreateVersion7();
            await db.Orders.Where(o => ids.Contains(o.Id)).ExecuteUpdateAsync(
                set => set
                    .SetProperty(o => o.ProtectedBuyer, (string?)null)
                    .SetProperty(o => o.BuyerKey, (string?)null)
                    .SetProperty(o => o.RecipientKey, (string?)null)
                    .SetProperty(o => o.EmailKey, (string?)null)
                    .SetProperty(o => o.CustomerId, anonymous)
                    .SetProperty(o => o.BuyerErasedAt, now)
                    .SetProperty(o => o.Version, o => o.Version + 1),
                cancellationToken);
        }

        db.OrderEvents.AddRange(chosen.Select(o => new OrderEvent { SellerId = sellerId, OrderId = o.Id, At = now, Text = Words(reason), Actor = actor }));
        foreach (var store in chosen.GroupBy(o => o.ConnectionId))
        {
            db.ErasureRecords.Add(new ErasureRecord { ConnectionId = store.Key, At = now, Reason = reason, Actor = actor, Orders = store.Count() });
            await queue.EnqueueAsync(db, sellerId, store.Key, WorkKinds.EraseLabels, JsonSerializer.Serialize(store.Select(o => o.Id)), cancellationToken: cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
        foreach (var order in chosen)
        {
            changes.Publish(new Change(sellerId, ChangeTopic.Orders, order.Id));
        }

        return chosen.Count;
    }

    private static string Words(ErasureReason reason) => reason switch
    {
        ErasureReason.Retention => "The buyer's name and address were erased, as they had been kept for as long as the settings allow.",
        ErasureReason.AccountDeleted => "The buyer has deleted the account on the marketplace, so name and address were erased here.",
        _ => "The seller had the buyer's name and address erased.",
    };
}

/// <summary>What became of a wish to erase a customer.</summary>
/// <param name="Orders">Orders whose buyer was erased.</param>
/// <param name="Problem">Why nothing was erased, in plain words; null when it was.</param>
public sealed record ErasureVerdict(int Orders, string? Problem);
