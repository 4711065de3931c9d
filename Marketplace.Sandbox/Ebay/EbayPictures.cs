using System.Net;
using System.Text;
using Marketplace.Sandbox.Hosting;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Ebay;

/// <summary>A drawn picture for each item, so that listings show something.</summary>
internal sealed class EbayPictures(EbaySellers sellers)
{
    private const string Ending = ".svg";

    /// <summary>Where a browser finds the picture of an item.</summary>
    public static string Link(SandboxCall call, SampleItem item) => $"{call.Origin}/sandbox/ebay/img/images/{Uri.EscapeDataString(item.Sku)}{Ending}";

    /// <summary>GET /images/{file}.</summary>
    public SandboxReply Get(SandboxCall call)
    {
        var file = call.Path["file"];
        var item = file.EndsWith(Ending, StringComparison.Ordinal) ? sellers.Find(s => s.Listing(file[..^Ending.Length])?.Item) : null;
        return item is null
            ? SandboxReply.Empty(404)
            : new SandboxReply(200, Encoding.UTF8.GetBytes(Draw(item)), "image/svg+xml").With("Cache-Control", "public, max-age=86400");
    }

    private static string Draw(SampleItem item)
    {
        var initials = string.Concat(item.Title.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => char.IsLetter(word[0])).TakeLast(2).Select(word => char.ToUpperInvariant(word[0])));
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400" role="img">
              <title>{WebUtility.HtmlEncode(item.Title)}</title>
              <defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl({item.Hue} 62% 72%)"/><stop offset="1" stop-color="hsl({(item.Hue + 40) % 360} 55% 46%)"/></linearGradient></defs>
              <rect width="400" height="400" fill="url(#g)"/>
              <circle cx="310" cy="92" r="130" fill="#fff" opacity=".13"/>
              <circle cx="70" cy="340" r="160" fill="#000" opacity=".07"/>
              <text x="200" y="206" font-family="system-ui, sans-serif" font-size="132" font-weight="700" fill="#fff" text-anchor="middle" dominant-baseline="central">{WebUtility.HtmlEncode(initials)}</text>
            </svg>
            """;
    }
}
