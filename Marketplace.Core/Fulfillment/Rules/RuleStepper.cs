using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Rules;

/// <summary>Takes the steps of rules for one order, in one transaction with the note that it was done.</summary>
internal sealed class RuleStepper(MarketplaceDb database, OrderTags tags, OrderHolds holds, LabelShop labels, TimeProvider time)
{
    /// <summary>Applies a rule to an order, unless another run has done so, or the order must not be touched any more.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="names">Names for the log.</param>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Leaves the order as it was.</param>
    /// <returns>The application; null where there was none.</returns>
    public Task<RuleApplication?> ApplyAsync(Guid sellerId, Guid orderId, ShippingRule rule, RuleNames names, Guid runId, CancellationToken cancellationToken) =>
        WriterRace.RunAsync(async () =>
        {
            await using var db = database.Open(sellerId);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var earlier = await db.Set<RuleApplication>()
                .SingleOrDefaultAsync(a => a.OrderId == orderId && a.RuleId == rule.Id && a.Revision == rule.Revision, cancellationToken);
            if (earlier is { IsRefused: false } || (await ShippableOrders.LoadAsync(db, [orderId], cancellationToken)).GetValueOrDefault(orderId) is not { } shippable
                || !MayTouch(shippable.Order, time.GetUtcNow()))
            {
                return null;
            }

            if (db.Entry(shippable.Order).State == EntityState.Detached)
            {
                db.Attach(shippable.Order);
            }

            var done = new List<string>();
            string? refusal = null;
            foreach (var step in rule.Terms.Then)
            {
                refusal ??= await TakeAsync(db, shippable, step, $"Rule “{rule.Name}”", cancellationToken);
                if (refusal is null)
                {
                    done.Add(RuleWords.Of(step, names));
                }
            }

            var application = earlier ?? new RuleApplication { SellerId = sellerId, OrderId = orderId, RuleId = rule.Id, Revision = rule.Revision };
            if (earlier is null)
            {
                db.Add(application);
            }

            (application.RunId, application.At, application.IsRefused) = (runId, time.GetUtcNow(), refusal is not null);
            application.Message = refusal ?? string.Join(", ", done);

            // Writing the order lets its version catch whoever changes it at the same moment.
            db.Entry(shippable.Order).State = EntityState.Modified;
            Note(db, orderId, refusal is null ? $"Applied: {application.Message}." : $"Could not be applied: {refusal}", $"Rule “{rule.Name}”, version {rule.Revision}", refusal is not null);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return application;
        });

    /// <summary>Whether rules may touch an order: it waits for the seller, nobody holds it, and its buyer has not asked to cancel.</summary>
    public static bool MayTouch(Order order, DateTimeOffset now) =>
        order is { State: OrderState.ToShip or OrderState.PartiallyShipped, FulfilledByMarketplace: false, CancelRequested: false } && !order.IsHeld(now);

    private async Task<string?> TakeAsync(MarketplaceDbContext db, ShippableOrder shippable, RuleStep step, string actor, CancellationToken cancellationToken)
    {
        var order = shippable.Order;
        switch (step.Kind)
        {
            case RuleStepKind.Carrier:
                (order.PlannedCarrier, order.PlannedService) = (step.Carrier, step.Service);
                return null;
            case RuleStepKind.Location:
                order.LocationId = step.LocationId;
                return null;
            case RuleStepKind.Tag:
                await tags.AddAsync(db, order.Id, step.Text!, actor, cancellationToken);
                return null;
            case RuleStepKind.Ask:
                await holds.HoldAsync(db, order, null, step.Text!, actor, cancellationToken);
                return null;
            case RuleStepKind.Hold:
                return await HoldAsync(db, order, step, actor, cancellationToken);
            default:
                return await labels.AskAsync(db, shippable, WishOf(order, step), actor, cancellationToken);
        }
    }

    // A window that has closed already holds nothing.
    private async Task<string?> HoldAsync(MarketplaceDbContext db, Order order, RuleStep step, string actor, CancellationToken cancellationToken)
    {
        DateTimeOffset? until = step.Minutes is { } minutes ? order.PlacedAt.AddMinutes(minutes) : null;
        if (until is null || until > time.GetUtcNow())
        {
            await holds.HoldAsync(db, order, until, step.Text!, actor, cancellationToken);
        }

        return null;
    }

    private static LabelWish WishOf(Order order, RuleStep step) => new()
    {
        OrderId = order.Id,
        Choice = step.Choice,
        Carrier = string.IsNullOrWhiteSpace(step.Carrier) ? order.PlannedCarrier : step.Carrier,
        Service = string.IsNullOrWhiteSpace(step.Carrier) ? order.PlannedService : step.Service,
        Size = step.Size ?? new ParcelSize(),
    };

    private void Note(MarketplaceDbContext db, Guid orderId, string text, string actor, bool isProblem) =>
        db.OrderEvents.Add(new OrderEvent { OrderId = orderId, At = time.GetUtcNow(), Text = text, Actor = actor, IsProblem = isProblem });
}
