using System.Net;
using System.Text;
using Marketplace.Sandbox.Hosting;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.TikTok.Wire;

/// <summary>Pictures of the sample goods, drawn on the fly so that nothing is fetched from elsewhere.</summary>
internal static class TikTokImageLink
{
    /// <summary>Address of an item's picture.</summary>
    public static string Of(SandboxCall call, SampleItem item) => $"{call.Origin}/sandbox/tiktok/img/images/{Uri.EscapeDataString(item.Sku)}.svg";

    /// <summary>The picture: the item's colour and the initials of its name.</summary>
    public static SandboxReply Draw(SampleItem item)
    {
        var initials = string.Concat(item.Title[item.Brand.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(word => char.ToUpperInvariant(word[0])));
        var svg = $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600" role="img" aria-label="{WebUtility.HtmlEncode(item.Title)}">
              <defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">
                <stop offset="0" stop-color="hsl({item.Hue} 62% 68%)"/><stop offset="1" stop-color="hsl({(item.Hue + 40) % 360} 55% 42%)"/>
              </linearGradient></defs>
              <rect width="600" height="600" fill="url(#g)"/>
              <circle cx="300" cy="300" r="190" fill="#fff" fill-opacity=".18"/>
              <text x="300" y="372" font-family="system-ui, sans-serif" font-size="200" font-weight="700" fill="#fff" text-anchor="middle">{WebUtility.HtmlEncode(initials)}</text>
            </svg>
            """;
        return new SandboxReply(200, Encoding.UTF8.GetBytes(svg), "image/svg+xml").With("Cache-Control", "public, max-age=3600");
    }
}
