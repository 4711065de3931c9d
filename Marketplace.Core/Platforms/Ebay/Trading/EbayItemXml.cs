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
        var product = item.Element(Ns + "ProductListingDetails");
        var specifics = Options(item.Element(Ns + "ItemSpecifics"));
        var plain = new RemoteListing
        {
            ExternalId = EbayListingId.Of(itemId, null),
            ExternalProductId = itemId,
            Sku = Text(item, "SKU"),
            Title = title,
            Description = Text(item, "Description"),
            Brand = Real(product?.Element(Ns + "BrandMPN")?.Element(Ns + "Brand")?.Value) ?? specifics.Find(option => option.Name == "Brand").Value,
            CategoryPath = EbayCategories.FromTrading(item.Element(Ns + "PrimaryCategory")?.Element(Ns + "CategoryName")?.Value),
            Condition = Text(item, "ConditionDisplayName") ?? Text(item, "ConditionID"),
            Attributes = specifics.DistinctBy(option => option.Name).ToDictionary(option => option.Name, option => option.Value),
            Identifiers = Identifiers(product),
            Price = PriceOf(item.Element(Ns + "SellingStatus")?.Element(Ns + "CurrentPrice") ?? item.Element(Ns + "BuyItNowPrice")),
            Quantity = Available(item),
            Status = item.Element(Ns + "SellingStatus")?.Element(Ns + "ListingStatus")?.Value is "Ended" or "Completed" ? RemoteListingStatus.Ended : RemoteListingStatus.Active,
            Url = EbaySites.Page(region, itemId),
            Images = Images(item.Element(Ns + "PictureDetails")),
            Issues = IssuesOf(item),
            PlatformData = new EbayListingData(ItemId: itemId).ToJson(),
        };
        return variations.Count == 0 ? [plain] : [.. variations.Select(variation => Variation(plain, itemId, variation))];
    }

    /// <summary>A whole number, or null.</summary>
    public static int? Number(XElement? element) => int.TryParse(element?.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static RemoteListing Variation(RemoteListing plain, string itemId, XElement variation)
    {
        var options = Options(variation.Element(Ns + "VariationSpecifics"));
        var identifiers = Identifiers(variation.Element(Ns + "VariationProductListingDetails"));
        var words = string.Join(" / ", options.Select(option => option.Value));
        var sku = Text(variation, "SKU");
        return plain with
        {
            ExternalId = EbayListingId.Of(itemId, sku ?? words),
            Sku = sku,
            VariationTitle = words,
            Attributes = options.Concat(plain.Attributes.Select(known => (Name: known.Key, known.Value))).DistinctBy(option => option.Name).ToDictionary(option => option.Name, option => option.Value),
            Identifiers = identifiers.Concat(plain.Identifiers).DistinctBy(number => number.Key).ToDictionary(number => number.Key, number => number.Value),
            Price = PriceOf(variation.Element(Ns + "StartPrice")) ?? plain.Price,
            Quantity = Available(variation),
            PlatformData = new EbayListingData(ItemId: itemId, Variation: true).ToJson(),
        };
    }

    private static List<(string Name, string Value)> Options(XElement? list) =>
        [.. (list?.Elements(Ns + "NameValueList") ?? []).Select(option => (option.Element(Ns + "Name")?.Value ?? "", string.Join(", ", option.Elements(Ns + "Value").Select(value => value.Value))))];

    private static Dictionary<string, string> Identifiers(XElement? product) => product is null ? [] : EbayIdentifiers.Of(
        ("UPC", product.Element(Ns + "UPC")?.Value), ("EAN", product.Element(Ns + "EAN")?.Value), ("ISBN", product.Element(Ns + "ISBN")?.Value),
        ("EPID", product.Element(Ns + "ProductReferenceID")?.Value), ("MPN", product.Element(Ns + "BrandMPN")?.Element(Ns + "MPN")?.Value));

    private static string? Real(string? brand) => EbayIdentifiers.Of(("", brand)).GetValueOrDefault("");

    // The gallery picture alone where the full ones are left out.
    private static List<Uri> Images(XElement? pictures)
    {
        var full = (pictures?.Elements(Ns + "PictureURL") ?? []).Select(picture => picture.Value).ToList();
        return [.. (full.Count > 0 ? full : [pictures?.Element(Ns + "GalleryURL")?.Value ?? ""]).Select(text => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null).OfType<Uri>()];
    }

    private static string[] IssuesOf(XElement item) => Text(item, "HideFromSearch") != "true" ? [] : Text(item, "ReasonHideFromSearch") switch
    {
        // Shown again by itself as soon as there is stock.
        "OutOfStock" => [],
        "DuplicateListing" => ["eBay hides the listing, because it counts it as a duplicate of another one of yours."],
        _ => ["eBay hides the listing from searches: see the messages in eBay's Seller Hub."],
    };

    // Quantity counts what was sold too; only lists of the seller's own listings also say what is left.
    private static int? Available(XElement element) =>
        Number(element.Element(Ns + "QuantityAvailable"))
        ?? (Number(element.Element(Ns + "Quantity")) is { } total ? Math.Max(0, total - (Number(element.Element(Ns + "SellingStatus")?.Element(Ns + "QuantitySold")) ?? 0)) : null);

    private static Money? PriceOf(XElement? price) => price is null ? null : EbayMoney.Of(new EbayAmount(price.Value, price.Attribute("currencyID")?.Value), price.Name.LocalName);

    private static string? Text(XElement element, string name) => element.Element(Ns + name)?.Value is { Length: > 0 } text ? text : null;
}
