using System.ComponentModel.DataAnnotations;

namespace Marketplace.Core.Platforms.Http;

/// <summary>Settings under <c>Platforms:Http</c>, shared by all marketplaces.</summary>
public sealed class PlatformHttpOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Platforms:Http";

    /// <summary>Sends every call to this address instead of the real hosts, which are then named in <c>X-Original-Host</c>.</summary>
    public Uri? RedirectTo { get; set; }

    /// <summary>Multiplies every published rate and burst; above 1 only against a sandbox that allows the same.</summary>
    [Range(0.1, 100_000)]
    public double RateFactor { get; set; } = 1;

    /// <summary>Seconds until a single try is given up.</summary>
    [Range(1, 600)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Retries after the first try, for failures that pass.</summary>
    [Range(0, 10)]
    public int MaxRetries { get; set; } = 4;

    /// <summary>Milliseconds before the first retry; doubles with each, with jitter.</summary>
    [Range(1, 60_000)]
    public int RetryDelayMilliseconds { get; set; } = 500;

    /// <summary>Longest wait, in seconds, that a retry spends in place; a longer wait is handed to the caller as a time.</summary>
    [Range(1, 600)]
    public int LongestInlineWaitSeconds { get; set; } = 20;
}
