using System.Globalization;
using Marketplace.Core.Alerts;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Sync.Watch;

/// <summary>The orders of a store that is connected, and whose reading nobody has paused, have not been read for three of its intervals.</summary>
internal sealed class SyncSilentRule(SyncPlans plans) : IAlertRule
{
    /// <summary>Intervals after which a store counts as silent.</summary>
    public const int Intervals = 3;

    // A reading takes its time, and a restart too.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    public string Kind => AlertKinds.SyncSilent;

    public async Task<IReadOnlyList<AlertNotice>> FindAsync(MarketplaceDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stores = await (
            from store in db.Connections.AsNoTracking()
            join plan in db.SyncPlans.AsNoTracking() on store.Id equals plan.ConnectionId
            where store.State == ConnectionState.Connected && plan.Job == SyncJob.Orders && !plan.Paused
            select new
            {
                store,
                plan,
                ReadUntil = db.SyncCursors.Where(c => c.ConnectionId == store.Id && c.Job == SyncJob.Orders).Select(c => (DateTimeOffset?)c.ReadUntil).FirstOrDefault(),
                Why = db.SyncRuns.Where(r => r.ConnectionId == store.Id && r.Job == SyncJob.Orders).OrderByDescending(r => r.StartedAt).Select(r => r.Message).FirstOrDefault(),
            }).ToListAsync(cancellationToken);
        return
        [
            .. from s in stores
               let since = s.ReadUntil ?? s.store.ConnectedAt
               where now - since > (Intervals * plans.Every(s.plan)) + Grace
               select new AlertNotice(
                   Kind, s.store.Id.ToString("N"), AlertSeverity.Problem,
                   $"Orders of {s.store.StoreName} have not been read since {since.ToString("d MMMM HH:mm", CultureInfo.InvariantCulture)} UTC",
                   $"{s.Why ?? "No run has ended."} New orders are not seen and stock is not lowered elsewhere until they are read. Test the connection, or run the job now.",
                   $"health?store={s.store.Id}",
                   new Dictionary<string, object> { ["store"] = s.store.Id, ["marketplace"] = s.store.Marketplace, ["readUntil"] = since }),
        ];
    }
}
