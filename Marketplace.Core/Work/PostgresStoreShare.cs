using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Marketplace.Core.Work;

/// <summary>
/// Divides the stores among the instances that share a PostgreSQL server. A store belongs to whoever holds its advisory lock, and
/// the locks of an instance hang on one session: when the instance dies the server lets go of them, and the others take over. Each
/// takes an equal part; what it has above that it hands on.
/// </summary>
internal sealed class PostgresStoreShare(
    MarketplaceDb database, IOptions<DatabaseOptions> options, WorkBell bell, WorkSignal signal, TimeProvider time, ILogger<PostgresStoreShare> logger)
    : BackgroundService, IStoreShare
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly HeldStores held = new();
    private readonly WorkClaims claims = new(database, time);
    private volatile HashSet<Guid> stores = [];

    /// <inheritdoc />
    public IReadOnlySet<Guid> Held => held.Open;

    /// <inheritdoc />
    public bool Holds(Guid connectionId) => held.Open.Contains(connectionId);

    /// <inheritdoc />
    public StoreStay? Enter(Guid connectionId) => held.Enter(connectionId) ?? (stores.Contains(connectionId) ? null : StoreStay.Unlimited);

    /// <summary>Lets go of all stores and tells the others. The workers were registered after this service and have stopped before.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await held.LoseAllAsync();
        await bell.RingNowAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await HoldAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
            {
                logger.LogError(exception, "The session that holds this instance's stores broke; their work stops here until it is back");
                await held.LoseAllAsync();
                await Task.Delay(Look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task HoldAsync(CancellationToken stopping)
    {
        await using var session = await StoreLockSession.OpenAsync(options.Value.ConnectionString, bell.Instance, signal.WakeHere, stopping);
        using var rings = signal.OnWoken(bell.Ring);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var ringing = bell.RunAsync(ended.Token);
        try
        {
            while (true)
            {
                await DivideAsync(session, stopping);
                await session.WaitAsync(Look, stopping);
            }
        }
        finally
        {
            await ended.CancelAsync();
            await ringing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DivideAsync(StoreLockSession session, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var all = await db.Connections.IgnoreQueryFilters().Select(c => c.Id).ToListAsync(cancellationToken);
        stores = [.. all];
        var (instances, taken) = await session.ReadAsync(cancellationToken);
        var fair = (all.Count + instances - 1) / instances;
        held.LetGo(held.Open.Count - fair, Patience);
        await HandOnAsync(session, cancellationToken);

        var gained = new List<Guid>();
        foreach (var store in all.Where(id => !taken.Has(id)))
        {
            if (held.Open.Count + gained.Count < fair && await session.TryLockAsync(store, cancellationToken))
            {
                gained.Add(store);
            }
        }

        if (gained.Count > 0)
        {
            await BeginAsync(gained, cancellationToken);
        }
    }

    private async Task HandOnAsync(StoreLockSession session, CancellationToken cancellationToken)
    {
        var left = held.TakeLeft();
        foreach (var store in left)
        {
            await session.UnlockAsync(store, cancellationToken);
        }

        if (left.Count > 0)
        {
            logger.LogInformation("Handed on {Count} stores to other instances, {Held} stay", left.Count, held.Open.Count);
            bell.Ring();
        }
    }

    // Whoever held a store before has let go of it or is dead, so what it had claimed there need not wait for the end of its lease.
    private async Task BeginAsync(List<Guid> gained, CancellationToken cancellationToken)
    {
        await claims.FreeAsync(gained, cancellationToken);
        foreach (var store in gained)
        {
            held.Add(store);
        }

        logger.LogInformation("This instance works on {Count} more stores now, on {Held} in all", gained.Count, held.Open.Count);
        signal.WakeHere();
    }
}
