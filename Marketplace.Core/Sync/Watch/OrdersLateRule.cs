using System.Globalization;
using Marketplace.Core.Alerts;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Sync.Watch;

/// <summary>Orders that the seller ships are past their ship-by time; one alert for each store.</summary>
internal sealed class OrdersLateRule : IAlertRule
{
    public string Kind => AlertKinds.OrdersLate;

    public async Task<IReadOnlyList<AlertNotice>> FindAsync(MarketplaceDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var late = await db.Orders
            .Where(o => (o.State == OrderState.ToShip || o.State == OrderState.PartiallyShipped) && !o.FulfilledByMarketplace && o.ShipBy < now)
            .GroupBy(o => o.ConnectionId)
            .Select(g => new { g.Key, Count = g.Count(), Oldest = g.Min(o => o.ShipBy) })
            .Join(db.Connections, g => g.Key, c => c.Id, (g, c) => new { c.Id, c.Marketplace, c.StoreName, g.Count, g.Oldest })
            .ToListAsync(cancellationToken);
        return
        [
            .. late.Select(store => new AlertNotice(
                Kind, store.Id.ToString("N"), AlertSeverity.Problem,
                store.Count == 1 ? $"One order of {store.StoreName} is late" : string.Create(CultureInfo.InvariantCulture, $"{store.Count:N0} orders of {store.StoreName} are late"),
                $"The oldest should have been handed over by {store.Oldest.ToString("d MMMM HH:mm", CultureInfo.InvariantCulture)} UTC. Late parcels count against your account: ship them first, or cancel what you cannot send.",
                $"orders?channel={store.Marketplace}&due=late",
                new Dictionary<string, object> { ["store"] = store.Id, ["marketplace"] = store.Marketplace, ["orders"] = store.Count })),
        ];
    }
}
