using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Refunds;

/// <summary>Takes the seller's refunds: each is stored with its durable work, and paid from there exactly once.</summary>
public sealed class RefundOrders(MarketplaceDb database, PlatformCatalog platforms, ActionSteps steps, ReturnedGoods returns)
{
    /// <summary>Kind of the work that asks the marketplace.</summary>
    public const string RefundWork = "order.refund";

    /// <summary>What can be refunded of an order, and what became of earlier refunds; null when the seller has no such order.</summary>
    public async Task<RefundChoices?> ChoicesAsync(Guid sellerId, Guid orderId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        if (await FindAsync(db, orderId, cancellationToken) is not var (order, refunds, platform))
        {
            return null;
        }

        return new RefundChoices(
            RefundRules.Obstacle(order, refunds, platform), platform.Refunds?.Reasons ?? [], RefundRules.Left(order, refunds),
            [.. order.Lines.Select(l => new RefundableLine(
                l.Id, l.Sku, l.VariationTitle is null ? l.Title : $"{l.Title} ({l.VariationTitle})", RefundRules.Left(order, l, refunds), ReturnedGoods.Left(l)))],
            refunds);
    }

    /// <summary>Asks the marketplace to give money back; items that came back go on sale again at once.</summary>
    public async Task<ActionVerdict> RefundAsync(Guid sellerId, RefundWish wish, string actor, CancellationToken cancellationToken)
    {
        var verdict = await WriterRace.RunAsync(() => AddAsync(sellerId, wish, actor, cancellationToken));
        if (verdict.Outcome == ActionOutcome.Accepted)
        {
            steps.Announce(sellerId, wish.OrderId);
        }

        return verdict;
    }

    private async Task<ActionVerdict> AddAsync(Guid sellerId, RefundWish wish, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await FindAsync(db, wish.OrderId, cancellationToken) is not var (order, refunds, platform))
        {
            return ActionVerdict.Unknown;
        }

        if (RefundRules.Problem(order, refunds, platform, wish) is { } problem)
        {
            return ActionVerdict.Refused(problem);
        }

        var amount = RefundRules.Amount(order, refunds, wish);
        var refund = new OrderRefund
        {
            AmountMinor = amount.Minor,
            Currency = amount.Currency,
            Reason = wish.Reason,
            Comment = string.IsNullOrWhiteSpace(wish.Comment) ? null : wish.Comment.Trim(),
        };
        refund.Lines.AddRange(wish.Lines.Select(l => new RefundedLine { OrderLineId = l.OrderLineId, AmountMinor = l.AmountMinor }));
        await steps.AddAsync(db, refund, order, RefundWork, new Said($"Refunding {amount}: {RefundWords.Of(wish.Reason)}.", actor), cancellationToken);
        await TakeBackAsync(db, order, wish, actor, cancellationToken);

        // Writing the order lets its version catch a second refund that is entered at the same moment, which together could be too much.
        db.Attach(order);
        db.Entry(order).State = EntityState.Modified;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new ActionVerdict(ActionOutcome.Accepted, $"{platform.Descriptor.Name} is being asked to give {amount} back.", refund.Id);
    }

    private async Task TakeBackAsync(MarketplaceDbContext db, Order order, RefundWish wish, string actor, CancellationToken cancellationToken)
    {
        if (wish.Returned.Values.Any(items => items > 0) && await returns.TakeBackAsync(db, wish.Returned, actor, cancellationToken) is > 0 and var booked)
        {
            steps.Note(db, order.Id, new Said($"{booked} {(booked == 1 ? "item" : "items")} came back and can be sold again.", actor));
        }
    }

    private async Task<(Order Order, List<OrderRefund> Refunds, MarketplacePlatform Platform)?> FindAsync(MarketplaceDbContext db, Guid orderId, CancellationToken cancellationToken)
    {
        if (await db.Orders.AsNoTracking().Include(o => o.Lines).SingleOrDefaultAsync(o => o.Id == orderId, cancellationToken) is not { } order
            || !platforms.TryGet(order.Marketplace, out var platform))
        {
            return null;
        }

        var refunds = await db.Set<OrderRefund>().AsNoTracking().Where(r => r.OrderId == orderId).OrderByDescending(r => r.CreatedAt).ToListAsync(cancellationToken);
        return (order, refunds, platform);
    }
}
