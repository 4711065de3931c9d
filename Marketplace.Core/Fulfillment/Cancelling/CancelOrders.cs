using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Cancelling;

/// <summary>Takes the seller's cancellations and answers to buyers: each is stored with its durable work, and carried out from there.</summary>
public sealed class CancelOrders(MarketplaceDb database, PlatformCatalog platforms, ActionSteps steps)
{
    /// <summary>Kind of the work that asks the marketplace.</summary>
    public const string CancelWork = "order.cancel";

    /// <summary>What can be cancelled of an order, and what became of earlier wishes; null when the seller has no such order.</summary>
    public async Task<CancelChoices?> ChoicesAsync(Guid sellerId, Guid orderId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        if (await FindAsync(db, orderId, cancellationToken) is not var (shippable, platform))
        {
            return null;
        }

        var request = shippable.Order.CancelRequested && OrderStateMachine.IsOpen(shippable.Order.State);
        var lines = shippable.Order.Lines.Select(line => ShipCandidateLine.Of(line, shippable.Left(line))).Where(line => line.Left > 0);
        return new CancelChoices(
            CancelRules.Obstacle(shippable, platform), request ? CancelRules.AnswerObstacle(shippable, platform) : null, request,
            platform.Cancellations?.Reasons ?? [], [.. lines], [.. shippable.Cancellations.OrderByDescending(c => c.CreatedAt)]);
    }

    /// <summary>Asks the marketplace to cancel an order, or some of its items.</summary>
    public Task<ActionVerdict> CancelAsync(Guid sellerId, CancelWish wish, string actor, CancellationToken cancellationToken) =>
        AddAsync(sellerId, wish.OrderId, (shippable, platform) => Cancellation(shippable, platform, wish), actor, cancellationToken);

    /// <summary>Answers the buyer who asks to cancel.</summary>
    /// <param name="sellerId">Whose order.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="accept">Whether the order is cancelled; otherwise the seller goes on to ship it.</param>
    /// <param name="actor">Who answers, for the timeline.</param>
    /// <param name="cancellationToken">Leaves the request unanswered.</param>
    public Task<ActionVerdict> AnswerAsync(Guid sellerId, Guid orderId, bool accept, string actor, CancellationToken cancellationToken) =>
        AddAsync(
            sellerId,
            orderId,
            (shippable, platform) => CancelRules.AnswerObstacle(shippable, platform) is { } obstacle
                ? (obstacle, null, null)
                : (null, new OrderCancellation { Kind = accept ? CancellationKind.Approve : CancellationKind.Decline, BackOnSale = true },
                    accept ? "Agreed to the buyer's wish to cancel." : "Refused the buyer's wish to cancel; the order is shipped."),
            actor,
            cancellationToken);

    private static (string? Obstacle, OrderCancellation? Cancellation, string? Said) Cancellation(ShippableOrder shippable, MarketplacePlatform platform, CancelWish wish)
    {
        if ((CancelRules.Obstacle(shippable, platform) ?? (wish.Lines is null ? null : CancelRules.LineProblem(shippable, wish.Lines))) is { } obstacle)
        {
            return (obstacle, null, null);
        }

        if (!platform.Cancellations!.Reasons.Contains(wish.Reason))
        {
            return ($"{platform.Descriptor.Name} does not take this reason. It takes: {string.Join(", ", platform.Cancellations.Reasons.Select(CancelWords.Of))}.", null, null);
        }

        var cancellation = new OrderCancellation { Kind = CancellationKind.BySeller, Reason = wish.Reason, BackOnSale = wish.BackOnSale };
        var whole = wish.Lines is null ? shippable.Order.Lines.All(l => shippable.Left(l) == l.Quantity) : Covers(shippable.Order, wish.Lines);
        var lines = wish.Lines ?? shippable.AllLeft();
        foreach (var wanted in whole ? [] : lines)
        {
            var line = shippable.Order.Lines.Single(l => l.Id == wanted.OrderLineId);
            cancellation.Lines.Add(new CancelledLine { OrderLineId = line.Id, Quantity = wanted.Quantity, QuantityAfter = line.Quantity - wanted.Quantity });
        }

        var what = whole ? "the order" : lines.Sum(l => l.Quantity) is 1 ? "1 item" : $"{lines.Sum(l => l.Quantity)} items";
        return (null, cancellation, $"Cancelling {what}: {CancelWords.Of(wish.Reason)}. {(wish.BackOnSale ? "The stock goes back on sale." : "The stock does not go back on sale.")}");
    }

    private static bool Covers(Order order, IReadOnlyList<ShipRequestLine> lines) =>
        order.Lines.All(line => line.Quantity == lines.Where(l => l.OrderLineId == line.Id).Sum(l => l.Quantity));

    private async Task<ActionVerdict> AddAsync(
        Guid sellerId, Guid orderId, Func<ShippableOrder, MarketplacePlatform, (string? Obstacle, OrderCancellation? Cancellation, string? Said)> judge, string actor,
        CancellationToken cancellationToken)
    {
        var verdict = await WriterRace.RunAsync(async () =>
        {
            await using var db = database.Open(sellerId);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (await FindAsync(db, orderId, cancellationToken) is not var (shippable, platform))
            {
                return ActionVerdict.Unknown;
            }

            var (obstacle, cancellation, said) = judge(shippable, platform);
            if (cancellation is null)
            {
                return ActionVerdict.Refused(obstacle!);
            }

            await steps.AddAsync(db, cancellation, shippable.Order, CancelWork, new Said(said!, actor), cancellationToken);
            SetWriteOff(db, shippable, cancellation);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return new ActionVerdict(ActionOutcome.Accepted, $"{platform.Descriptor.Name} is being asked.", cancellation.Id);
        });
        if (verdict.Outcome == ActionOutcome.Accepted)
        {
            steps.Announce(sellerId, orderId);
        }

        return verdict;
    }

    // Writing the order lets its version catch a parcel that is entered at the same moment.
    private static void SetWriteOff(MarketplaceDbContext db, ShippableOrder shippable, OrderCancellation cancellation)
    {
        db.Attach(shippable.Order);
        db.Entry(shippable.Order).State = EntityState.Modified;
        foreach (var line in cancellation.BackOnSale ? [] : shippable.Order.Lines)
        {
            line.WriteOff = cancellation.Lines.Count == 0 ? line.Quantity : cancellation.Lines.Where(l => l.OrderLineId == line.Id).Sum(l => l.Quantity);
        }
    }

    private async Task<(ShippableOrder Shippable, MarketplacePlatform Platform)?> FindAsync(MarketplaceDbContext db, Guid orderId, CancellationToken cancellationToken) =>
        (await ShippableOrders.LoadAsync(db, [orderId], cancellationToken)).GetValueOrDefault(orderId) is { } shippable && platforms.TryGet(shippable.Order.Marketplace, out var platform)
            ? (shippable, platform)
            : null;
}
