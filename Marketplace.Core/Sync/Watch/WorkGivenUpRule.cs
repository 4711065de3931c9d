using System.Globalization;
using Marketplace.Core.Alerts;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Sync.Watch;

/// <summary>Work was given up and waits for somebody. What a reconnected store takes up again by itself is told by the store's own alert.</summary>
internal sealed class WorkGivenUpRule : IAlertRule
{
    public string Kind => AlertKinds.WorkGivenUp;

    public async Task<IReadOnlyList<AlertNotice>> FindAsync(MarketplaceDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var dead = await db.WorkItems.Where(w => w.State == WorkState.Dead && w.Failure != WorkFailure.NeedsReauthorization)
            .GroupBy(w => w.ConnectionId)
            .Select(g => new { ConnectionId = g.Key, Count = g.Count(), Problem = g.Max(w => w.Problem) })
            .ToListAsync(cancellationToken);
        var names = await db.Connections.ToDictionaryAsync(c => c.Id, c => c.StoreName, cancellationToken);
        return
        [
            .. dead.Select(d => new AlertNotice(
                Kind, d.ConnectionId.ToString("N"), AlertSeverity.Warning,
                (d.Count == 1 ? "One piece of work was given up" : string.Create(CultureInfo.InvariantCulture, $"{d.Count:N0} pieces of work were given up"))
                    + (names.GetValueOrDefault(d.ConnectionId) is { } name ? $" for {name}" : ""),
                $"{d.Problem ?? "No reason was given."} Put right what it says and try again, or discard it.",
                "activity",
                new Dictionary<string, object> { ["store"] = d.ConnectionId, ["count"] = d.Count })),
        ];
    }
}
