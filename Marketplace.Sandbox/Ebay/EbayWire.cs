using System.Globalization;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay;

/// <summary>How eBay writes amounts, times and links.</summary>
internal static class EbayWire
{
    /// <summary>An amount in the style of the real answers: "4085.0", "70.33".</summary>
    public static EbayAmount Amount(long cents, string currency) => new((cents / 100m).ToString("0.0#", CultureInfo.InvariantCulture), currency);

    /// <summary>UTC with milliseconds.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The same time without what eBay does not keep.</summary>
    public static DateTimeOffset ToMilliseconds(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);

    /// <summary>
    /// An absolute link: on eBay's own host, or below the sandbox's path for a client that came in that way and would otherwise
    /// leave for the real eBay.
    /// </summary>
    public static string Link(SandboxCall call, string pathAndQuery)
    {
        var byName = call.Header("X-Original-Host") is not null || string.Equals(call.Header("Host")?.Split(':')[0], call.Host, StringComparison.OrdinalIgnoreCase);
        return byName ? $"https://{call.Host}{pathAndQuery}" : $"{call.Origin}/sandbox/ebay/{call.Host}{pathAndQuery}";
    }
}

/// <summary>An amount on the wire.</summary>
internal sealed record EbayAmount(string Value, string Currency);
