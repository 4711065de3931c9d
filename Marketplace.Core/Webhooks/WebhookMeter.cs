using System.Diagnostics;
using System.Diagnostics.Metrics;
using Marketplace.Core.Common;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Webhooks;

/// <summary>Measures the inbox.</summary>
internal static class WebhookMeter
{
    private static readonly Histogram<double> Answered = Telemetry.Meter.CreateHistogram<double>(
        "marketplace.webhook.duration", "s", "Time from the last byte of a delivery to its answer.");

    private static readonly Counter<long> Refusals = Telemetry.Meter.CreateCounter<long>("marketplace.webhook.refused", "{delivery}", "Deliveries that were not believed.");

    /// <summary>Measures until it is disposed.</summary>
    public static Running Measure(string marketplace) => new(marketplace);

    /// <summary>Counts one that was not believed.</summary>
    public static void Refused(MarketplaceKey marketplace) => Refusals.Add(1, new KeyValuePair<string, object?>("marketplace", marketplace.Value));

    /// <summary>A delivery under way.</summary>
    internal sealed class Running(string marketplace) : IDisposable
    {
        private readonly long started = Stopwatch.GetTimestamp();

        /// <summary>What became of it.</summary>
        public string Outcome { get; set; } = "refused";

        /// <inheritdoc />
        public void Dispose() => Answered.Record(
            Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("marketplace", marketplace), new KeyValuePair<string, object?>("outcome", Outcome));
    }
}
