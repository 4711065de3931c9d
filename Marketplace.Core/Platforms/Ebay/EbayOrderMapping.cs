using Marketplace.Core.Common;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>eBay's orders in neutral words.</summary>
internal static class EbayOrderMapping
{
    /// <summary>Translates an order.</summary>
    /// <exception cref="EbayShapeException">Something is missing that an order cannot do without.</exception>
    public static RemoteOrder ToRemote(EbayOrder order)
    {
        var prices = EbayShapeException.Need(order.PricingSummary, "pricingSummary");
        var total = EbayMoney.Of(prices.Total, "pricingSummary.total");
        var currency = total.Currency;
        var lines = order.LineItems is { Count: > 0 } items ? items : throw new EbayShapeException("lineItems");
        var start = order.FulfillmentStartInstructions?.FirstOrDefault();
        return new RemoteOrder
        {
            ExternalId = EbayShapeException.Need(order.OrderId, "orderId"),
            Status = StatusOf(order),
            PlacedAt = EbayShapeException.Need(order.CreationDate, "creationDate"),
            UpdatedAt = EbayShapeException.Need(order.LastModifiedDate, "lastModifiedDate"),
            PaidAt = order.PaymentSummary?.Payments?.Where(payment => payment.PaymentStatus == "PAID").Max(payment => payment.PaymentDate),
            ShipBy = lines.Min(line => line.LineItemFulfillmentInstructions?.ShipByDate),
            DeliverBy = lines.Max(line => line.LineItemFulfillmentInstructions?.MaxEstimatedDeliveryDate),
            FulfilledByMarketplace = start?.FulfillmentInstructionsType == "FULFILLED_BY_EBAY" || order.Program?.FulfillmentProgram?.FulfilledBy == "EBAY",
            CancelRequested = CancelRequested(order),
            Buyer = BuyerOf(order, start),
            ShippingService = start?.ShippingStep?.ShippingServiceCode,
            Subtotal = EbayMoney.Of(prices.PriceSubtotal, "pricingSummary.priceSubtotal")
                + EbayMoney.OrZero(prices.PriceDiscount, "pricingSummary.priceDiscount", currency)
                + EbayMoney.OrZero(prices.Adjustment, "pricingSummary.adjustment", currency),
            Shipping = EbayMoney.OrZero(prices.DeliveryCost, "pricingSummary.deliveryCost", currency)
                + EbayMoney.OrZero(prices.DeliveryDiscount, "pricingSummary.deliveryDiscount", currency),
            Tax = EbayMoney.OrZero(prices.Tax, "pricingSummary.tax", currency),
            Total = total,
            Lines = [.. lines.Select(ToRemote)],
        };
    }

    // A list of orders shows that somebody wants to cancel, but never who; only the order by itself says whether it is still open.
    private static bool CancelRequested(EbayOrder order) => order.CancelStatus is { } cancel
        && (cancel.CancelRequests is { Count: > 0 } requests ? requests.Any(request => request.CancelRequestState == "REQUESTED") : cancel.CancelState == "IN_PROGRESS");

    private static RemoteOrderStatus StatusOf(EbayOrder order) => order switch
    {
        { CancelStatus.CancelState: "CANCELED" } => RemoteOrderStatus.Cancelled,

        // Agreed upon and only waiting for its refund: nothing must be sent any more.
        { CancelStatus: { CancelState: "IN_PROGRESS", CancelRequests.Count: > 0 } } when !CancelRequested(order) => RemoteOrderStatus.Pending,

        // All money went back before anything was sent: nobody waits for a parcel.
        { OrderPaymentStatus: "FULLY_REFUNDED", OrderFulfillmentStatus: "NOT_STARTED" } => RemoteOrderStatus.Cancelled,
        { OrderFulfillmentStatus: "FULFILLED" } => RemoteOrderStatus.Shipped,
        { OrderPaymentStatus: "PENDING" or "FAILED" or null } => RemoteOrderStatus.Pending,
        { OrderFulfillmentStatus: "IN_PROGRESS" } => RemoteOrderStatus.PartiallyShipped,
        _ => RemoteOrderStatus.ReadyToShip,
    };

    private static RemoteBuyer? BuyerOf(EbayOrder order, EbayFulfillmentStart? start)
    {
        // With eBay's international shipping this is the hub's address, and the reference must stand on the label.
        var step = start?.ShippingStep;
        var address = step?.ShipTo?.ContactAddress;
        return order.Buyer is null && step?.ShipTo is null ? null : new RemoteBuyer
        {
            UserName = order.Buyer?.Username,
            UserId = order.Buyer?.Username,
            Name = step?.ShipTo?.FullName,
            Company = step?.ShipTo?.CompanyName,
            Email = step?.ShipTo?.Email,
            Phone = step?.ShipTo?.PrimaryPhone?.PhoneNumber,
            AddressLines = [.. new[] { address?.AddressLine1, address?.AddressLine2 }.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line!)],
            City = address?.City,
            State = address?.StateOrProvince,
            PostalCode = address?.PostalCode,
            Country = address?.CountryCode,
            ShipToReference = step?.ShipToReferenceId,
            Note = order.BuyerCheckoutNotes,
        };
    }

    private static RemoteOrderLine ToRemote(EbayLineItem line)
    {
        var quantity = EbayShapeException.Need(line.Quantity, "lineItems.quantity");
        var cost = EbayMoney.Of(line.DiscountedLineItemCost ?? line.LineItemCost, "lineItems.lineItemCost");
        return new RemoteOrderLine
        {
            ExternalId = EbayShapeException.Need(line.LineItemId, "lineItems.lineItemId"),
            ExternalListingId = line.LegacyItemId is { } listing
                ? EbayListingId.Of(listing, line.LegacyVariationId is null ? null : line.Sku ?? line.LegacyVariationId)
                : null,
            Sku = string.IsNullOrWhiteSpace(line.Sku) ? null : line.Sku,
            Title = line.Title ?? line.Sku ?? line.LegacyItemId ?? "",
            VariationTitle = line.VariationAspects is { Count: > 0 } aspects ? string.Join(" / ", aspects.Select(aspect => aspect.Value)) : null,
            Quantity = quantity,

            // eBay calls a line fulfilled as soon as one of its items has left; only its list of parcels knows better.
            QuantityShipped = line.LineItemFulfillmentStatus == "FULFILLED" ? quantity : 0,
            UnitPrice = quantity > 0 ? new Money((long)Math.Round(cost.Minor / (decimal)quantity, MidpointRounding.AwayFromZero), cost.Currency) : cost,
        };
    }
}
