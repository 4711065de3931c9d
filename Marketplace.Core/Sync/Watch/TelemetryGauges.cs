using System.Diagnostics.Metrics;
using Marketplace.Core.Common;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms.Http;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Sync.Watch;

/// <summary>Reads now and then what is measured by looking: how much work waits and for how long, and how far behind reading orders is.</summary>
internal sealed class TelemetryGauges : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly MarketplaceDb database;
    private readonly TimeProvider time;
    private readonly ILogger<TelemetryGauges> logger;
    private readonly ObservableGauge<long> depth;
    private volatile IReadOnlyList<Measurement<long>> depths = [];
    private volatile IReadOnlyList<Measurement<double>> ages = [];
    private volatile IReadOnlyList<Measurement<double>> lags = [];

    public TelemetryGauges(MarketplaceDb database, PlatformPipelines pipelines, TimeProvider time, ILogger<TelemetryGauges> logger)
    {
        (this.database, this.time, this.logger) = (database, time, logger);
        depth = Telemetry.Meter.CreateObservableGauge("marketplace.work.depth", () => depths, "{item}", "Durable work by kind and state.");
        Telemetry.Meter.CreateObservableGauge("marketplace.work.age", () => ages, "s", "Time for which the oldest due work of a kind has waited.");
        Telemetry.Meter.CreateObservableGauge("marketplace.sync.lag", () => lags, "s", "How far behind the reading of orders is, the worst store of each marketplace.");
        Telemetry.Meter.CreateObservableGauge("marketplace.circuits.open", () => pipelines.OpenCount, "{store}", "Stores whose calls pause because too many failed.");
    }

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = database.OpenForMachine();
        var work = await db.WorkItems.IgnoreQueryFilters().GroupBy(w => new { w.Kind, w.State })
            .Select(g => new { g.Key.Kind, g.Key.State, Count = g.LongCount(), Due = g.Min(w => w.DueAt) }).ToListAsync(cancellationToken);
        depths = [.. work.Select(w => new Measurement<long>(w.Count, new("kind", w.Kind), new("state", w.State.ToString())))];
        ages = [.. work.Where(w => w.State == WorkState.Open).Select(w => new Measurement<double>(Math.Max(0, (now - w.Due).TotalSeconds), new KeyValuePair<string, object?>("kind", w.Kind)))];
        var behind = await db.SyncCursors.IgnoreQueryFilters().Where(c => c.Job == SyncJob.Orders)
            .Join(db.Connections.IgnoreQueryFilters().Where(c => c.State == ConnectionState.Connected), c => c.ConnectionId, c => c.Id, (cursor, store) => new { store.Marketplace, cursor.ReadUntil })
            .GroupBy(c => c.Marketplace).Select(g => new { g.Key, Oldest = g.Min(c => c.ReadUntil) }).ToListAsync(cancellationToken);
        lags = [.. behind.Select(b => new Measurement<double>((now - b.Oldest).TotalSeconds, new KeyValuePair<string, object?>("marketplace", b.Key)))];
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                // Nobody who listens, nothing to look for.
                if (depth.Enabled)
                {
                    await LookAsync(stoppingToken);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogWarning(exception, "The measures of waiting work could not be read; the next look is in {Interval}", Interval);
            }
        }
    }
}
