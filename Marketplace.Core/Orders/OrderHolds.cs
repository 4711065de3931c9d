using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders;

/// <summary>Holds orders back from being shipped, and lets them go: by hand, or by themselves when their time has come.</summary>
public sealed class OrderHolds(MarketplaceDb database, WorkQueue queue, WorkSignal signal, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Longest reason, characters.</summary>
    public const int MaxReason = 200;

    /// <summary>Kind of the work that lets an order go; its payload is our order id.</summary>
    public const string ReleaseWork = "order.release";

    private const int GroupSize = 200;

    /// <summary>Holds open orders; held ones are held anew. A parcel that was entered before is not called back.</summary>
    /// <param name="sellerId">Whose orders.</param>
    /// <param name="orderIds">Any number; closed orders and those of others are passed over.</param>
    /// <param name="until">UTC; null holds until somebody releases them.</param>
    /// <param name="reason">Why, for everybody who wants to ship them; at most <see cref="MaxReason"/> characters.</param>
    /// <param name="actor">Who holds them, for the timeline.</param>
    /// <param name="cancellationToken">Stops between groups.</param>
    /// <returns>How many orders are held.</returns>
    /// <exception cref="ArgumentException">The reason is missing or too long, or the time has passed.</exception>
    public Task<int> HoldAsync(Guid sellerId, IReadOnlyList<Guid> orderIds, DateTimeOffset? until, string reason, string actor, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReason)
        {
            throw new ArgumentException($"Say in 1 to {MaxReason} characters why the order is held.", nameof(reason));
        }

        if (until <= time.GetUtcNow())
        {
            throw new ArgumentException("The time until which the order is held has passed already.", nameof(until));
        }

        return InGroupsAsync(
            sellerId, orderIds,
            o => o.State == OrderState.Pending || o.State == OrderState.ToShip || o.State == OrderState.PartiallyShipped,
            async (db, order) =>
            {
                await HoldAsync(db, order, until, reason.Trim(), actor, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Lets held orders go.</summary>
    /// <returns>How many were let go.</returns>
    public Task<int> ReleaseAsync(Guid sellerId, IReadOnlyList<Guid> orderIds, string actor, CancellationToken cancellationToken) =>
        InGroupsAsync(
            sellerId, orderIds, o => o.HoldUntil != null,
            (db, order) =>
            {
                Release(db, order, "Released: it can be shipped.", actor);
                return Task.FromResult(true);
            },
            cancellationToken);

    /// <summary>Lets one order go whose time has come; false where it is held for longer, or not at all.</summary>
    internal async Task<bool> EndAsync(Guid sellerId, Guid orderId, CancellationToken cancellationToken) => await InGroupsAsync(
        sellerId, [orderId], o => o.HoldUntil != null,
        (db, order) =>
        {
            var isOver = order.HoldUntil <= time.GetUtcNow();
            if (isOver)
            {
                Release(db, order, $"The hold is over ({order.HoldReason}); it can be shipped.", "Holds");
            }

            return Task.FromResult(isOver);
        },
        cancellationToken) == 1;

    /// <summary>Holds a tracked order within the caller's transaction.</summary>
    internal async Task HoldAsync(MarketplaceDbContext db, Order order, DateTimeOffset? until, string reason, string actor, CancellationToken cancellationToken)
    {
        (order.HoldUntil, order.HoldReason) = (until?.ToUniversalTime() ?? Order.UntilReleased, reason);
        Note(db, order, $"Held {HoldWords.Until(order.HoldUntil.Value)}: {reason}.", actor);
        if (until is { } end)
        {
            var delay = end - time.GetUtcNow();
            await queue.EnqueueAsync(
                db, order.SellerId, order.ConnectionId, ReleaseWork, order.Id.ToString(), delay: delay > TimeSpan.Zero ? delay : TimeSpan.Zero, cancellationToken: cancellationToken);
        }
    }

    /// <summary>Lets a tracked order go within the caller's transaction.</summary>
    internal void Release(MarketplaceDbContext db, Order order, string text, string actor)
    {
        (order.HoldUntil, order.HoldReason) = (null, null);
        Note(db, order, text, actor);
    }

    private void Note(MarketplaceDbContext db, Order order, string text, string actor) =>
        db.OrderEvents.Add(new OrderEvent { SellerId = order.SellerId, OrderId = order.Id, At = time.GetUtcNow(), Text = text, Actor = actor });

    private async Task<int> InGroupsAsync(
        Guid sellerId, IReadOnlyList<Guid> orderIds, System.Linq.Expressions.Expression<Func<Order, bool>> which, Func<MarketplaceDbContext, Order, Task<bool>> act,
        CancellationToken cancellationToken)
    {
        var done = 0;
        foreach (var ids in orderIds.Distinct().Chunk(GroupSize))
        {
            done += await WriterRace.RunAsync(async () =>
            {
                await using var db = database.Open(sellerId);
                var changed = 0;
                foreach (var order in await db.Orders.Where(o => ids.Contains(o.Id)).Where(which).ToListAsync(cancellationToken))
                {
                    changed += await act(db, order) ? 1 : 0;
                }

                await db.SaveChangesAsync(cancellationToken);
                return changed;
            });
        }

        if (done > 0)
        {
            signal.Wake();
            changes.Publish(new Change(sellerId, ChangeTopic.Orders, orderIds.Count == 1 ? orderIds[0] : null));
        }

        return done;
    }
}

/// <summary>Lets an order go when its hold is over.</summary>
internal sealed class ReleaseHoldHandler(OrderHolds holds) : IWorkHandler
{
    /// <inheritdoc />
    public string Kind => OrderHolds.ReleaseWork;

    /// <inheritdoc />
    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await holds.EndAsync(item.SellerId, Guid.Parse(item.Payload), cancellationToken);
        return WorkOutcome.Done;
    }
}
