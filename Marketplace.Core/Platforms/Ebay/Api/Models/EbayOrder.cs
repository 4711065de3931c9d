using System.Text.Json;

namespace Marketplace.Core.Platforms.Ebay.Api.Models;

/// <summary>A page of orders. Each order is read by itself, so that one odd order does not spoil the page.</summary>
internal sealed record EbayOrderPage(int Total, string? Next, IReadOnlyList<JsonElement>? Orders);

/// <summary>An order, as far as it is used.</summary>
internal sealed record EbayOrder
{
    public string? OrderId { get; init; }

    public DateTimeOffset? CreationDate { get; init; }

    public DateTimeOffset? LastModifiedDate { get; init; }

    public string? OrderFulfillmentStatus { get; init; }

    public string? OrderPaymentStatus { get; init; }

    public EbayOrderBuyer? Buyer { get; init; }

    public string? BuyerCheckoutNotes { get; init; }

    public EbayCancelStatus? CancelStatus { get; init; }

    public IReadOnlyList<EbayFulfillmentStart>? FulfillmentStartInstructions { get; init; }

    public IReadOnlyList<EbayLineItem>? LineItems { get; init; }

    public EbayPaymentSummary? PaymentSummary { get; init; }

    public EbayOrderPrices? PricingSummary { get; init; }

    public EbayProgram? Program { get; init; }
}

/// <summary>The buyer's account.</summary>
internal sealed record EbayOrderBuyer(string? Username);

/// <summary>Cancellation; <see cref="CancelRequests"/> is filled by getOrder only.</summary>
internal sealed record EbayCancelStatus(string? CancelState, IReadOnlyList<EbayCancelRequest>? CancelRequests);

/// <summary>A wish to cancel.</summary>
internal sealed record EbayCancelRequest(string? CancelRequestState);

/// <summary>An amount; the value is a decimal in text, in the style "70.33" or "0.0".</summary>
internal sealed record EbayAmount(string? Value, string? Currency);

/// <summary>Sums of an order; discounts are negative.</summary>
internal sealed record EbayOrderPrices
{
    public EbayAmount? PriceSubtotal { get; init; }

    public EbayAmount? PriceDiscount { get; init; }

    public EbayAmount? Adjustment { get; init; }

    public EbayAmount? DeliveryCost { get; init; }

    public EbayAmount? DeliveryDiscount { get; init; }

    public EbayAmount? Tax { get; init; }

    public EbayAmount? Total { get; init; }
}

/// <summary>Payments of an order, and refunds on it as a whole.</summary>
internal sealed record EbayPaymentSummary(IReadOnlyList<EbayPayment>? Payments, IReadOnlyList<EbayOrderRefund>? Refunds);

/// <summary>A payment.</summary>
internal sealed record EbayPayment(string? PaymentStatus, DateTimeOffset? PaymentDate);

/// <summary>Programmes that take part in an order.</summary>
internal sealed record EbayProgram(EbayFulfillmentProgram? FulfillmentProgram);

/// <summary>Who ships.</summary>
internal sealed record EbayFulfillmentProgram(string? FulfilledBy);
