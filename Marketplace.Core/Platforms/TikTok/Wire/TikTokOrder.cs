using System.Text.Json;

namespace Marketplace.Core.Platforms.TikTok.Wire;

/// <summary>A page of orders, each kept as raw JSON so that one that cannot be read does not spoil the page.</summary>
internal sealed record TikTokOrderPage(string? NextPageToken, int? TotalCount, IReadOnlyList<JsonElement>? Orders);

/// <summary>An order. Times are Unix seconds, ids are text of up to 19 digits.</summary>
internal sealed record TikTokOrder
{
    public required string Id { get; init; }

    public required string Status { get; init; }

    public required long CreateTime { get; init; }

    public long? UpdateTime { get; init; }

    public long? PaidTime { get; init; }

    /// <summary>Latest time to ship.</summary>
    public long? RtsSlaTime { get; init; }

    /// <summary>Without a shipment by then the order is cancelled by itself.</summary>
    public long? ShippingDueTime { get; init; }

    public long? DeliverySlaTime { get; init; }

    public long? DeliveryOptionRequiredDeliveryTime { get; init; }

    public string? FulfillmentType { get; init; }

    public string? ShippingType { get; init; }

    public string? DeliveryOptionId { get; init; }

    public string? DeliveryOptionName { get; init; }

    public string? WarehouseId { get; init; }

    public bool? IsBuyerRequestCancel { get; init; }

    public string? UserId { get; init; }

    public string? BuyerEmail { get; init; }

    public string? BuyerNickname { get; init; }

    public string? BuyerMessage { get; init; }

    public TikTokPayment? Payment { get; init; }

    public TikTokAddress? RecipientAddress { get; init; }

    public IReadOnlyList<TikTokOrderUnit>? LineItems { get; init; }

    public IReadOnlyList<TikTokPackageId>? Packages { get; init; }
}

/// <summary>One unit of an order: there is no quantity, two of a thing are two entries.</summary>
internal sealed record TikTokOrderUnit
{
    public required string Id { get; init; }

    public string? ProductId { get; init; }

    public string? SkuId { get; init; }

    public string? SellerSku { get; init; }

    public string? SkuName { get; init; }

    public string? ProductName { get; init; }

    public string? SkuImage { get; init; }

    public string? SalePrice { get; init; }

    public string? Currency { get; init; }

    public string? DisplayStatus { get; init; }

    public bool? IsGift { get; init; }

    public string? PackageId { get; init; }

    public string? TrackingNumber { get; init; }

    public string? ShippingProviderId { get; init; }

    public string? ShippingProviderName { get; init; }

    /// <summary>The seller has handed it to a carrier, or bought its label.</summary>
    public bool IsShipped => DisplayStatus is "AWAITING_COLLECTION" or "IN_TRANSIT" or "DELIVERED" or "COMPLETED";

    /// <summary>The unit will not be delivered.</summary>
    public bool IsCancelled => DisplayStatus is "CANCELLED";
}

/// <summary>Money of an order: text in major units.</summary>
internal sealed record TikTokPayment(string? Currency, string? SubTotal, string? ShippingFee, string? Tax, string? TotalAmount);

/// <summary>A parcel of an order.</summary>
internal sealed record TikTokPackageId(string Id);

/// <summary>Recipient; partly starred out by status and shipping type.</summary>
internal sealed record TikTokAddress
{
    public string? Name { get; init; }

    public string? PhoneNumber { get; init; }

    public string? AddressLine1 { get; init; }

    public string? AddressLine2 { get; init; }

    public string? AddressLine3 { get; init; }

    public string? AddressLine4 { get; init; }

    public string? AddressDetail { get; init; }

    public string? PostTown { get; init; }

    public string? PostalCode { get; init; }

    public string? RegionCode { get; init; }

    public IReadOnlyList<TikTokDistrict>? DistrictInfo { get; init; }

    /// <inheritdoc />
    public override string ToString() => "TikTokAddress(hidden)";
}

/// <summary>A level of an address, from L0 (country) downwards.</summary>
internal sealed record TikTokDistrict(string? AddressLevel, string? AddressLevelName, string? AddressName);
