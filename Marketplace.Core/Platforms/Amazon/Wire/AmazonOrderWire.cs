using System.Text.Json;

namespace Marketplace.Core.Platforms.Amazon.Wire;

/// <summary>A page of searchOrders; orders stay raw, so that one broken order does not spoil its page.</summary>
internal sealed record AmazonOrdersPageWire(IReadOnlyList<JsonElement>? Orders, AmazonNextWire? Pagination);

/// <summary>Where the next page is.</summary>
internal sealed record AmazonNextWire(string? NextToken);

/// <summary>Answer of getOrder.</summary>
internal sealed record AmazonOrderAnswerWire(JsonElement Order);

/// <summary>An order of the Orders API 2026-01-01, as far as it is used.</summary>
internal sealed record AmazonOrderWire
{
    public required string OrderId { get; init; }

    public required DateTimeOffset CreatedTime { get; init; }

    public required DateTimeOffset LastUpdatedTime { get; init; }

    public required AmazonSalesChannelWire SalesChannel { get; init; }

    public IReadOnlyList<string>? Programs { get; init; }

    public AmazonBuyerWire? Buyer { get; init; }

    public AmazonRecipientWire? Recipient { get; init; }

    public AmazonProceedsWire? Proceeds { get; init; }

    public AmazonFulfillmentWire? Fulfillment { get; init; }

    public required IReadOnlyList<AmazonOrderItemWire> OrderItems { get; init; }

    public IReadOnlyList<AmazonPackageWire>? Packages { get; init; }

    public override string ToString() => $"AmazonOrderWire({OrderId})";
}

internal sealed record AmazonSalesChannelWire(string? ChannelName, string? MarketplaceId);

internal sealed record AmazonBuyerWire(string? BuyerName, string? BuyerEmail, string? BuyerCompanyName)
{
    public override string ToString() => "AmazonBuyerWire(hidden)";
}

internal sealed record AmazonRecipientWire(AmazonAddressWire? DeliveryAddress, AmazonDeliveryPreferenceWire? DeliveryPreference)
{
    public override string ToString() => "AmazonRecipientWire(hidden)";
}

internal sealed record AmazonDeliveryPreferenceWire(string? AddressInstruction);

internal sealed record AmazonAddressWire
{
    public string? Name { get; init; }

    public string? CompanyName { get; init; }

    public string? AddressLine1 { get; init; }

    public string? AddressLine2 { get; init; }

    public string? AddressLine3 { get; init; }

    public string? City { get; init; }

    public string? DistrictOrCounty { get; init; }

    public string? StateOrRegion { get; init; }

    public string? PostalCode { get; init; }

    public string? CountryCode { get; init; }

    public string? Phone { get; init; }

    public override string ToString() => "AmazonAddressWire(hidden)";
}

/// <summary>Money: a decimal string with its currency.</summary>
internal sealed record AmazonMoneyWire(string Amount, string CurrencyCode);

internal sealed record AmazonProceedsWire(AmazonMoneyWire? GrandTotal, IReadOnlyList<AmazonBreakdownWire>? Breakdowns);

internal sealed record AmazonBreakdownWire(string Type, AmazonMoneyWire Subtotal);

internal sealed record AmazonFulfillmentWire(
    string FulfillmentStatus, string? FulfilledBy, string? FulfillmentServiceLevel, AmazonWindowWire? ShipByWindow, AmazonWindowWire? DeliverByWindow);

internal sealed record AmazonWindowWire(DateTimeOffset? EarliestDateTime, DateTimeOffset? LatestDateTime);

internal sealed record AmazonOrderItemWire
{
    public required string OrderItemId { get; init; }

    public required int QuantityOrdered { get; init; }

    public required AmazonItemProductWire Product { get; init; }

    public AmazonItemProceedsWire? Proceeds { get; init; }

    public AmazonCancellationWire? Cancellation { get; init; }

    public AmazonItemFulfillmentWire? Fulfillment { get; init; }
}

internal sealed record AmazonItemProductWire(string? Asin, string? Title, string? SellerSku, AmazonItemPriceWire? Price);

internal sealed record AmazonItemPriceWire(AmazonMoneyWire? UnitPrice);

internal sealed record AmazonItemProceedsWire(AmazonMoneyWire? ProceedsTotal, IReadOnlyList<AmazonBreakdownWire>? Breakdowns);

internal sealed record AmazonCancellationWire(AmazonCancelRequestWire? CancellationRequest, AmazonCancelDoneWire? CancellationExecution);

internal sealed record AmazonCancelRequestWire(string? Requester, string? CancelReason);

internal sealed record AmazonCancelDoneWire(string? CancelledBy);

internal sealed record AmazonItemFulfillmentWire(int? QuantityFulfilled, int? QuantityUnfulfilled);

internal sealed record AmazonPackageWire
{
    public required string PackageReferenceId { get; init; }

    public AmazonPackageStatusWire? PackageStatus { get; init; }

    public string? Carrier { get; init; }

    public string? TrackingNumber { get; init; }

    public IReadOnlyList<AmazonPackageItemWire>? PackageItems { get; init; }
}

internal sealed record AmazonPackageStatusWire(string? Status);

internal sealed record AmazonPackageItemWire(string OrderItemId, int Quantity);
