using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Orders;

/// <summary>Orders on the wire.</summary>
internal static class EbayOrderJson
{
    private const int FreeShippingFromCents = 35_00;
    private const int ShippingCents = 4_95;

    /// <summary>An order; asked for alone it also shows the wishes to cancel, and with TAX_BREAKDOWN the tax that eBay collects is in the total.</summary>
    public static object Of(EbayOrder order, SandboxCall call, bool alone)
    {
        var goods = order.Lines.Sum(line => line.PriceCents * line.Quantity);
        var shipping = ShippingOf(order);
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
            sellerId = Oauth.EbayKeyset.SellerName,
            buyer = new
            {
                username = buyer.UserName,
                taxAddress = new { city = buyer.City, stateOrProvince = buyer.State, postalCode = buyer.PostalCode, countryCode = "US" },
                buyerRegistrationAddress = Contact(order),
            },
            pricingSummary = new
            {
                priceSubtotal = EbayWire.Amount(goods),
                deliveryCost = EbayWire.Amount(shipping),
                total = EbayWire.Amount(goods + shipping + (breakdown ? tax : 0)),
            },
            cancelStatus = new { cancelState = order.CancelState, cancelRequests = alone ? CancelRequests(order) : [] },
            paymentSummary = PaymentSummary(order, goods + shipping + tax),
            fulfillmentStartInstructions = new[] { Instructions(order) },
            fulfillmentHrefs = order.Shipments.Select(shipment => EbayWire.Link(call, $"/sell/fulfillment/v1/order/{order.Id}/shipping_fulfillment/{Uri.EscapeDataString(shipment.Id)}")).ToList(),
            lineItems = order.Lines.Select(line => Line(order, line, breakdown)).ToList(),
            ebayCollectAndRemitTax = tax > 0 ? true : (bool?)null,
            salesRecordReference = $"{order.Number + 1000}",
            totalFeeBasisAmount = EbayWire.Amount(goods + shipping + tax),
            totalMarketplaceFee = EbayWire.Amount((goods + shipping) * 13 / 100 + 40),
        };
    }

    private static object PaymentSummary(EbayOrder order, long due) => new
    {
        totalDueSeller = EbayWire.Amount(due),
        refunds = Array.Empty<object>(),
        payments = new[]
        {
            new
            {
                paymentMethod = "EBAY",
                paymentReferenceId = $"{420_000 + order.Number}_S",
                paymentDate = order.PaymentStatus is "PENDING" or "FAILED" ? null : EbayWire.Time(order.Created),
                amount = EbayWire.Amount(due),
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
                shippingCarrierCode = "USPS",
                shippingServiceCode = order.ThroughHub ? "USPSGroundAdvantage" : "USPSPriority",
                shipToReferenceId = order.ThroughHub ? HubReference(order) : null,
            },
        };
    }

    private static object Contact(EbayOrder order) => new
    {
        fullName = order.Buyer.Name,
        contactAddress = new { addressLine1 = order.Buyer.Street, city = order.Buyer.City, stateOrProvince = order.Buyer.State, postalCode = order.Buyer.PostalCode, countryCode = "US" },
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

    private static object Line(EbayOrder order, EbayOrderLine line, bool breakdown)
    {
        var cost = line.PriceCents * line.Quantity;
        var shipping = ReferenceEquals(order.Lines[0], line) ? ShippingOf(order) : 0;
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
            lineItemCost = EbayWire.Amount(cost),
            quantity = line.Quantity,
            soldFormat = "FIXED_PRICE",
            listingMarketplaceId = "EBAY_US",
            purchaseMarketplaceId = "EBAY_US",
            lineItemFulfillmentStatus = order.IsFulfilled(line) ? "FULFILLED" : "NOT_STARTED",
            total = EbayWire.Amount(cost + shipping + (breakdown ? tax : 0)),
            deliveryCost = new { shippingCost = EbayWire.Amount(shipping) },
            appliedPromotions = Array.Empty<object>(),
            refunds = Array.Empty<object>(),
            taxes = Array.Empty<object>(),
            ebayCollectAndRemitTaxes = tax == 0 ? null : new[] { new { taxType = "STATE_SALES_TAX", amount = EbayWire.Amount(tax), collectionMethod = "NET" } },
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

    private static object[] CancelRequests(EbayOrder order) => order.CancelState == "NONE_REQUESTED" ? [] :
    [
        new
        {
            cancelInitiator = "BUYER",
            cancelReason = "BUYER_CANCEL_ORDER",
            cancelRequestedDate = EbayWire.Time(order.Modified),
            cancelRequestId = $"{5_000_000_000L + order.Number}",
            cancelRequestState = order.CancelState == "CANCELED" ? "COMPLETED" : "REQUESTED",
        },
    ];

    private static long ShippingOf(EbayOrder order) => order.Lines.Sum(line => line.PriceCents * line.Quantity) >= FreeShippingFromCents ? 0 : ShippingCents;

    // Oregon knows no sales tax; elsewhere eBay collects it from the buyer and keeps it out of the total.
    private static long TaxOf(EbayOrder order, EbayOrderLine line) => order.Buyer.State == "OR" || order.ThroughHub ? 0 : line.PriceCents * line.Quantity * 7 / 100;

    private static DateTimeOffset ShipBy(EbayOrder order) => new DateTimeOffset(order.Created.UtcDateTime.Date, TimeSpan.Zero).AddDays(3).AddHours(6).AddMinutes(59).AddSeconds(59);
}
