using System.Globalization;
using Marketplace.Core.Linking;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Linking;

/// <summary>What the linking page shows, as its address tells it.</summary>
/// <param name="Tab">Which listings.</param>
/// <param name="OrderLines">Order lines in place of listings.</param>
/// <param name="Channel">Marketplace key; null for all.</param>
/// <param name="Page">Number of the page, from 1.</param>
public sealed record LinkingUrl(LinkTab Tab = LinkTab.All, bool OrderLines = false, string? Channel = null, int Page = 1)
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 25;

    private const string LinesWord = "order-lines";

    /// <summary>Reads an address; what makes no sense in it is taken as usual.</summary>
    public static LinkingUrl Parse(string? tab, string? channel, int? page) => new(
        Query.Choice(tab, LinkTab.All), string.Equals(tab, LinesWord, StringComparison.OrdinalIgnoreCase),
        string.IsNullOrWhiteSpace(channel) ? null : channel, Math.Max(1, page ?? 1));

    /// <summary>The address.</summary>
    public override string ToString() => Query.Address(
        "linking",
        ("tab", OrderLines ? LinesWord : Query.Word(Tab, LinkTab.All)),
        ("channel", Channel),
        ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null));
}
