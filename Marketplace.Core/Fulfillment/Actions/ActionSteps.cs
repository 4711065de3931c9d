using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Actions;

/// <summary>What is written into the order's timeline.</summary>
/// <param name="Text">A sentence for the seller; no personal data.</param>
/// <param name="Actor">Who or what did it.</param>
/// <param name="IsProblem">Something went wrong.</param>
public sealed record Said(string Text, string Actor, bool IsProblem = false);

/// <summary>
/// Stores actions and moves them. Each step is one transaction of the action, its entry in the timeline and the work that follows,
/// and is published after the commit.
/// </summary>
public sealed class ActionSteps(MarketplaceDb database, WorkQueue queue, WorkSignal signal, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Priority of the work: ahead of jobs, for a person waits for it.</summary>
    public const int Priority = 10;

    /// <summary>Reads an action with what belongs to it; null when it is gone. Not tracked.</summary>
    public async Task<TAction?> LoadAsync<TAction>(Guid sellerId, Guid actionId, CancellationToken cancellationToken) where TAction : OrderAction
    {
        await using var db = database.Open(sellerId);
        return await db.Set<TAction>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == actionId, cancellationToken);
    }

    /// <summary>Reads an action's order with its lines. Not tracked.</summary>
    public async Task<Order> OrderAsync(OrderAction action, CancellationToken cancellationToken)
    {
        await using var db = database.Open(action.SellerId);
        return await db.Orders.AsNoTracking().Include(o => o.Lines).SingleAsync(o => o.Id == action.OrderId, cancellationToken);
    }

    /// <summary>Adds a new action of an order, its entry in the timeline and its work to the caller's transaction.</summary>
    public async Task AddAsync(MarketplaceDbContext db, OrderAction action, Order order, string kind, Said said, CancellationToken cancellationToken)
    {
        Add(db, action, order, said);
        await queue.EnqueueAsync(db, order.SellerId, order.ConnectionId, kind, action.Id.ToString(), priority: Priority, cancellationToken: cancellationToken);
    }

    /// <summary>Adds an action that no marketplace need hear of, and that is done with it.</summary>
    public void AddDone(MarketplaceDbContext db, OrderAction action, Order order, Said said)
    {
        Add(db, action, order, said);
        action.Move(ActionState.Done);
        action.SettledAt = action.CreatedAt;
    }

    /// <summary>Writes into an order's timeline, in the caller's transaction.</summary>
    public void Note(MarketplaceDbContext db, Guid orderId, Said said) =>
        db.OrderEvents.Add(new OrderEvent { OrderId = orderId, At = time.GetUtcNow(), Text = said.Text, Actor = said.Actor, IsProblem = said.IsProblem });

    /// <summary>Changes an action. What the marketplace has done must be noted, so a write that meets another is written anew.</summary>
    /// <param name="action">The action; carries the change afterwards.</param>
    /// <param name="change">The change; applied to the stored action, and then to this one.</param>
    /// <param name="said">Entry of the timeline; null for a step that nobody needs to see.</param>
    /// <param name="also">What else is written in the same transaction; gets the stored action.</param>
    /// <param name="cancellationToken">Leaves everything as it was.</param>
    public async Task MoveAsync<TAction>(
        TAction action, Action<TAction> change, Said? said, Func<MarketplaceDbContext, TAction, Task>? also, CancellationToken cancellationToken) where TAction : OrderAction
    {
        await WriterRace.RunAsync(() => WriteAsync(action, change, said, also, cancellationToken));
        change(action);
        Announce(action.SellerId, action.OrderId);
    }

    /// <summary>Changes an action at the seller's wish and lets its work go on.</summary>
    public Task ContinueAsync<TAction>(TAction action, Action<TAction> change, Said said, string kind, CancellationToken cancellationToken) where TAction : OrderAction =>
        MoveAsync(
            action,
            change,
            said,
            (db, _) => queue.EnqueueAsync(db, action.SellerId, action.ConnectionId, kind, action.Id.ToString(), priority: Priority, cancellationToken: cancellationToken),
            cancellationToken);

    /// <summary>Notes that a call is begun, so that whoever comes after a crash looks at the marketplace before calling again.</summary>
    public Task BeginAsync<TAction>(TAction action, CancellationToken cancellationToken) where TAction : OrderAction =>
        MoveAsync(action, a => a.StartedAt = time.GetUtcNow(), null, null, cancellationToken);

    /// <summary>Wakes the workers and tells open pages. Call after the commit.</summary>
    public void Announce(Guid sellerId, Guid? orderId)
    {
        signal.Wake();
        changes.Publish(new Change(sellerId, ChangeTopic.Fulfillment, orderId));
        changes.Publish(new Change(sellerId, ChangeTopic.Orders, orderId));
    }

    private void Add(MarketplaceDbContext db, OrderAction action, Order order, Said said)
    {
        (action.SellerId, action.OrderId, action.ConnectionId) = (order.SellerId, order.Id, order.ConnectionId);
        (action.CreatedAt, action.Actor) = (time.GetUtcNow(), said.Actor);
        db.Add(action);
        Note(db, order.Id, said);
    }

    private async Task<TAction> WriteAsync<TAction>(
        TAction action, Action<TAction> change, Said? said, Func<MarketplaceDbContext, TAction, Task>? also, CancellationToken cancellationToken) where TAction : OrderAction
    {
        await using var db = database.Open(action.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var stored = await db.Set<TAction>().SingleAsync(a => a.Id == action.Id, cancellationToken);
        change(stored);
        stored.SettledAt = ActionMoves.IsOpen(stored.State) ? null : stored.SettledAt ?? time.GetUtcNow();
        if (said is not null)
        {
            Note(db, stored.OrderId, said);
        }

        if (also is not null)
        {
            await also(db, stored);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return stored;
    }
}
