using Marketplace.Core.Connections;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Insights.Health;

/// <summary>How well a store is.</summary>
public enum HealthLevel
{
    /// <summary>All rules hold.</summary>
    Green,

    /// <summary>It works, but something needs a look.</summary>
    Yellow,

    /// <summary>It does not work.</summary>
    Red,
}

/// <summary>What is known of a store's health. Times are UTC.</summary>
public sealed record HealthFacts
{
    /// <summary>The store.</summary>
    public required StoreView Store { get; init; }

    /// <summary>Scopes that the seller was asked for; empty where the marketplace has none.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>What is left of the day's calls; empty where the marketplace keeps no such count.</summary>
    public IReadOnlyList<CallQuota> Quotas { get; init; } = [];

    /// <summary>When the marketplace said so.</summary>
    public DateTimeOffset? QuotasAt { get; init; }

    /// <summary>When the last order came in; null before the first.</summary>
    public DateTimeOffset? LastOrderAt { get; init; }

    /// <summary>Everything that changed before this is here; null before the first reading.</summary>
    public DateTimeOffset? ReadUntil { get; init; }

    /// <summary>Time between two readings of orders by themselves.</summary>
    public required TimeSpan OrdersEvery { get; init; }

    /// <summary>The seller has paused them.</summary>
    public bool OrdersPaused { get; init; }

    /// <summary>Calls of the last hour, on this instance.</summary>
    public int Calls { get; init; }

    /// <summary>Share of them that failed, 0 to 1.</summary>
    public double ErrorRate { get; init; }

    /// <summary>How many met a limit.</summary>
    public int Throttled { get; init; }

    /// <summary>Calls pause because too many failed in a row.</summary>
    public bool CircuitIsOpen { get; init; }

    /// <summary>What its calls wait for.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>Work that was given up.</summary>
    public int GivenUp { get; init; }

    /// <summary>Orders that could not be imported.</summary>
    public int SetAside { get; init; }

    /// <summary>What reading after a reconnection brought, for a day; plain words.</summary>
    public string? Recovered { get; init; }
}

/// <summary>A rule that does not hold.</summary>
/// <param name="Level">What it makes of the store.</param>
/// <param name="Words">What is the case, in plain words.</param>
public sealed record HealthFinding(HealthLevel Level, string Words);

/// <summary>A store with what the rules make of it.</summary>
/// <param name="Facts">What is known.</param>
/// <param name="Findings">Rules that do not hold, the worst first.</param>
public sealed record StoreHealth(HealthFacts Facts, IReadOnlyList<HealthFinding> Findings)
{
    /// <summary>The worst of the findings; green without any.</summary>
    public HealthLevel Level => Findings.Count == 0 ? HealthLevel.Green : Findings.Max(f => f.Level);
}
