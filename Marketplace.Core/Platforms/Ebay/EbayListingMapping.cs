using Marketplace.Core.Common;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>eBay's inventory items and offers in neutral words.</summary>
internal static class EbayListingMapping
{
    /// <summary>The listings of an item: one per fixed-price offer, or the bare item where there is none. Auctions are left alone.</summary>
    public static IReadOnlyList<RemoteListing> ToRemote(EbayItem item, EbayItemGroup? group, IReadOnlyList<EbayOffer> offers)
    {
        var fixedPrice = offers.Where(offer => offer.Format != "AUCTION").ToList();
        return fixedPrice.Count == 0 ? offers.Count == 0 ? [ToRemote(item, group, (EbayOffer?)null)] : [] : [.. fixedPrice.Select(offer => ToRemote(item, group, offer))];
    }

    private static RemoteListing ToRemote(EbayItem item, EbayItemGroup? group, EbayOffer? offer)
    {
        var sku = EbayShapeException.Need(item.Sku, "sku");
        var product = item.Product ?? new EbayProduct();
        var groupKey = item.InventoryItemGroupKeys?.FirstOrDefault();
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
            Description = offer?.ListingDescription ?? product.Description,
            Brand = product.Brand ?? First(product, "Brand"),
            Condition = item.Condition,
            Attributes = (product.Aspects ?? new Dictionary<string, IReadOnlyList<string>>()).ToDictionary(aspect => aspect.Key, aspect => string.Join(", ", aspect.Value)),
            Identifiers = Identifiers(product),
            Images = [.. (product.ImageUrls ?? []).Select(url => Uri.TryCreate(url, UriKind.Absolute, out var image) ? image : null).OfType<Uri>()],
            Price = offer?.PricingSummary?.Price is { } price ? EbayMoney.Of(price, "pricingSummary.price") : (Money?)null,
            Quantity = offer?.AvailableQuantity ?? item.Availability?.ShipToLocationAvailability?.Quantity,
            Status = listed is null ? RemoteListingStatus.Inactive : StatusOf(listed.ListingStatus),
            Url = listed?.ListingId is { } listingId ? EbaySites.Page(offer!.MarketplaceId, listingId) : null,
            Issues = listed?.ListingOnHold == true ? ["eBay has put the listing on hold: see the messages in eBay's Seller Hub."] : [],
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

    private static string? VariationTitle(EbayProduct product, EbayItemGroup? group)
    {
        var values = (group?.VariesBy?.Specifications ?? []).Select(specification => specification.Name is { } name ? First(product, name) : null).OfType<string>();
        return string.Join(" / ", values) is { Length: > 0 } title ? title : null;
    }

    private static string? First(EbayProduct product, string aspect) =>
        product.Aspects?.FirstOrDefault(pair => string.Equals(pair.Key, aspect, StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();

    private static Dictionary<string, string> Identifiers(EbayProduct product)
    {
        var identifiers = new Dictionary<string, string>();
        Add("UPC", product.Upc?.FirstOrDefault());
        Add("EAN", product.Ean?.FirstOrDefault());
        Add("ISBN", product.Isbn?.FirstOrDefault());
        Add("EPID", product.Epid);
        Add("MPN", product.Mpn);
        return identifiers;

        void Add(string kind, string? value)
        {
            // Sellers fill the field with this phrase where a product has no number.
            if (!string.IsNullOrWhiteSpace(value) && !value.Equals("Does not apply", StringComparison.OrdinalIgnoreCase))
            {
                identifiers[kind] = value;
            }
        }
    }
}
