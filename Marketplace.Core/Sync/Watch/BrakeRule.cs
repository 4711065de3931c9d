using System.Globalization;
using Marketplace.Core.Alerts;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Brakes;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Sync.Watch;

/// <summary>A store's brake holds quantities back and asks what becomes of them.</summary>
internal sealed class BrakeRule : IAlertRule
{
    public string Kind => AlertKinds.Brake;

    public async Task<IReadOnlyList<AlertNotice>> FindAsync(MarketplaceDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var asking = await db.StockBrakes.AsNoTracking().Where(b => b.State == BrakeState.Asking)
            .Join(db.Connections, b => b.ConnectionId, c => c.Id, (b, c) => new { Brake = b, c.StoreName, c.Marketplace })
            .ToListAsync(cancellationToken);
        return
        [
            .. asking.Select(a => new AlertNotice(
                Kind, a.Brake.ConnectionId.ToString("N"), AlertSeverity.Problem,
                $"The brake of {a.StoreName} is on",
                string.Create(CultureInfo.InvariantCulture, $"{a.Brake.ToChange:N0} of {a.Brake.Listings:N0} listings would change, {a.Brake.ToZero:N0} of them to nothing. Nothing is sent until you say whether that is meant; sales go on."),
                "inventory",
                new Dictionary<string, object> { ["store"] = a.Brake.ConnectionId, ["toZero"] = a.Brake.ToZero, ["toChange"] = a.Brake.ToChange })),
        ];
    }
}
