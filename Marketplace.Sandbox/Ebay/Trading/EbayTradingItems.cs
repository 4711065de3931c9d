using System.Xml.Linq;
using Marketplace.Sandbox.Ebay.Inventory;
using Marketplace.Sandbox.Hosting;
using static Marketplace.Sandbox.Ebay.Trading.EbayTradingXml;

namespace Marketplace.Sandbox.Ebay.Trading;

/// <summary>Public listings as the Trading API writes them.</summary>
internal static class EbayTradingItems
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <summary>A listing in the list of active ones: <c>Quantity</c> counts what was sold too, <c>QuantityAvailable</c> does not. Product data is left out.</summary>
    public static XElement Listed(IReadOnlyList<EbayListing> listing, SandboxCall call, DateTimeOffset visible) => Item(listing, call, visible, listed: true, []);

    /// <summary>A listing in the seller's list: with product data, without its own specifics.</summary>
    public static XElement InSellerList(IReadOnlyList<EbayListing> listing, SandboxCall call, DateTimeOffset visible) =>
        Item(listing, call, visible, listed: false, Product(listing[0], call));

    /// <summary>A listing asked for alone: only the total and what was sold of it, and all product data.</summary>
    public static XElement Alone(IReadOnlyList<EbayListing> listing, SandboxCall call, DateTimeOffset visible) =>
        Item(listing, call, visible, listed: false, [.. Product(listing[0], call), Specifics("ItemSpecifics", [("Brand", listing[0].Item.Brand), ("Type", listing[0].Item.Category[^1])])]);

    /// <summary>When a listing that renews itself each month next does so.</summary>
    public static DateTimeOffset EndOf(EbayListing listing, DateTimeOffset now)
    {
        var months = Math.Floor((now - listing.Changes[0].Time) / Month) + 1;
        return listing.Changes[0].Time + Month * months;
    }

    private static XElement Item(IReadOnlyList<EbayListing> listing, SandboxCall call, DateTimeOffset visible, bool listed, IEnumerable<XElement> product)
    {
        var first = listing[0];
        var available = listing.Sum(variation => variation.QuantityAt(visible));
        var sold = listing.Sum(variation => variation.Sold);
        return new XElement(
            Ns + "Item",
            Amount("BuyItNowPrice", first.PriceCents, first.Site.Currency),
            new XElement(Ns + "ItemID", first.ListingId),
            new XElement(
                Ns + "ListingDetails",
                new XElement(Ns + "StartTime", EbayWire.Time(first.Changes[0].Time)),
                new XElement(Ns + "EndTime", EbayWire.Time(EndOf(first, visible))),
                new XElement(Ns + "ViewItemURL", $"https://{first.Site.Host}/itm/{first.ListingId}")),
            new XElement(Ns + "ListingDuration", "GTC"),
            new XElement(Ns + "ListingType", "FixedPriceItem"),
            new XElement(Ns + "Quantity", available + sold),
            new XElement(
                Ns + "SellingStatus",
                Amount("CurrentPrice", first.PriceCents, first.Site.Currency),
                listed ? null : new XElement(Ns + "QuantitySold", sold),
                listed ? null : new XElement(Ns + "ListingStatus", "Active")),
            new XElement(Ns + "Title", first.Item.Title),
            first.VariationId is null && first.Sku is not null ? new XElement(Ns + "SKU", first.Sku) : null,
            listed ? new XElement(Ns + "QuantityAvailable", available) : null,
            listed ? new XElement(Ns + "PictureDetails", new XElement(Ns + "GalleryURL", EbayPictures.Link(call, first.Item))) : null,
            available > 0 || listed ? null : new[] { new XElement(Ns + "HideFromSearch", "true"), new XElement(Ns + "ReasonHideFromSearch", "OutOfStock") },
            product,
            first.VariationId is null ? null : new XElement(Ns + "Variations", listing.Select(variation => Variation(variation, visible))));
    }

    private static XElement[] Product(EbayListing listing, SandboxCall call) =>
    [
        new(Ns + "Country", listing.Site.Country),
        new(Ns + "Currency", listing.Site.Currency),
        new(Ns + "Site", listing.Site.TradingName),
        new(Ns + "Description", $"<p>{listing.Item.Title}, made by {listing.Item.Brand}. Sent from Portland within three days.</p>"),
        new(
            Ns + "PrimaryCategory",
            new XElement(Ns + "CategoryID", EbayCategories.IdOf(listing.Item)),
            new XElement(Ns + "CategoryName", string.Join(':', listing.Item.Category))),
        new(Ns + "ConditionID", 1000),
        new(Ns + "ConditionDisplayName", "New"),
        new(
            Ns + "PictureDetails",
            new XElement(Ns + "GalleryURL", EbayPictures.Link(call, listing.Item)),
            new XElement(Ns + "PictureURL", EbayPictures.Link(call, listing.Item)),
            new XElement(Ns + "PictureURL", EbayPictures.Link(call, listing.Item) + "?view=2")),
        new(
            Ns + "ProductListingDetails",
            listing.VariationId is null ? new XElement(Ns + "EAN", listing.Item.Ean) : null,
            new XElement(Ns + "UPC", "Does not apply"),
            new XElement(Ns + "BrandMPN", new XElement(Ns + "Brand", listing.Item.Brand), new XElement(Ns + "MPN", listing.Item.Sku))),
    ];

    private static XElement Variation(EbayListing variation, DateTimeOffset visible) => new(
        Ns + "Variation",
        new XElement(Ns + "SKU", variation.Sku),
        Amount("StartPrice", variation.PriceCents, variation.Site.Currency),
        new XElement(Ns + "Quantity", variation.QuantityAt(visible) + variation.Sold),
        Specifics("VariationSpecifics", variation.Item.Variation.Select(option => (option.Key, option.Value))),
        new XElement(Ns + "VariationProductListingDetails", new XElement(Ns + "EAN", variation.Item.Ean)),
        new XElement(Ns + "SellingStatus", new XElement(Ns + "QuantitySold", variation.Sold)));

    private static XElement Specifics(string name, IEnumerable<(string Name, string Value)> options) =>
        new(Ns + name, options.Select(option => new XElement(Ns + "NameValueList", new XElement(Ns + "Name", option.Name), new XElement(Ns + "Value", option.Value))));
}
