using System.Collections.Concurrent;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Webhooks;

/// <summary>
/// Anybody can send what is refused, so only some of it is stored: what comes beyond is counted by the metrics alone, and neither fills the
/// database nor the log.
/// </summary>
internal sealed class RefusalBrake(TimeProvider time)
{
    /// <summary>Most refused deliveries that are stored a minute, for each marketplace.</summary>
    public const int MostPerMinute = 120;

    private readonly ConcurrentDictionary<MarketplaceKey, (long Minute, int Count)> counts = new();

    /// <summary>Counts one; false when there were enough in this minute.</summary>
    public bool MayStore(MarketplaceKey marketplace)
    {
        var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        return counts.AddOrUpdate(marketplace, _ => (minute, 1), (_, known) => known.Minute == minute ? (minute, known.Count + 1) : (minute, 1)).Count <= MostPerMinute;
    }
}
