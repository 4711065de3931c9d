using System.Globalization;

namespace Marketplace.Core.Platforms.Ebay.Api;

/// <summary>Reads what eBay's links say, without ever calling the host in them.</summary>
internal static class EbayLinks
{
    /// <summary>The offset that a <c>next</c> link names; null when there is no further page.</summary>
    public static int? OffsetOf(string? link)
    {
        var mark = link?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        var offset = mark < 0 ? null : link![(mark + 1)..].Split('&').FirstOrDefault(part => part.StartsWith("offset=", StringComparison.Ordinal));
        return offset is not null && int.TryParse(offset.AsSpan("offset=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
