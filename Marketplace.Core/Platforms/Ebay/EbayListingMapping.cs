using Marketplace.Core.Common;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>eBay's inventory items and offers in neutral words.</summary>
internal static class EbayListingMapping
{
    /// <summary>The listings of an item: one per fixed-price offer, or the bare item where there is none. Auctions are left alone.</summary>
    /// <param name="item">The item.</param>
    /// <param name="group">Its group; null for a single product.</param>
    /// <param name="offers">Its offers.</param>
    /// <param name="categoryOf">Path of an offer's category; null where it is not known.</param>
    public static IReadOnlyList<RemoteListing> ToRemote(EbayItem item, EbayItemGroup? group, IReadOnlyList<EbayOffer> offers, Func<EbayOffer, string?> categoryOf)
    {
        var fixedPrice = offers.Where(offer => offer.Format != "AUCTION").ToList();
        return fixedPrice.Count == 0
            ? offers.Count == 0 ? [ToRemote(item, group, (EbayOffer?)null)] : []
            : [.. fixedPrice.Select(offer => ToRemote(item, group, offer) with { CategoryPath = categoryOf(offer) })];
    }

    private static RemoteListing ToRemote(EbayItem item, EbayItemGroup? group, EbayOffer? offer)
    {
        var sku = EbayShapeException.Need(item.Sku, "sku");
        var product = item.Product ?? new EbayProduct();
        var groupKey = item.GroupKey;
        var published = offer is { Status: "PUBLISHED", Listing.ListingId.Length: > 0 };
        var id = IdOf(sku, groupKey, offer, published);
        var listed = published ? offer!.Listing : null;
        return new RemoteListing
        {
            ExternalId = id,
            ExternalProductId = groupKey ?? id,
            Sku = sku,
            Title = group?.Title ?? product.Title ?? sku,
            VariationTitle = groupKey is null ? null : VariationTitle(product, group),
            Description = offer?.ListingDescription ?? product.Description ?? group?.Description,
            Brand = product.Brand ?? First(product.Aspects, "Brand") ?? First(group?.Aspects, "Brand"),
            Condition = item.Condition,
            Attributes = Attributes(product, group),
            Identifiers = Identifiers(product),
            Images = [.. (product.ImageUrls is { Count: > 0 } own ? own : group?.ImageUrls ?? []).Select(url => Uri.TryCreate(url, UriKind.Absolute, out var image) ? image : null).OfType<Uri>()],
            Price = offer?.PricingSummary?.Price is { } price ? EbayMoney.Of(price, "pricingSummary.price") : (Money?)null,
            Quantity = offer?.AvailableQuantity ?? item.Availability?.ShipToLocationAvailability?.Quantity,
            Status = listed is null ? RemoteListingStatus.Inactive : StatusOf(listed.ListingStatus),
            Url = listed?.ListingId is { } listingId ? EbaySites.Page(offer!.MarketplaceId, listingId) : null,
            Issues = IssuesOf(listed),
            PlatformData = new EbayListingData(offer?.OfferId, published).ToJson(),
        };
    }

    private static string IdOf(string sku, string? groupKey, EbayOffer? offer, bool published) =>
        published ? EbayListingId.Of(offer!.Listing!.ListingId!, groupKey is null ? null : sku)
        : offer?.OfferId is { } offerId ? EbayListingId.OfOffer(offerId)
        : EbayListingId.OfItem(sku);

    private static RemoteListingStatus StatusOf(string? status) => status switch
    {
        "ENDED" or "EBAY_ENDED" => RemoteListingStatus.Ended,
        "INACTIVE" or "NOT_LISTED" => RemoteListingStatus.Inactive,

        // OUT_OF_STOCK is hidden from buyers until stock returns, and then goes on by itself.
        _ => RemoteListingStatus.Active,
    };

    private static IReadOnlyList<string> IssuesOf(EbayListingDetails? listed) =>
        listed?.ListingOnHold == true ? ["eBay has put the listing on hold: see the messages in eBay's Seller Hub."]
        : listed?.ListingStatus == "EBAY_ENDED" ? ["eBay has ended the listing: see the messages in eBay's Seller Hub for the reason."]
        : [];

    // What the item says of itself goes before what its group says of all.
    private static Dictionary<string, string> Attributes(EbayProduct product, EbayItemGroup? group) =>
        (product.Aspects ?? new Dictionary<string, IReadOnlyList<string>>())
            .Concat((group?.Aspects ?? new Dictionary<string, IReadOnlyList<string>>()).Where(aspect => product.Aspects?.ContainsKey(aspect.Key) != true))
            .ToDictionary(aspect => aspect.Key, aspect => string.Join(", ", aspect.Value));

    private static string? VariationTitle(EbayProduct product, EbayItemGroup? group)
    {
        var values = (group?.VariesBy?.Specifications ?? []).Select(specification => specification.Name is { } name ? First(product.Aspects, name) : null).OfType<string>();
        return string.Join(" / ", values) is { Length: > 0 } title ? title : null;
    }

    private static string? First(IReadOnlyDictionary<string, IReadOnlyList<string>>? aspects, string aspect) =>
        aspects?.FirstOrDefault(pair => string.Equals(pair.Key, aspect, StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();

    private static Dictionary<string, string> Identifiers(EbayProduct product) => EbayIdentifiers.Of(
        ("UPC", product.Upc?.FirstOrDefault()), ("EAN", product.Ean?.FirstOrDefault()), ("ISBN", product.Isbn?.FirstOrDefault()), ("EPID", product.Epid), ("MPN", product.Mpn));
}
