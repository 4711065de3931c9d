using Marketplace.Core.Alerts;
using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Sync.Watch;

/// <summary>
/// Looks every few seconds what each seller must know, and keeps the alerts in step with it. Tells the sellers' own systems of stores
/// whose state changed, too. Safe on several instances at once: of two that find the same, the database lets one write.
/// </summary>
internal sealed class AlertWatch(
    MarketplaceDb database, IEnumerable<IAlertRule> rules, AlertBook alerts, StoreStateTeller stores, ChangeFeed changes, WorkSignal signal, TimeProvider time, ILogger<AlertWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Looks once at every seller who has a store.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        foreach (var seller in await db.Connections.IgnoreQueryFilters().Select(c => c.SellerId).Distinct().ToListAsync(cancellationToken))
        {
            if (await WriterRace.RunAsync(() => LookAsync(seller, cancellationToken)))
            {
                signal.Wake();
                changes.Publish(new Change(seller, ChangeTopic.Alerts));
            }
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogError(exception, "Looking for what sellers must know failed; the next look is in {Interval}", Interval);
            }
        }
    }

    private async Task<bool> LookAsync(Guid seller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = database.Open(seller);

        // What holds is found before anything is locked, for mostly there is nothing to write.
        var found = new List<(string Kind, IReadOnlyList<AlertNotice> Notices)>();
        foreach (var rule in rules)
        {
            found.Add((rule.Kind, await rule.FindAsync(db, now, cancellationToken)));
        }

        var kinds = found.Select(f => f.Kind).ToList();
        var open = await db.Alerts.AsNoTracking().Where(a => kinds.Contains(a.Kind) && a.OpenKey != null).Select(a => new { a.OpenKey, a.Title, a.Text, a.Severity }).ToListAsync(cancellationToken);
        var wanted = found.SelectMany(f => f.Notices).Select(n => (n.Key, n.Title, n.Text, n.Severity)).ToHashSet();
        var isSame = wanted.SetEquals(open.Select(o => (o.OpenKey!, o.Title, o.Text, o.Severity)));
        if (isSame && !await StoreStateTeller.IsDueAsync(db, cancellationToken))
        {
            return false;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var changed = await stores.TellAsync(db, cancellationToken);
        foreach (var (kind, notices) in found)
        {
            changed |= await alerts.KeepAsync(db, kind, notices, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return changed;
    }
}
