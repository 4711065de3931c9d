using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Webhooks;

/// <summary>
/// Sees to it that connected stores stay subscribed: asks for those without subscriptions every quarter of an hour, checks the others
/// now and then, and all of them after a start, when a setting may have changed. Also drops what the log need not keep any more.
/// </summary>
internal sealed class SubscriptionKeeper(
    MarketplaceDb database, PlatformCatalog catalog, WorkQueue queue, WorkSignal signal, IOptions<WebhooksOptions> options, TimeProvider time, ILogger<SubscriptionKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RefusedKept = TimeSpan.FromDays(1);

    /// <summary>Asks for the subscriptions of stores whose time has come.</summary>
    /// <returns>How many.</returns>
    public async Task<int> AskDueAsync(bool all, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var retryBefore = now.AddMinutes(-options.Value.RetryMinutes);
        var checkBefore = now.AddMinutes(-options.Value.CheckMinutes);
        var able = catalog.All.Where(p => p.Subscriptions is not null).Select(p => p.Key.Value).ToList();
        await using var db = database.OpenForMachine();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var due = await db.Connections.IgnoreQueryFilters()
            .Where(c => c.State == ConnectionState.Connected && able.Contains(c.Marketplace))
            .Where(c => all || c.SubscribedAt == null || c.SubscribedAt < checkBefore || (c.Notifications != NotificationState.Subscribed && c.SubscribedAt < retryBefore))
            .Select(c => new { c.Id, c.SellerId })
            .ToListAsync(cancellationToken);
        foreach (var store in due)
        {
            await queue.EnqueueAsync(db, store.SellerId, store.Id, WorkKinds.Subscribe, "", WorkKinds.SubscribeKey(store.Id), priority: 150, cancellationToken: cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
        return due.Count;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var isFirst = true;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await AskDueAsync(isFirst, stoppingToken);
                isFirst = false;
                await ForgetAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogError(exception, "Looking after the stores' subscriptions failed; the next look is in {Interval}", Interval);
            }
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var kept = time.GetUtcNow().AddDays(-options.Value.KeptDays);
        var refusedKept = time.GetUtcNow() - RefusedKept;
        await using var db = database.OpenForMachine();
        await db.WebhookDeliveries
            .Where(d => d.ReceivedAt < kept || (d.State == WebhookDeliveryState.Refused && d.ReceivedAt < refusedKept))
            .ExecuteDeleteAsync(cancellationToken);
    }
}
