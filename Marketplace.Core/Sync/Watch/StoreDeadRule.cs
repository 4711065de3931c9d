using Marketplace.Core.Alerts;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Sync.Watch;

/// <summary>A store needs the seller's consent again.</summary>
internal sealed class StoreDeadRule : IAlertRule
{
    public string Kind => AlertKinds.StoreDead;

    public async Task<IReadOnlyList<AlertNotice>> FindAsync(MarketplaceDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var dead = await db.Connections.AsNoTracking().Where(c => c.State == ConnectionState.NeedsReauthorization).ToListAsync(cancellationToken);
        return
        [
            .. dead.Select(store => new AlertNotice(
                Kind, store.Id.ToString("N"), AlertSeverity.Problem,
                $"{store.StoreName} needs to be connected again",
                $"{store.Problem ?? "Its authorisation has ended."} Until then none of its orders are read and no tracking number is sent. Nothing is lost: what was missed is read afterwards.",
                $"health?store={store.Id}",
                new Dictionary<string, object> { ["store"] = store.Id, ["marketplace"] = store.Marketplace })),
        ];
    }
}
