using System.Globalization;
using System.Xml.Linq;
using Marketplace.Sandbox.Ebay.Orders;
using Marketplace.Sandbox.Hosting;
using static Marketplace.Sandbox.Ebay.Trading.EbayTradingXml;

namespace Marketplace.Sandbox.Ebay.Trading;

/// <summary>GetOrders and CompleteSale, for clients that still use them.</summary>
internal sealed class EbayTradingOrders(EbayStore store)
{
    private const int LargestPage = 100;

    /// <summary>GetOrders, by ids, by change or by creation.</summary>
    public SandboxReply List(XElement request) => store.Read(s =>
    {
        var ids = request.Element(Ns + "OrderIDArray")?.Elements(Ns + "OrderID").Select(id => s.Order(id.Value)).OfType<EbayOrder>().ToList();
        var found = ids ?? Window(s, request);
        var paging = request.Element(Ns + "Pagination");
        var size = Math.Clamp(Number(paging?.Element(Ns + "EntriesPerPage")) ?? 25, 1, LargestPage);
        var page = Math.Max(1, Number(paging?.Element(Ns + "PageNumber")) ?? 1);
        var pages = (found.Count + size - 1) / size;
        return Answer(
            "GetOrders",
            "Success",
            s.Now,
            new XElement(Ns + "PaginationResult", new XElement(Ns + "TotalNumberOfPages", pages), new XElement(Ns + "TotalNumberOfEntries", found.Count)),
            new XElement(Ns + "HasMoreOrders", page < pages ? "true" : "false"),
            new XElement(Ns + "OrderArray", found.Skip((page - 1) * size).Take(size).Select(order => Order(s, order))),
            new XElement(Ns + "OrdersPerPage", size),
            new XElement(Ns + "PageNumber", page),
            new XElement(Ns + "ReturnedOrderCountActual", Math.Clamp(found.Count - (page - 1) * size, 0, size)));
    });

    /// <summary>CompleteSale: marks an order as shipped, with the parcel that is named.</summary>
    public SandboxReply Complete(SandboxCall call, XElement request) => store.Write(s =>
    {
        var parcel = request.Element(Ns + "Shipment")?.Element(Ns + "ShipmentTrackingDetails");
        var tracking = parcel?.Element(Ns + "ShipmentTrackingNumber")?.Value;
        if (s.Order(request.Element(Ns + "OrderID")?.Value ?? "") is not { } order)
        {
            return Failure("CompleteSale", s.Now, 21917182, "The order id is invalid.");
        }

        if (call.Fault != Faults.FaultKind.Ignored && (tracking is not null || request.Element(Ns + "Shipped")?.Value == "true"))
        {
            var id = tracking ?? (999 + order.Shipments.Count).ToString(CultureInfo.InvariantCulture);
            s.Change(order, o => o.Shipments.Add(new EbayShipment(
                id, tracking, parcel?.Element(Ns + "ShippingCarrierUsed")?.Value, s.Now, s.Now, o.Lines.ToDictionary(line => line.Id, line => line.Quantity))));
        }

        return Answer("CompleteSale", "Success", s.Now);
    });

    private static IReadOnlyList<EbayOrder> Window(EbayStore s, XElement request)
    {
        if (Time(request.Element(Ns + "ModTimeFrom")) is { } changed)
        {
            return s.ByModification.Between(changed, Time(request.Element(Ns + "ModTimeTo")) ?? s.Now);
        }

        var days = Number(request.Element(Ns + "NumberOfDays")) ?? 30;
        return s.ByCreation.Between(Time(request.Element(Ns + "CreateTimeFrom")) ?? s.Now.AddDays(-days), Time(request.Element(Ns + "CreateTimeTo")) ?? s.Now);
    }

    private static XElement Order(EbayStore s, EbayOrder order)
    {
        var currency = order.Site.Currency;
        return new XElement(
            Ns + "Order",
            new XElement(Ns + "OrderID", order.Id),
            new XElement(Ns + "OrderStatus", order.CancelState switch { "CANCELED" => "Cancelled", "IN_PROGRESS" => "CancelPending", _ => "Completed" }),
            new XElement(Ns + "CheckoutStatus", new XElement(Ns + "eBayPaymentStatus", order.PaymentStatus == "PENDING" ? "PayPalPaymentInProcess" : "NoPaymentFailure"), new XElement(Ns + "Status", "Complete")),
            new XElement(Ns + "CreatedTime", EbayWire.Time(order.Created)),
            Amount("Subtotal", order.GoodsCents, currency),
            Amount("Total", order.TotalCents, currency),
            Amount("AmountPaid", order.TotalCents, currency),
            new XElement(Ns + "SellerUserID", s.Seller),
            new XElement(Ns + "BuyerUserID", order.Buyer.UserName),
            order.PaymentStatus is "PENDING" or "FAILED" ? null : new XElement(Ns + "PaidTime", EbayWire.Time(order.Created)),
            order.FulfillmentStatus == "NOT_STARTED" ? null : new XElement(Ns + "ShippedTime", EbayWire.Time(order.Shipments[0].ShippedAt)),
            new XElement(
                Ns + "ShippingAddress",
                new XElement(Ns + "Name", order.Buyer.Name),
                new XElement(Ns + "Street1", order.Buyer.Street),
                new XElement(Ns + "CityName", order.Buyer.City),
                new XElement(Ns + "StateOrProvince", order.Buyer.State),
                new XElement(Ns + "Country", order.Site.Country),
                new XElement(Ns + "Phone", order.Buyer.Phone),
                new XElement(Ns + "PostalCode", order.Buyer.PostalCode)),
            new XElement(Ns + "ShippingServiceSelected", new XElement(Ns + "ShippingService", order.Site.Service), Amount("ShippingServiceCost", order.ShippingCents, currency)),
            new XElement(Ns + "TransactionArray", order.Lines.Select(line => Transaction(order, line))));
    }

    private static XElement Transaction(EbayOrder order, EbayOrderLine line) => new(
        Ns + "Transaction",
        new XElement(Ns + "CreatedDate", EbayWire.Time(order.Created)),
        new XElement(
            Ns + "Item",
            new XElement(Ns + "ItemID", line.Listing.ListingId),
            new XElement(Ns + "Title", line.Listing.Item.Title),
            line.Listing.VariationId is null && line.Listing.Sku is not null ? new XElement(Ns + "SKU", line.Listing.Sku) : null),
        new XElement(Ns + "OrderLineItemID", $"{line.Listing.ListingId}-{line.Id}"),
        new XElement(Ns + "QuantityPurchased", line.Quantity),
        new XElement(Ns + "TransactionID", line.Id),
        Amount("TransactionPrice", line.PriceCents, order.Site.Currency),
        line.Listing.VariationId is null ? null : new XElement(Ns + "Variation", new XElement(Ns + "SKU", line.Listing.Sku)));

    private static DateTimeOffset? Time(XElement? element) =>
        DateTimeOffset.TryParse(element?.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
