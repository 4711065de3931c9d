using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Orders;

/// <summary>Orders on the wire.</summary>
internal static class EbayOrderJson
{
    /// <summary>An order; asked for alone it also shows the wishes to cancel, and with TAX_BREAKDOWN the tax that eBay collects is in the total.</summary>
    public static object Of(EbayStore store, EbayOrder order, SandboxCall call, bool alone)
    {
        var (goods, shipping) = (order.GoodsCents, order.ShippingCents);
        var seller = store.Seller;
        var breakdown = call.QueryValue("fieldGroups") == "TAX_BREAKDOWN";
        var tax = order.Lines.Sum(line => TaxOf(order, line));
        var buyer = order.Buyer;
        return new
        {
            orderId = order.Id,
            legacyOrderId = order.Id,
            creationDate = EbayWire.Time(order.Created),
            lastModifiedDate = EbayWire.Time(order.Modified),
            orderFulfillmentStatus = order.FulfillmentStatus,
            orderPaymentStatus = order.PaymentStatus,
            sellerId = seller,
            buyer = new
            {
                username = buyer.UserName,
                taxAddress = new { city = buyer.City, stateOrProvince = buyer.State, postalCode = buyer.PostalCode, countryCode = order.Site.Country },
                buyerRegistrationAddress = Contact(order),
            },
            pricingSummary = new
            {
                priceSubtotal = EbayWire.Amount(goods, order.Site.Currency),
                deliveryCost = EbayWire.Amount(shipping, order.Site.Currency),
                total = EbayWire.Amount(goods + shipping + (breakdown ? tax : 0), order.Site.Currency),
            },
            cancelStatus = new { cancelState = order.CancelState, cancelledDate = order.Cancellation is { IsClosed: true, ClosedAt: { } closed } ? EbayWire.Time(closed) : null, cancelRequests = alone ? CancelRequests(order) : [] },
            paymentSummary = PaymentSummary(order, goods + shipping + tax, store.Visible),
            fulfillmentStartInstructions = new[] { Instructions(order) },
            fulfillmentHrefs = order.Shipments.Select(shipment => EbayWire.Link(call, $"/sell/fulfillment/v1/order/{order.Id}/shipping_fulfillment/{Uri.EscapeDataString(shipment.Id)}")).ToList(),
            lineItems = order.Lines.Select(line => Line(order, line, breakdown, store.Visible)).ToList(),
            ebayCollectAndRemitTax = tax > 0 ? true : (bool?)null,
            salesRecordReference = $"{order.Number + 1000}",
            totalFeeBasisAmount = EbayWire.Amount(goods + shipping + tax, order.Site.Currency),
            totalMarketplaceFee = EbayWire.Amount((goods + shipping) * 13 / 100 + 40, order.Site.Currency),
        };
    }

    private static object PaymentSummary(EbayOrder order, long due, DateTimeOffset visible) => new
    {
        totalDueSeller = EbayWire.Amount(due, order.Site.Currency),
        refunds = order.Refunds.Where(refund => refund.Lines.Count == 0 && refund.AskedAt <= visible).Select(refund => Refund(order, refund, refund.Cents, withStatus: true)).ToList(),
        payments = new[]
        {
            new
            {
                paymentMethod = "EBAY",
                paymentReferenceId = $"{420_000 + order.Number}_S",
                paymentDate = order.PaymentStatus is "PENDING" or "FAILED" ? null : EbayWire.Time(order.Created),
                amount = EbayWire.Amount(due, order.Site.Currency),
                paymentStatus = order.PaymentStatus is "PENDING" or "FAILED" ? order.PaymentStatus : "PAID",
            },
        },
    };

    private static object Instructions(EbayOrder order)
    {
        var buyer = order.Buyer;
        return new
        {
            fulfillmentInstructionsType = "SHIP_TO",
            minEstimatedDeliveryDate = EbayWire.Time(order.Created.AddDays(4)),
            maxEstimatedDeliveryDate = EbayWire.Time(order.Created.AddDays(7)),
            ebaySupportedFulfillment = order.ThroughHub,
            finalDestinationAddress = order.ThroughHub
                ? new { addressLine1 = buyer.Street, city = "Toronto", stateOrProvince = "ON", postalCode = "M5V 2T6", countryCode = "CA" }
                : null,
            shippingStep = new
            {
                shipTo = order.ThroughHub ? Hub(order) : Contact(order),
                shippingCarrierCode = order.Site.Carrier,
                shippingServiceCode = order.ThroughHub ? "USPSGroundAdvantage" : order.Site.Service,
                shipToReferenceId = order.ThroughHub ? HubReference(order) : null,
            },
        };
    }

    private static object Contact(EbayOrder order) => new
    {
        fullName = order.Buyer.Name,
        contactAddress = new { addressLine1 = order.Buyer.Street, city = order.Buyer.City, stateOrProvince = order.Buyer.State, postalCode = order.Buyer.PostalCode, countryCode = order.Site.Country },
        primaryPhone = new { phoneNumber = order.Buyer.Phone },
        email = $"{order.Number:x8}{order.Buyer.UserName}@members.ebay.com",
    };

    private static object Hub(EbayOrder order) => new
    {
        fullName = order.Buyer.Name,
        contactAddress = new { addressLine1 = "1850 Example Hub Dr", addressLine2 = $"Ref #{HubReference(order)}", city = "Erlanger", stateOrProvince = "KY", postalCode = "41018", countryCode = "US" },
        primaryPhone = new { phoneNumber = "555-0100" },
    };

    private static string HubReference(EbayOrder order) => $"EIS{3_000_000 + order.Number}";

    private static object Line(EbayOrder order, EbayOrderLine line, bool breakdown, DateTimeOffset visible)
    {
        var cost = line.CostCents;
        var shipping = order.PaidCents(line) - cost;
        var tax = TaxOf(order, line);
        var item = line.Listing.Item;
        return new
        {
            lineItemId = line.Id,
            legacyItemId = line.Listing.ListingId,
            legacyVariationId = line.Listing.VariationId,
            sku = line.Listing.Sku,
            title = item.Title,
            variationAspects = item.Variation.Count == 0 ? null : item.Variation.Select(aspect => new { name = aspect.Key, value = aspect.Value }).ToList(),
            lineItemCost = EbayWire.Amount(cost, order.Site.Currency),
            quantity = line.Quantity,
            soldFormat = "FIXED_PRICE",
            listingMarketplaceId = order.Site.Id,
            purchaseMarketplaceId = order.Site.Id,
            lineItemFulfillmentStatus = order.IsFulfilled(line) ? "FULFILLED" : "NOT_STARTED",
            total = EbayWire.Amount(cost + shipping + (breakdown ? tax : 0), order.Site.Currency),
            deliveryCost = new { shippingCost = EbayWire.Amount(shipping, order.Site.Currency) },
            appliedPromotions = Array.Empty<object>(),
            refunds = order.Refunds.Where(refund => refund.Lines.ContainsKey(line.Id) && refund.AskedAt <= visible).Select(refund => Refund(order, refund, refund.Lines[line.Id], withStatus: false)).ToList(),
            taxes = Array.Empty<object>(),
            ebayCollectAndRemitTaxes = tax == 0 ? null : new[] { new { taxType = "STATE_SALES_TAX", amount = EbayWire.Amount(tax, order.Site.Currency), collectionMethod = "NET" } },
            properties = new { buyerProtection = true },
            lineItemFulfillmentInstructions = new
            {
                minEstimatedDeliveryDate = EbayWire.Time(order.Created.AddDays(4)),
                maxEstimatedDeliveryDate = EbayWire.Time(order.Created.AddDays(7)),
                shipByDate = EbayWire.Time(ShipBy(order)),
                guaranteedDelivery = false,
            },
            itemLocation = new { location = "Portland, Oregon", countryCode = "US", postalCode = "97201" },
        };
    }

    private static object Refund(EbayOrder order, EbayRefund refund, long cents, bool withStatus) => new
    {
        refundId = refund.Id,
        amount = EbayWire.Amount(cents, order.Site.Currency),
        refundDate = refund.PaidAt is { } paid ? EbayWire.Time(paid) : null,
        refundStatus = withStatus ? refund.Status : null,
        refundReferenceId = withStatus && refund.PaidAt is not null ? $"{refund.Id}_R" : null,
    };

    private static object[] CancelRequests(EbayOrder order) => order.Cancellation is not { } cancellation ? [] :
    [
        new
        {
            cancelInitiator = cancellation.Requestor,
            cancelReason = cancellation.Reason,
            cancelRequestedDate = EbayWire.Time(cancellation.AskedAt),
            cancelCompletedDate = cancellation is { IsClosed: true, ClosedAt: { } closed } ? EbayWire.Time(closed) : null,
            cancelRequestId = cancellation.Id,
            cancelRequestState = cancellation.IsRejected ? "REJECTED" : cancellation.IsOpen ? "REQUESTED" : "COMPLETED",
        },
    ];

    // Oregon knows no sales tax; elsewhere in the States eBay collects it from the buyer and keeps it out of the total.
    private static long TaxOf(EbayOrder order, EbayOrderLine line) => order.Site.Country != "US" || order.Buyer.State == "OR" || order.ThroughHub ? 0 : line.CostCents * 7 / 100;

    private static DateTimeOffset ShipBy(EbayOrder order) => new DateTimeOffset(order.Created.UtcDateTime.Date, TimeSpan.Zero).AddDays(3).AddHours(6).AddMinutes(59).AddSeconds(59);
}
