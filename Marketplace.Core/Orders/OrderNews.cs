using System.Text.Json;
using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Marketplace.Core.Orders;

/// <summary>
/// Tells the seller's own systems of orders that came in or left, in the transaction that brings it about. Of the buyer nothing is told.
/// What a store sold before it was connected is no news: thousands of messages about it would bury the systems that they are meant for.
/// </summary>
public sealed class OrderNews(WebhookOutbox outbox)
{
    // Marketplaces' clocks and ours; better an old order too many than a new one too few.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Orders that the context is about to save as new, or as shipped for the first time.</summary>
    public static (List<Order> Created, List<Order> Shipped) Find(MarketplaceDbContext db)
    {
        var entries = db.ChangeTracker.Entries<Order>().ToList();
        return (
            [.. entries.Where(e => e.State == EntityState.Added).Select(e => e.Entity)],
            [.. entries.Where(e => e.Entity.ShippedAt is not null && (e.State == EntityState.Added || IsNewlyShipped(e))).Select(e => e.Entity)]);
    }

    /// <summary>Tells of them, once they are saved.</summary>
    public async Task TellAsync(MarketplaceDbContext db, StoreReference store, (List<Order> Created, List<Order> Shipped) found, CancellationToken cancellationToken)
    {
        var old = new HashSet<Order>();
        if (found.Created.Count > 0)
        {
            var connectedAt = await db.Connections.Where(c => c.Id == store.ConnectionId).Select(c => c.ConnectedAt).FirstOrDefaultAsync(cancellationToken);
            old.UnionWith(found.Created.Where(o => o.PlacedAt + ClockSkew < connectedAt));
        }

        await TellAsync(db, OutboundEvents.OrderCreated, [.. found.Created.Except(old)], cancellationToken);
        await TellAsync(db, OutboundEvents.OrderShipped, [.. found.Shipped.Except(old)], cancellationToken);
    }

    /// <summary>Tells in one message that all orders of a store were read for the first time.</summary>
    /// <param name="db">The open transaction's context, in the seller's name.</param>
    /// <param name="store">The store.</param>
    /// <param name="cancellationToken">Ends the work; the caller's transaction rolls back.</param>
    public async Task TellOfFirstImportAsync(MarketplaceDbContext db, StoreReference store, CancellationToken cancellationToken)
    {
        var orders = db.Orders.Where(o => o.ConnectionId == store.ConnectionId);
        var facts = new
        {
            Store = store.ConnectionId,
            store.Marketplace,
            Orders = await orders.CountAsync(cancellationToken),
            ToShip = await orders.CountAsync(o => o.State == OrderState.ToShip, cancellationToken),
        };
        await outbox.AddAsync(db, OutboundEvents.OrdersImported, JsonSerializer.SerializeToElement(facts, JsonSerializerOptions.Web), cancellationToken);
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
