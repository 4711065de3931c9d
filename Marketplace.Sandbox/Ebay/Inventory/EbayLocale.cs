using System.Text.RegularExpressions;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Inventory;

/// <summary>The Inventory API wants a concrete locale on every call, although its documents call the header optional.</summary>
internal static partial class EbayLocale
{
    /// <summary>A handler that is reached only with a concrete locale.</summary>
    public static SandboxHandler Required(SandboxHandler handler) => call =>
        Concrete().IsMatch(call.Header("Accept-Language") ?? "")
            ? handler(call)
            : EbayRefusal.Inventory(400, 25709, "Invalid value for header Accept-Language.", "Accept-Language", call.Header("Accept-Language"));

    // "en-US", also at the head of a browser's list; a bare "en" or "*" is no locale.
    [GeneratedRegex("^[a-z]{2}-[A-Z]{2}(\\s*[,;].*)?$")]
    private static partial Regex Concrete();
}
