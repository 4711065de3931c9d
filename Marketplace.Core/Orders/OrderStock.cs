using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders;

/// <summary>Tells the ledger what an order asks of stock, line by line, in the order's own transaction.</summary>
public sealed class OrderStock(StockLedger ledger, TimeProvider time)
{
    /// <summary>Opens the desk for some orders whose lines are linked.</summary>
    public Task<StockDesk> OpenDeskAsync(MarketplaceDbContext db, IReadOnlyCollection<Order> orders, CancellationToken cancellationToken) =>
        ledger.OpenDeskAsync(
            db, [.. orders.Where(o => db.Entry(o).State != EntityState.Added).Select(o => o.Id)],
            [.. orders.SelectMany(o => o.Lines).Where(l => l.VariantId is not null).Select(l => l.VariantId!.Value).Distinct()], cancellationToken);

    /// <summary>
    /// Settles all linked lines of an order and notes oversales on its timeline. Stock that the marketplace holds is not ours to
    /// reserve. Adds the variants that were touched to the set.
    /// </summary>
    public async Task SettleAsync(MarketplaceDbContext db, StockDesk desk, Order order, string marketplaceName, ISet<Guid> touched, CancellationToken cancellationToken)
    {
        if (order.FulfilledByMarketplace)
        {
            return;
        }

        // Always in the same sequence, so that two orders of the same things cannot wait for each other.
        foreach (var line in order.Lines.Where(l => l.VariantId is not null).OrderBy(l => l.VariantId))
        {
            var oversoldBefore = desk.OversoldOf(line.Id);
            var shipped = OrderStateMachine.HasLeft(order.State) ? Math.Max(line.Quantity, line.QuantityShipped) : line.QuantityShipped;
            var hold = await desk.SettleAsync(new LineDemand
            {
                OrderLineId = line.Id,
                OrderId = order.Id,
                VariantId = line.VariantId!.Value,
                ConnectionId = order.ConnectionId,
                PlacedAt = order.PlacedAt,
                Quantity = order.State == OrderState.Cancelled ? line.QuantityShipped : line.Quantity,
                Shipped = shipped,
                WriteOff = line.WriteOff,
                LocationId = order.LocationId,
                Actor = $"{marketplaceName} order {order.ExternalId}",
            }, cancellationToken);
            touched.UnionWith(desk.VariantsOf(line.Id));
            if (hold?.Oversold > oversoldBefore)
            {
                db.OrderEvents.Add(new OrderEvent
                {
                    SellerId = order.SellerId,
                    OrderId = order.Id,
                    At = time.GetUtcNow(),
                    Actor = "Stock",
                    IsProblem = true,
                    Text = $"Oversold: {hold.Oversold} of {hold.Wanted} × {line.Sku ?? line.Title} could not be held. Add stock, or cancel with the buyer.",
                });
            }
        }
    }

    /// <summary>Gives back what a line holds and forgets its reservation; the caller takes the line off its variant. Adds the variants that were touched to the set.</summary>
    public static async Task ReleaseAsync(
        MarketplaceDbContext db, StockDesk desk, Order order, OrderLine line, string marketplaceName, ISet<Guid> touched, CancellationToken cancellationToken)
    {
        await desk.SettleAsync(new LineDemand
        {
            OrderLineId = line.Id,
            OrderId = order.Id,
            VariantId = line.VariantId!.Value,
            ConnectionId = order.ConnectionId,
            PlacedAt = order.PlacedAt,
            Quantity = 0,
            Shipped = 0,
            Actor = $"{marketplaceName} order {order.ExternalId}",
        }, cancellationToken);
        touched.UnionWith(desk.VariantsOf(line.Id));
        await db.SaveChangesAsync(cancellationToken);
        db.Reservations.RemoveRange(db.Reservations.Local.Where(r => r.OrderLineId == line.Id).ToList());
    }
}
