using Marketplace.Core.Platforms.Http;

namespace Marketplace.Core.Sync;

/// <summary>What this instance knows of a store's calls.</summary>
/// <param name="Calls">Calls of the last hour.</param>
/// <param name="ErrorRate">Share of them that failed, 0 to 1.</param>
/// <param name="Throttled">How many met a limit.</param>
/// <param name="CircuitIsOpen">Calls pause because too many failed in a row.</param>
/// <param name="WaitsFor">Operation that waits for a limit; null when none does.</param>
public sealed record StoreTraffic(int Calls, double ErrorRate, int Throttled, bool CircuitIsOpen, string? WaitsFor);

/// <summary>Reads how calls of stores go. What another instance calls is known there alone.</summary>
public sealed class StoreCalls(CallMeter meter, PlatformPipelines pipelines, OperationLimiter limiter)
{
    /// <summary>A store's calls.</summary>
    public StoreTraffic Of(Guid connectionId)
    {
        var figures = meter.Of(connectionId);
        return new StoreTraffic(figures.Calls, figures.ErrorRate, figures.Throttled, pipelines.IsOpen(connectionId), limiter.WaitingOf(connectionId)?.Operation);
    }
}
