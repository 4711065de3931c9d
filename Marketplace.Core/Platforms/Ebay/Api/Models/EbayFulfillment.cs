namespace Marketplace.Core.Platforms.Ebay.Api.Models;

/// <summary>A parcel to be stored.</summary>
internal sealed record EbayFulfillmentDetails(
    IReadOnlyList<EbayLineReference> LineItems, DateTimeOffset ShippedDate, string ShippingCarrierCode, string TrackingNumber);

/// <summary>Items of one line in a parcel.</summary>
internal sealed record EbayLineReference(string? LineItemId, int Quantity);

/// <summary>The parcels of an order; an empty list when there is none.</summary>
internal sealed record EbayFulfillmentList(IReadOnlyList<EbayFulfillment>? Fulfillments);

/// <summary>A stored parcel. The carrier is often left out.</summary>
internal sealed record EbayFulfillment(
    string? FulfillmentId, IReadOnlyList<EbayLineReference>? LineItems, string? ShipmentTrackingNumber, string? ShippingCarrierCode);
