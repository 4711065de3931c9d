using System.Text.Json;
using Marketplace.Core.Platforms.Ebay.Api;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>
/// How a listing is named on our side. Orders name the listing and, for variations, the SKU, so both make the id; a listing that is
/// withdrawn and published again gets a new number from eBay and is a new listing here too.
/// </summary>
internal static class EbayListingId
{
    /// <summary>Id of a live listing, or of one of its variations.</summary>
    public static string Of(string listingId, string? variation) => variation is null ? listingId : $"{listingId}/{variation}";

    /// <summary>eBay's number of the listing that an id belongs to.</summary>
    public static string NumberOf(string id) => id.Split('/')[0];

    /// <summary>Id of an offer that is not live.</summary>
    public static string OfOffer(string offerId) => $"offer/{offerId}";

    /// <summary>Id of an item that is not offered at all.</summary>
    public static string OfItem(string sku) => $"item/{sku}";
}

/// <summary>What stock calls need to know of a listing: it is either an item of the Inventory API or a listing made outside it.</summary>
/// <param name="OfferId">The offer; null for an item that is not offered, and outside the Inventory API.</param>
/// <param name="Published">The offer is live, so that its own quantity can be set.</param>
/// <param name="ItemId">Number of a listing made outside the Inventory API; null within it.</param>
/// <param name="Variation">That listing has variations, which are told apart by SKU.</param>
internal sealed record EbayListingData(string? OfferId = null, bool Published = false, string? ItemId = null, bool Variation = false)
{
    /// <summary>Which of eBay's two models the listing lives in; neither can revise the other's.</summary>
    public string Model => ItemId is null ? "inventory" : "trading";

    /// <summary>As stored with the listing.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EbayJson.Options);

    /// <summary>As read back; null where nothing usable is stored.</summary>
    public static EbayListingData? Read(string? json) => string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize<EbayListingData>(json, EbayJson.Options);
}
