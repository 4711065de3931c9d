using System.Globalization;
using System.Xml.Linq;
using Marketplace.Core.Common;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;

namespace Marketplace.Core.Platforms.Ebay.Trading;

/// <summary>The Trading API's items in neutral words.</summary>
internal static class EbayItemXml
{
    private static readonly XNamespace Ns = EbayTrading.Ns;

    /// <summary>A listing, or one for each of its variations.</summary>
    /// <exception cref="EbayShapeException">Number or price are missing.</exception>
    public static IReadOnlyList<RemoteListing> ToRemote(XElement item, string region)
    {
        var itemId = EbayShapeException.Need(item.Element(Ns + "ItemID")?.Value, "ItemID");
        var title = item.Element(Ns + "Title")?.Value ?? itemId;
        var variations = item.Element(Ns + "Variations")?.Elements(Ns + "Variation").ToList() ?? [];
        var plain = new RemoteListing
        {
            ExternalId = EbayListingId.Of(itemId, null),
            ExternalProductId = itemId,
            Sku = Text(item, "SKU"),
            Title = title,
            Price = PriceOf(item.Element(Ns + "SellingStatus")?.Element(Ns + "CurrentPrice") ?? item.Element(Ns + "BuyItNowPrice")),
            Quantity = Available(item),
            Status = item.Element(Ns + "SellingStatus")?.Element(Ns + "ListingStatus")?.Value is "Ended" or "Completed" ? RemoteListingStatus.Ended : RemoteListingStatus.Active,
            Url = EbaySites.Page(region, itemId),
            Images = Uri.TryCreate(item.Element(Ns + "PictureDetails")?.Element(Ns + "GalleryURL")?.Value, UriKind.Absolute, out var image) ? [image] : [],
            PlatformData = new EbayListingData(ItemId: itemId).ToJson(),
        };
        return variations.Count == 0 ? [plain] : [.. variations.Select(variation => Variation(plain, itemId, variation))];
    }

    /// <summary>A whole number, or null.</summary>
    public static int? Number(XElement? element) => int.TryParse(element?.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static RemoteListing Variation(RemoteListing plain, string itemId, XElement variation)
    {
        var options = variation.Element(Ns + "VariationSpecifics")?.Elements(Ns + "NameValueList")
            .Select(option => (Name: option.Element(Ns + "Name")?.Value ?? "", Value: option.Element(Ns + "Value")?.Value ?? "")).ToList() ?? [];
        var words = string.Join(" / ", options.Select(option => option.Value));
        var sku = Text(variation, "SKU");
        return plain with
        {
            ExternalId = EbayListingId.Of(itemId, sku ?? words),
            Sku = sku,
            VariationTitle = words,
            Attributes = options.DistinctBy(option => option.Name).ToDictionary(option => option.Name, option => option.Value),
            Price = PriceOf(variation.Element(Ns + "StartPrice")) ?? plain.Price,
            Quantity = Available(variation),
            PlatformData = new EbayListingData(ItemId: itemId, Variation: true).ToJson(),
        };
    }

    // Quantity counts what was sold too; only lists of the seller's own listings also say what is left.
    private static int? Available(XElement element) =>
        Number(element.Element(Ns + "QuantityAvailable"))
        ?? (Number(element.Element(Ns + "Quantity")) is { } total ? Math.Max(0, total - (Number(element.Element(Ns + "SellingStatus")?.Element(Ns + "QuantitySold")) ?? 0)) : null);

    private static Money? PriceOf(XElement? price) => price is null ? null : EbayMoney.Of(new EbayAmount(price.Value, price.Attribute("currencyID")?.Value), price.Name.LocalName);

    private static string? Text(XElement element, string name) => element.Element(Ns + name)?.Value is { Length: > 0 } text ? text : null;
}
