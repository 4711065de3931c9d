using Marketplace.Core.Alerts.Errors;
using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Http;
using Marketplace.Core.Work;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Sync;

/// <summary>
/// Runs one job on the store of a piece of work. Its lane holds one piece at a time, so a run that is found under way belongs to
/// a process that died, and is taken up again.
/// </summary>
internal sealed class RunSyncHandler(
    ISyncJob job,
    SyncRuns runs,
    SyncStops stops,
    IConnectionContexts contexts,
    PlatformCatalog catalog,
    MarketplaceDb database,
    ChangeFeed changes,
    ErrorLog errors,
    IOptions<SyncOptions> options,
    TimeProvider time,
    ILogger<RunSyncHandler> logger) : IWorkHandler
{
    public string Kind => SyncWork.Run(job.Job);

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (await runs.TakeAsync(item.SellerId, item.ConnectionId, job.Job, cancellationToken) is not { } run)
        {
            return WorkOutcome.Done;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stops.Add(run.Id, stop);
        using var tally = new CallTally();
        var progress = new SyncProgress(run, tally, database, changes, time);
        Task EndAsync(SyncRunState state, string? message)
        {
            progress.NoteCalls();
            return runs.EndAsync(run, state, message);
        }

        Task RequeueAsync(string message)
        {
            progress.NoteCalls();
            return runs.RequeueAsync(run, message);
        }

        try
        {
            await RunAsync(item, progress, stop.Token);
            await progress.SaveAsync(cancellationToken);
            var state = progress.Problem is not null ? SyncRunState.Failed : progress.Failed > 0 ? SyncRunState.Partial : SyncRunState.Succeeded;
            await EndAsync(state, progress.Problem ?? SetAside(progress.Failed) ?? Recovered(run));
            await runs.AfterSuccessAsync(run, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await RequeueAsync("The application stopped during this run; it goes on with the next start.");
            throw;
        }
        catch (OperationCanceledException)
        {
            await EndAsync(SyncRunState.Stopped, "Stopped on request. What was read so far is kept.");
        }
        catch (ThrottledException exception)
        {
            await RequeueAsync($"{exception.Message} It goes on at {exception.RetryAt:HH:mm:ss} UTC.");
            throw;
        }
        catch (TransientException exception) when (item.Attempts < options.Value.MaxTries)
        {
            await RequeueAsync($"{exception.Message} It is tried again by itself.");
            throw;
        }
        catch (PlatformException exception)
        {
            await EndAsync(SyncRunState.Failed, exception.Message);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "{Job} of store {ConnectionId} failed", job.Job, item.ConnectionId);
            errors.Unexpected(item.SellerId, item.ConnectionId, Kind, exception, run.Id.ToString());
            await EndAsync(SyncRunState.Failed, "Something went wrong in this application; the log has the details. The next run goes on from the same place.");
        }
        finally
        {
            stops.Remove(run.Id);
        }

        return WorkOutcome.Done;
    }

    private async Task RunAsync(WorkItem item, SyncProgress progress, CancellationToken cancellationToken)
    {
        var context = await contexts.OpenAsync(item.ConnectionId, CallPriority.Job, cancellationToken);
        var platform = catalog.Get(context.Marketplace);
        var store = new StoreReference(item.SellerId, item.ConnectionId, platform.Key.Value, platform.Descriptor.Name);
        await job.RunAsync(new SyncTask(store, context, platform, progress), cancellationToken);
    }

    // After a pause the seller wants to know that nothing was lost.
    private static string? Recovered(SyncRun run) => run is not { Job: SyncJob.Orders, Trigger: SyncWork.Reconnected } ? null : run.Created switch
    {
        0 => "No orders were missed while the store was not connected.",
        1 => "One missed order recovered.",
        _ => $"{run.Created} missed orders recovered.",
    };

    private static string? SetAside(int count) => count switch
    {
        0 => null,
        1 => "One item could not be used and was set aside with its reason.",
        _ => $"{count} items could not be used and were set aside with their reasons.",
    };
}
