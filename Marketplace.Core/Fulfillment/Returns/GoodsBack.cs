using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Returns;

/// <summary>What may have come back of an order.</summary>
/// <param name="Obstacle">Why nothing can be taken back, in plain words; null when something can.</param>
/// <param name="Lines">Lines of which items are with the buyer.</param>
public sealed record GoodsBackChoices(string? Obstacle, IReadOnlyList<ShipCandidateLine> Lines);

/// <summary>Takes back what buyers sent back, on every marketplace alike: the seller chooses what can be sold again, and no marketplace need hear of it.</summary>
public sealed class GoodsBack(MarketplaceDb database, ReturnedGoods goods, ActionSteps steps)
{
    /// <summary>What may have come back; null when the seller has no such order.</summary>
    public async Task<GoodsBackChoices?> ChoicesAsync(Guid sellerId, Guid orderId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var order = await db.Orders.AsNoTracking().Include(o => o.Lines).SingleOrDefaultAsync(o => o.Id == orderId, cancellationToken);
        return order is null
            ? null
            : new GoodsBackChoices(Obstacle(order), [.. order.Lines.Where(l => ReturnedGoods.Left(l) > 0).Select(l => ShipCandidateLine.Of(l, ReturnedGoods.Left(l)))]);
    }

    /// <summary>Puts items into stock again, and tells the order's timeline.</summary>
    /// <param name="sellerId">Whose order.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="items">Items that came back and can be sold again, by our id of the order line.</param>
    /// <param name="actor">Who took them back.</param>
    /// <param name="cancellationToken">Leaves the stock as it was.</param>
    public async Task<ActionVerdict> TakeAsync(Guid sellerId, Guid orderId, IReadOnlyDictionary<Guid, int> items, string actor, CancellationToken cancellationToken)
    {
        var verdict = await WriterRace.RunAsync(() => BookAsync(sellerId, orderId, items, actor, cancellationToken));
        if (verdict.Outcome == ActionOutcome.Accepted)
        {
            steps.Announce(sellerId, orderId);
        }

        return verdict;
    }

    private async Task<ActionVerdict> BookAsync(Guid sellerId, Guid orderId, IReadOnlyDictionary<Guid, int> items, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Orders.AsNoTracking().Include(o => o.Lines).SingleOrDefaultAsync(o => o.Id == orderId, cancellationToken) is not { } order)
        {
            return ActionVerdict.Unknown;
        }

        var count = items.Values.Sum();
        if ((Obstacle(order) ?? ReturnedGoods.Problem(order, items) ?? (count == 0 ? "Say of at least one item that it came back." : null)) is { } problem)
        {
            return ActionVerdict.Refused(problem);
        }

        // Writing the order lets its version catch the same items being taken back at the same moment.
        db.Attach(order);
        db.Entry(order).State = EntityState.Modified;
        var booked = await goods.TakeBackAsync(db, items, actor, cancellationToken);
        steps.Note(db, orderId, new Said($"{Items(count)} came back{(booked > 0 ? " and can be sold again" : "")}.", actor));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new ActionVerdict(ActionOutcome.Accepted, booked == count ? $"{Items(count)} can be sold again." : $"{Items(count)} came back; {booked} of them belong to stock here and can be sold again.", null);
    }

    private static string? Obstacle(Order order) => order switch
    {
        { FulfilledByMarketplace: true } => "The marketplace keeps this order's stock itself, and takes returns into it.",
        _ when order.Lines.TrueForAll(l => l.QuantityShipped == 0) => "Nothing of this order has left yet.",
        _ when order.Lines.TrueForAll(l => ReturnedGoods.Left(l) == 0) => "Everything of this order came back already.",
        _ => null,
    };

    private static string Items(int count) => count == 1 ? "1 item" : $"{count} items";
}
