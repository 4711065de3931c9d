using Marketplace.Core.Sync;

namespace Marketplace.Core.Insights;

/// <summary>A run of a job as screens show it. Times are UTC.</summary>
/// <param name="Id">Our id.</param>
/// <param name="ConnectionId">The store.</param>
/// <param name="Marketplace">Marketplace key.</param>
/// <param name="Job">Which job.</param>
/// <param name="Trigger">Who started it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StartedAt">Start.</param>
/// <param name="FinishedAt">End; null while it runs.</param>
/// <param name="Expected">Items to expect, where the marketplace says so.</param>
/// <param name="Fetched">Items fetched.</param>
/// <param name="Created">Items that were new.</param>
/// <param name="Updated">Items that had changed.</param>
/// <param name="Failed">Items that were set aside.</param>
/// <param name="Calls">Calls to the marketplace, each try counted.</param>
/// <param name="FailedCalls">Of these, those in which the marketplace or the network failed.</param>
/// <param name="WaitedMs">Milliseconds spent waiting for the marketplace's limits.</param>
/// <param name="Message">What it waits for, or why it ended as it did.</param>
public sealed record RunView(
    Guid Id, Guid ConnectionId, string Marketplace, SyncJob Job, string Trigger, SyncRunState State, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt,
    int? Expected, int Fetched, int Created, int Updated, int Failed, int Calls, int FailedCalls, long WaitedMs, string? Message)
{
    /// <summary>Share that is done, 0 to 100; null where the marketplace does not say how much there is.</summary>
    public double? Percent => Expected is > 0 and var expected ? Math.Min(100, 100.0 * Fetched / expected) : null;

    /// <summary>Whether it ended before it was through; what it read until then is kept.</summary>
    public bool IsIncomplete => State is SyncRunState.Failed or SyncRunState.Stopped or SyncRunState.Partial;

    internal static IQueryable<RunView> Of(IQueryable<SyncRun> runs) => runs.Select(r => new RunView(
        r.Id, r.ConnectionId, r.Marketplace, r.Job, r.Trigger, r.State, r.StartedAt, r.FinishedAt, r.Expected, r.Fetched, r.Created, r.Updated, r.Failed, r.Calls, r.FailedCalls, r.WaitedMs, r.Message));
}
