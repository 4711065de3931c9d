using System.Text.Json;
using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders;

/// <summary>Tells the seller's own systems of orders that came in or left, in the transaction that brings it about. Of the buyer nothing is told.</summary>
public sealed class OrderNews(WebhookOutbox outbox)
{
    /// <summary>Looks through what the context is about to save.</summary>
    public async Task TellAsync(MarketplaceDbContext db, CancellationToken cancellationToken)
    {
        var entries = db.ChangeTracker.Entries<Order>().ToList();
        var created = entries.Where(e => e.State == EntityState.Added).Select(e => e.Entity).ToList();
        var shipped = entries
            .Where(e => e.Entity.ShippedAt is not null && (e.State == EntityState.Added || (e.State == EntityState.Modified && e.OriginalValues.GetValue<DateTimeOffset?>(nameof(Order.ShippedAt)) is null)))
            .Select(e => e.Entity).ToList();
        await TellAsync(db, OutboundEvents.OrderCreated, created, cancellationToken);
        await TellAsync(db, OutboundEvents.OrderShipped, shipped, cancellationToken);
    }

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
