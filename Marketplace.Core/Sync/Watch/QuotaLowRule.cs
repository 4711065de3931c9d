using System.Globalization;
using Marketplace.Core.Alerts;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Sync.Watch;

/// <summary>Less than a tenth of a daily quota is left, as the marketplace counted it at the last look, and the day is not over.</summary>
internal sealed class QuotaLowRule : IAlertRule
{
    /// <summary>Share of a quota below which it counts as near its end.</summary>
    public const double Share = 0.1;

    public string Kind => AlertKinds.QuotaLow;

    public async Task<IReadOnlyList<AlertNotice>> FindAsync(MarketplaceDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stores = await db.Connections.AsNoTracking().Where(c => c.State == ConnectionState.Connected && c.Quotas != null).ToListAsync(cancellationToken);
        return
        [
            .. from store in stores
               let low = QuotaBook.Read(store.Quotas).Where(q => q.Limit > 0 && q.Remaining < q.Limit * Share && (q.ResetsAt is null || q.ResetsAt > now)).ToList()
               where low.Count > 0
               let worst = low.MinBy(q => (double)q.Remaining / q.Limit)!
               select new AlertNotice(
                   Kind, store.Id.ToString("N"), AlertSeverity.Warning,
                   string.Create(CultureInfo.InvariantCulture, $"{store.StoreName} has {worst.Remaining:N0} of {worst.Limit:N0} calls left today"),
                   $"The quota of {worst.Name} is near its end{(worst.ResetsAt is { } at ? $" and begins anew at {at.ToString("HH:mm", CultureInfo.InvariantCulture)} UTC" : "")}. What is left is divided over the rest of the day, so jobs are slower; what you do by hand goes first.",
                   $"health?store={store.Id}",
                   new Dictionary<string, object> { ["store"] = store.Id, ["quota"] = worst.Name, ["remaining"] = worst.Remaining, ["limit"] = worst.Limit }),
        ];
    }
}
