using System.Xml.Linq;
using Marketplace.Sandbox.Ebay.Inventory;
using Marketplace.Sandbox.Hosting;
using static Marketplace.Sandbox.Ebay.Trading.EbayTradingXml;

namespace Marketplace.Sandbox.Ebay.Trading;

/// <summary>Public listings as the Trading API writes them.</summary>
internal static class EbayTradingItems
{
    /// <summary>A listing in the list of active ones: <c>Quantity</c> counts what was sold too, <c>QuantityAvailable</c> does not.</summary>
    public static XElement Listed(IReadOnlyList<EbayListing> listing, SandboxCall call, DateTimeOffset visible) => Item(listing, call, visible, listed: true);

    /// <summary>A listing asked for alone: only the total and what was sold of it.</summary>
    public static XElement Alone(IReadOnlyList<EbayListing> listing, SandboxCall call, DateTimeOffset visible) => Item(listing, call, visible, listed: false);

    private static XElement Item(IReadOnlyList<EbayListing> listing, SandboxCall call, DateTimeOffset visible, bool listed)
    {
        var first = listing[0];
        var available = listing.Sum(variation => variation.QuantityAt(visible));
        var sold = listing.Sum(variation => variation.Sold);
        return new XElement(
            Ns + "Item",
            Amount("BuyItNowPrice", first.PriceCents),
            new XElement(Ns + "ItemID", first.ListingId),
            new XElement(Ns + "ListingDetails", new XElement(Ns + "ViewItemURL", $"https://www.ebay.com/itm/{first.ListingId}")),
            new XElement(Ns + "ListingDuration", "GTC"),
            new XElement(Ns + "ListingType", "FixedPriceItem"),
            new XElement(Ns + "Quantity", available + sold),
            new XElement(
                Ns + "SellingStatus",
                Amount("CurrentPrice", first.PriceCents),
                listed ? null : new XElement(Ns + "QuantitySold", sold),
                listed ? null : new XElement(Ns + "ListingStatus", "Active")),
            new XElement(Ns + "Title", first.Item.Title),
            first.VariationId is null && first.Sku is not null ? new XElement(Ns + "SKU", first.Sku) : null,
            listed ? new XElement(Ns + "QuantityAvailable", available) : new XElement(Ns + "ConditionID", 1000),
            new XElement(Ns + "PictureDetails", new XElement(Ns + "GalleryURL", EbayPictures.Link(call, first.Item))),
            first.VariationId is null ? null : new XElement(Ns + "Variations", listing.Select(variation => Variation(variation, visible))));
    }

    private static XElement Variation(EbayListing variation, DateTimeOffset visible) => new(
        Ns + "Variation",
        new XElement(Ns + "SKU", variation.Sku),
        Amount("StartPrice", variation.PriceCents),
        new XElement(Ns + "Quantity", variation.QuantityAt(visible) + variation.Sold),
        new XElement(
            Ns + "VariationSpecifics",
            variation.Item.Variation.Select(option => new XElement(Ns + "NameValueList", new XElement(Ns + "Name", option.Key), new XElement(Ns + "Value", option.Value)))),
        new XElement(Ns + "SellingStatus", new XElement(Ns + "QuantitySold", variation.Sold)));
}
