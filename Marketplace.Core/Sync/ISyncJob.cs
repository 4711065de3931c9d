using Marketplace.Core.Common;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Sync;

/// <summary>What a run of one job does on one store.</summary>
internal interface ISyncJob
{
    /// <summary>The job.</summary>
    SyncJob Job { get; }

    /// <summary>Does it. What is committed stays when it ends early; the next run goes on from there.</summary>
    Task RunAsync(SyncTask task, CancellationToken cancellationToken);
}

/// <summary>A run under way.</summary>
/// <param name="Store">The store, for the rooms.</param>
/// <param name="Context">The store, for the marketplace.</param>
/// <param name="Platform">The marketplace.</param>
/// <param name="Progress">Takes the counts.</param>
internal sealed record SyncTask(StoreReference Store, ConnectionContext Context, MarketplacePlatform Platform, SyncProgress Progress);
