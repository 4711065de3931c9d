using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders;

/// <summary>Tells the ledger what an order asks of stock, line by line, in the order's own transaction.</summary>
public sealed class OrderStock(StockLedger ledger, TimeProvider time)
{
    /// <summary>
    /// Settles all linked lines of some orders, in their order, and notes oversales on their timelines. Stock that the marketplace
    /// holds is not ours to reserve. Adds the variants that were touched to the set.
    /// </summary>
    /// <param name="db">The open transaction's context; the caller saves it.</param>
    /// <param name="orders">The orders, with their lines.</param>
    /// <param name="marketplaceName">Whose orders they are, for the ledger.</param>
    /// <param name="touched">Gets the variants.</param>
    /// <param name="cancellationToken">Ends the work; the caller's transaction rolls back.</param>
    public async Task SettleAsync(MarketplaceDbContext db, IReadOnlyCollection<Order> orders, string marketplaceName, ISet<Guid> touched, CancellationToken cancellationToken)
    {
        var desk = await OpenDeskAsync(db, orders, cancellationToken);
        foreach (var order in orders.Where(o => !o.FulfilledByMarketplace))
        {
            await SettleAsync(db, desk, order, marketplaceName, touched, cancellationToken);
        }

        await desk.CloseAsync(cancellationToken);
    }

    /// <summary>Gives back what some lines hold and forgets their reservations; the caller takes the lines off their variants and saves. Adds the variants that were touched to the set.</summary>
    public async Task ReleaseAsync(
        MarketplaceDbContext db, IReadOnlyCollection<(Order Order, OrderLine Line)> lines, string marketplaceName, ISet<Guid> touched, CancellationToken cancellationToken)
    {
        var desk = await OpenDeskAsync(db, [.. lines.Select(l => l.Order).Distinct()], cancellationToken);
        foreach (var (order, line) in lines)
        {
            await ReleaseAsync(db, desk, order, line, marketplaceName, touched, cancellationToken);
        }

        await desk.CloseAsync(cancellationToken);
    }

    private Task<StockDesk> OpenDeskAsync(MarketplaceDbContext db, IReadOnlyCollection<Order> orders, CancellationToken cancellationToken) =>
        ledger.OpenDeskAsync(
            db, [.. orders.Where(o => db.Entry(o).State != EntityState.Added).Select(o => o.Id)],
            [.. orders.SelectMany(o => o.Lines).Where(l => l.VariantId is not null).Select(l => l.VariantId!.Value).Distinct()], cancellationToken);

    private async Task SettleAsync(MarketplaceDbContext db, StockDesk desk, Order order, string marketplaceName, ISet<Guid> touched, CancellationToken cancellationToken)
    {
        foreach (var line in order.Lines.Where(l => l.VariantId is not null))
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

    private static async Task ReleaseAsync(
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
