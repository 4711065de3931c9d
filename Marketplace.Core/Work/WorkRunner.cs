using System.Collections.Concurrent;
using Marketplace.Core.Alerts.Errors;
using Marketplace.Core.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Work;

/// <summary>
/// Does durable work in the background: woken by <see cref="WorkSignal"/>, with polling as the backstop. Lanes run side by side,
/// so that a slow or throttled store delays no other.
/// </summary>
public sealed class WorkRunner : BackgroundService
{
    private readonly Dictionary<string, IWorkHandler> handlers;
    private readonly ConcurrentDictionary<WorkLane, Task> lanes = new();
    private readonly WorkClaims claims;
    private readonly WorkTurn turn;
    private readonly WorkOptions options;
    private readonly WorkSignal signal;
    private readonly IStoreShare share;
    private readonly TimeProvider time;
    private readonly ILogger<WorkRunner> logger;

    /// <summary>Makes the runner; two handlers of one kind are a fault of the registration.</summary>
    public WorkRunner(
        MarketplaceDb database, IEnumerable<IWorkHandler> handlers, WorkSignal signal, IStoreShare share, IOptions<WorkOptions> options, ErrorLog errors, TimeProvider time, ILogger<WorkRunner> logger)
    {
        this.handlers = handlers.ToDictionary(h => h.Kind);
        this.options = options.Value;
        this.signal = signal;
        this.share = share;
        this.time = time;
        this.logger = logger;
        claims = new WorkClaims(database, time);
        turn = new WorkTurn(claims, options.Value, errors, time, logger);
    }

    /// <summary>Does everything that is due now, and what comes due through it; for tests and tools that want no background service.</summary>
    public async Task RunDueAsync(CancellationToken cancellationToken)
    {
        while (await StartLanesAsync(cancellationToken) > 0)
        {
            await Task.WhenAll(lanes.Values);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ForgetEarlierClaimsAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                await signal.WaitAsync(await LookForWorkAsync(stoppingToken), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops.
        }

        await Task.WhenAll(lanes.Values);
    }

    // A process that is alone with its database need not wait for the leases of the one before it.
    private async Task ForgetEarlierClaimsAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (share.Held is null)
            {
                await claims.FreeAsync(null, stoppingToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "The claims of an earlier process could not be freed; they lapse within {Seconds} s", options.LeaseSeconds);
        }
    }

    // Returns how long to wait for the next look. A failing database must not end the service.
    private async Task<TimeSpan> LookForWorkAsync(CancellationToken stoppingToken)
    {
        var poll = TimeSpan.FromSeconds(options.PollSeconds);
        try
        {
            await StartLanesAsync(stoppingToken);
            var untilNext = await claims.NextDueAsync(share.Held, stoppingToken) - time.GetUtcNow();
            return untilNext < TimeSpan.Zero ? TimeSpan.Zero : untilNext < poll ? untilNext.Value : poll;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "Looking for durable work failed; next look in {Pause}", poll);
            return poll;
        }
    }

    private async Task<int> StartLanesAsync(CancellationToken stopping)
    {
        var started = 0;
        foreach (var lane in await claims.ReadyLanesAsync(handlers.Keys, share.Held, stopping))
        {
            if (lanes.Count >= options.MaxLanes)
            {
                break;
            }

            if (!lanes.ContainsKey(lane))
            {
                // The lane must be noted before it can end and strike itself out.
                var noted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                lanes[lane] = WorkLaneAsync(lane, noted.Task, stopping);
                noted.SetResult();
                started++;
            }
        }

        return started;
    }

    // New for each claim, so that a turn whose lease lapsed cannot settle what this same process has claimed anew.
    private static string NewOwner() => $"{Environment.ProcessId}/{Guid.NewGuid():N}";

    private async Task WorkLaneAsync(WorkLane lane, Task noted, CancellationToken stopping)
    {
        await noted;
        try
        {
            while (!stopping.IsCancellationRequested && share.Enter(lane.ConnectionId) is { } stay)
            {
                using (stay)
                {
                    if (!await TakeTurnAsync(lane, stay.Ended, stopping))
                    {
                        break;
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops, or the store goes to another instance; the item was given back.
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "The lane {Kind} of store {ConnectionId} broke off; its work is claimed anew", lane.Kind, lane.ConnectionId);
        }

        lanes.TryRemove(lane, out _);

        // Work that came after the last claim was not given a lane of its own, because this one was still there.
        signal.WakeHere();
    }

    // False when the lane has nothing to do.
    private async Task<bool> TakeTurnAsync(WorkLane lane, CancellationToken lost, CancellationToken stopping)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(lost, stopping);
        if (await claims.ClaimAsync(lane, NewOwner(), TimeSpan.FromSeconds(options.LeaseSeconds), ends.Token) is not { } item)
        {
            return false;
        }

        await turn.RunAsync(item, handlers[lane.Kind], ends.Token);
        return true;
    }
}
