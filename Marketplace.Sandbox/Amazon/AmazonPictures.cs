using System.Globalization;
using System.Net;
using System.Text;
using Marketplace.Sandbox.Hosting;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Amazon;

/// <summary>A drawn picture for each of the sample goods.</summary>
internal static class AmazonPictures
{
    /// <summary>Alias of the picture host.</summary>
    public const string Alias = "img";

    /// <summary>Address of a listing's picture, reachable where the sandbox was reached.</summary>
    public static string LinkOf(AmazonListing listing, string origin) => $"{origin}/sandbox/amazon/{Alias}/images/{Uri.EscapeDataString(listing.Sku)}.svg";

    /// <summary>The picture.</summary>
    public static SandboxReply Draw(SandboxCall call, AmazonStore store)
    {
        var file = call.Path["file"];
        AmazonListing? listing;
        lock (store.Gate)
        {
            listing = file.EndsWith(".svg", StringComparison.Ordinal) ? store.Listing(file[..^4]) : null;
        }

        return listing is null
            ? SandboxReply.Empty(404)
            : new SandboxReply(200, Encoding.UTF8.GetBytes(Svg(listing.Item)), "image/svg+xml").With("Cache-Control", "public, max-age=86400");
    }

    private static string Svg(SampleItem item)
    {
        var initials = WebUtility.HtmlEncode(string.Concat(item.Title.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => char.IsLetter(w[0])).TakeLast(2).Select(w => w[0])));
        var hue = item.Hue.ToString(CultureInfo.InvariantCulture);
        var second = ((item.Hue + 40) % 360).ToString(CultureInfo.InvariantCulture);
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="500" height="500" viewBox="0 0 500 500">
              <defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl({hue} 62% 62%)"/><stop offset="1" stop-color="hsl({second} 58% 40%)"/></linearGradient></defs>
              <rect width="500" height="500" fill="url(#g)"/>
              <circle cx="250" cy="250" r="150" fill="rgba(255,255,255,.16)"/>
              <text x="250" y="302" text-anchor="middle" font-family="Georgia, serif" font-size="150" fill="#fff">{initials}</text>
            </svg>
            """;
    }
}
