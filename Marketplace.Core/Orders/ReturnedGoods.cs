using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders;

/// <summary>Puts items of orders that came back into stock again.</summary>
public sealed class ReturnedGoods(StockLedger ledger)
{
    /// <summary>What is wrong with items that are said to have come back; null when nothing is. More than have left cannot come back, whoever says so and how often.</summary>
    /// <param name="order">The order with its lines.</param>
    /// <param name="items">Items that came back, by our id of the order line.</param>
    public static string? Problem(Order order, IReadOnlyDictionary<Guid, int> items) =>
        items.Any(i => order.Lines.All(l => l.Id != i.Key)) ? "One of the lines is not part of this order. Reload the order and try again."
        : items.Any(i => i.Value < 0 || i.Value > Left(order.Lines.Single(l => l.Id == i.Key))) ? "More items are said to have come back than have left."
        : null;

    /// <summary>Items of a line that have left and did not come back yet.</summary>
    public static int Left(OrderLine line) => Math.Max(0, line.QuantityShipped - line.QuantityTakenBack);

    /// <summary>Books items back, within the caller's open transaction. Lines that are not linked to stock are only counted.</summary>
    /// <param name="db">The open transaction's context; the order's version must be written with it, so that two bookings do not meet.</param>
    /// <param name="items">Items that came back, by our id of the order line.</param>
    /// <param name="actor">Who took them back, for the ledger.</param>
    /// <param name="cancellationToken">Ends the work; the caller rolls back.</param>
    /// <returns>Items that were put into stock.</returns>
    public async Task<int> TakeBackAsync(MarketplaceDbContext db, IReadOnlyDictionary<Guid, int> items, string actor, CancellationToken cancellationToken)
    {
        foreach (var (line, quantity) in items.Where(i => i.Value > 0))
        {
            await db.OrderLines.Where(l => l.Id == line).ExecuteUpdateAsync(
                set => set.SetProperty(l => l.QuantityTakenBack, l => l.QuantityTakenBack + quantity), cancellationToken);
        }

        return await ledger.TakeBackAsync(db, items, actor, cancellationToken);
    }
}
