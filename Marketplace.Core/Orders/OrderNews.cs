using System.Text.Json;
using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Marketplace.Core.Orders;

/// <summary>Tells the seller's own systems of orders that came in or left, in the transaction that brings it about. Of the buyer nothing is told.</summary>
public sealed class OrderNews(WebhookOutbox outbox)
{
    /// <summary>Orders that the context is about to save as new, or as shipped for the first time.</summary>
    public static (List<Order> Created, List<Order> Shipped) Find(MarketplaceDbContext db)
    {
        var entries = db.ChangeTracker.Entries<Order>().ToList();
        return (
            [.. entries.Where(e => e.State == EntityState.Added).Select(e => e.Entity)],
            [.. entries.Where(e => e.Entity.ShippedAt is not null && (e.State == EntityState.Added || IsNewlyShipped(e))).Select(e => e.Entity)]);
    }

    /// <summary>Tells of them, once they are saved.</summary>
    public async Task TellAsync(MarketplaceDbContext db, (List<Order> Created, List<Order> Shipped) found, CancellationToken cancellationToken)
    {
        await TellAsync(db, OutboundEvents.OrderCreated, found.Created, cancellationToken);
        await TellAsync(db, OutboundEvents.OrderShipped, found.Shipped, cancellationToken);
    }

    private static bool IsNewlyShipped(EntityEntry<Order> entry) =>
        entry.State == EntityState.Modified && entry.OriginalValues.GetValue<DateTimeOffset?>(nameof(Order.ShippedAt)) is null;

    private async Task TellAsync(MarketplaceDbContext db, string happening, List<Order> orders, CancellationToken cancellationToken)
    {
        if (orders.Count == 0)
        {
            return;
        }

        foreach (var target in await WebhookOutbox.TargetsAsync(db, happening, cancellationToken))
        {
            foreach (var order in orders)
            {
                await outbox.AddAsync(db, target, happening, Describe(order), cancellationToken);
            }
        }
    }

    private static JsonElement Describe(Order order) => JsonSerializer.SerializeToElement(
        new
        {
            order.Id,
            order.ExternalId,
            order.Marketplace,
            Store = order.ConnectionId,
            State = order.State.ToString(),
            order.PlacedAt,
            ShipBy = order.ShipBy == Order.NoShipBy ? (DateTimeOffset?)null : order.ShipBy,
            order.ShippedAt,
            Lines = order.Lines.Select(l => new { l.Sku, l.Quantity, l.QuantityShipped }),
        },
        JsonSerializerOptions.Web);
}
