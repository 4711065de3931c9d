using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Marketplace.Core.Common;

/// <summary>The names under which the application is measured and traced; who wants to see it listens to these.</summary>
public static class Telemetry
{
    /// <summary>Name of the meter and of the source of traces.</summary>
    public const string Name = "Marketplace";

    /// <summary>Makes the instruments.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>Makes the spans: a piece of work, its calls to a marketplace, its transactions.</summary>
    public static ActivitySource Source { get; } = new(Name);
}
