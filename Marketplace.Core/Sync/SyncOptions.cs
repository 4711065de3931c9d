using System.ComponentModel.DataAnnotations;

namespace Marketplace.Core.Sync;

/// <summary>Settings under <c>Sync</c>.</summary>
public sealed class SyncOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Sync";

    /// <summary>Minutes by which each reading of orders goes back behind the last; covers marketplaces that show changes late.</summary>
    [Range(1, 1440, ErrorMessage = "Sync:OverlapMinutes must be between 1 and 1440.")]
    public int OverlapMinutes { get; set; } = 10;

    /// <summary>Seconds after an accepted quantity until the marketplace is asked whether it shows it.</summary>
    [Range(0.1, 3600, ErrorMessage = "Sync:VerifyAfterSeconds must be between 0.1 and 3600.")]
    public double VerifyAfterSeconds { get; set; } = 3;

    /// <summary>Seconds that a marketplace may take to show an accepted quantity before it is sent again.</summary>
    [Range(1, 86_400, ErrorMessage = "Sync:PatienceSeconds must be between 1 and 86400.")]
    public double PatienceSeconds { get; set; } = 180;

    /// <summary>Tries of a run that fails in passing, before it is left to the next one on the schedule.</summary>
    [Range(1, 100, ErrorMessage = "Sync:MaxTries must be between 1 and 100.")]
    public int MaxTries { get; set; } = 6;

    /// <summary>Open orders of a store that one run looks at one by one; each costs a call.</summary>
    [Range(1, 10_000, ErrorMessage = "Sync:OrdersPerStatusRun must be between 1 and 10000.")]
    public int OrdersPerStatusRun { get; set; } = 200;

    /// <summary>Finished runs kept per store and job.</summary>
    [Range(10, 100_000, ErrorMessage = "Sync:KeptRuns must be between 10 and 100000.")]
    public int KeptRuns { get; set; } = 200;
}
