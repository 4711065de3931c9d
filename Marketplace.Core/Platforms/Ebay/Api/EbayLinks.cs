using System.Globalization;
using Marketplace.Core.Platforms.Http;

namespace Marketplace.Core.Platforms.Ebay.Api;

/// <summary>Reads what eBay's links say, without ever calling the host in them.</summary>
internal static class EbayLinks
{
    /// <summary>The offset that a <c>next</c> link names; null when there is no further page.</summary>
    public static int? OffsetOf(string? link) =>
        int.TryParse(ValueOf(link, "offset"), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A query value of a link, encoded as it stands there; null when the link has none.</summary>
    public static string? ValueOf(string? link, string name)
    {
        var mark = link?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        return mark < 0 ? null : link![(mark + 1)..].Split('&').FirstOrDefault(part => part.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
    }

    /// <summary>The id of what was just made: the last part of <c>Location</c>, whose host may be any.</summary>
    public static string? IdOf(PlatformResponse created) =>
        created.Header("Location") is { Length: > 0 } location ? Uri.UnescapeDataString(location[(location.LastIndexOf('/') + 1)..]) : null;
}
