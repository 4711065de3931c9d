using Marketplace.Core.Alerts.Errors;
using Marketplace.Core.Common;
using Marketplace.Core.Platforms;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Work;

/// <summary>Does one claimed item: keeps its lease alive, and settles it by what the handler says or throws.</summary>
internal sealed class WorkTurn(WorkClaims claims, WorkOptions options, ErrorLog errors, TimeProvider time, ILogger logger)
{
    private TimeSpan Lease => TimeSpan.FromSeconds(options.LeaseSeconds);

    /// <summary>Runs the handler and settles the item. Only a stop of the process is thrown.</summary>
    public async Task RunAsync(WorkItem item, IWorkHandler handler, CancellationToken stopping)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var ended = new CancellationTokenSource();
        using var span = Telemetry.Source.StartActivity($"work {item.Kind}");
        span?.SetTag("marketplace.connection", item.ConnectionId).SetTag("marketplace.attempt", item.Attempts);
        using var scope = logger.BeginScope("work {Kind} {Id} of store {ConnectionId}", item.Kind, item.Id, item.ConnectionId);
        var renewing = KeepLeaseAsync(item, held, ended.Token);
        try
        {
            var outcome = await handler.HandleAsync(item, held.Token);
            await SettleAsync(item, outcome);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await claims.PostponeAsync(item, time.GetUtcNow(), item.Attempts - 1, item.Problem, item.Failure, CancellationToken.None);
            throw;
        }
        catch (OperationCanceledException) when (held.IsCancellationRequested)
        {
            logger.LogWarning("Another worker took over {Kind} {Id} of store {ConnectionId}", item.Kind, item.Id, item.ConnectionId);
        }
        catch (Exception exception)
        {
            await SettleFailureAsync(item, exception);
        }
        finally
        {
            await ended.CancelAsync();
            await renewing;
        }
    }

    // Settling is not cut short by a stop: what was done must be noted.
    private Task SettleAsync(WorkItem item, WorkOutcome outcome) =>
        outcome.Again is { } delay
            ? claims.PostponeAsync(item, time.GetUtcNow() + delay, 0, null, WorkFailure.None, CancellationToken.None)
            : claims.FinishAsync(item, CancellationToken.None);

    private async Task SettleFailureAsync(WorkItem item, Exception exception)
    {
        switch (exception)
        {
            case ThrottledException throttled:
                logger.LogInformation("{Kind} of store {ConnectionId} waits for the marketplace until {RetryAt:u}", item.Kind, item.ConnectionId, throttled.RetryAt);
                var retryAt = throttled.RetryAt > time.GetUtcNow() ? throttled.RetryAt : time.GetUtcNow() + Backoff(1);
                await claims.PostponeAsync(item, retryAt, item.Attempts - 1, exception.Message, WorkFailure.Throttled, CancellationToken.None);
                break;
            case RejectedException:
                await BuryAsync(item, exception, exception.Message, WorkFailure.Rejected);
                break;
            case NeedsReauthorizationException:
                await BuryAsync(item, exception, exception.Message, WorkFailure.NeedsReauthorization);
                break;
            case TransientException:
                await RetryAsync(item, exception, exception.Message, WorkFailure.Transient);
                break;
            default:
                logger.LogError(exception, "{Kind} {Id} of store {ConnectionId} failed unexpectedly", item.Kind, item.Id, item.ConnectionId);
                errors.Unexpected(item.SellerId, item.ConnectionId, item.Kind, exception, item.Id.ToString());
                await RetryAsync(item, exception, "Something went wrong in this application; the log has the details. It is tried again by itself.", WorkFailure.Unexpected);
                break;
        }
    }

    private async Task RetryAsync(WorkItem item, Exception exception, string problem, WorkFailure failure)
    {
        if (item.Attempts >= options.MaxAttempts)
        {
            await BuryAsync(item, exception, problem, failure);
            return;
        }

        var pause = Backoff(item.Attempts);
        logger.LogWarning("{Kind} {Id} of store {ConnectionId} failed at try {Attempt}, next in {Pause}: {Problem}", item.Kind, item.Id, item.ConnectionId, item.Attempts, pause, exception.Message);
        await claims.PostponeAsync(item, time.GetUtcNow() + pause, item.Attempts, problem, failure, CancellationToken.None);
    }

    private async Task BuryAsync(WorkItem item, Exception exception, string problem, WorkFailure failure)
    {
        logger.LogWarning("{Kind} {Id} of store {ConnectionId} was given up after {Attempt} tries: {Problem}", item.Kind, item.Id, item.ConnectionId, item.Attempts, exception.Message);
        await claims.BuryAsync(item, problem, failure, CancellationToken.None);
    }

    // A fifth more or less, so that work which failed together does not come back together.
    private TimeSpan Backoff(int attempt)
    {
        var seconds = Math.Min(options.MaxBackoffSeconds, options.BackoffSeconds * Math.Pow(2, Math.Min(attempt - 1, 30)));
        return TimeSpan.FromSeconds(seconds * (0.8 + (0.4 * Random.Shared.NextDouble())));
    }

    private async Task KeepLeaseAsync(WorkItem item, CancellationTokenSource held, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(Lease / 3, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                if (!await claims.RenewAsync(item, Lease, ended))
                {
                    await held.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The turn is over.
        }
        catch (Exception exception)
        {
            // Without renewal the lease may lapse under the handler, so it must stop before another worker starts.
            logger.LogError(exception, "The lease on {Kind} {Id} could not be renewed", item.Kind, item.Id);
            await held.CancelAsync();
        }
    }
}
