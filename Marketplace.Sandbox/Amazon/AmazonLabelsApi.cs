using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>A label that was bought. Guarded by its store's lock.</summary>
/// <param name="Id">Shipment id.</param>
/// <param name="Order">The order.</param>
/// <param name="Reference">Its parcel's reference within the order.</param>
/// <param name="Service">What was bought.</param>
/// <param name="Request">The details as they were sent.</param>
/// <param name="Tracking">Tracking number.</param>
/// <param name="CreatedAt">UTC.</param>
internal sealed record AmazonShipment(string Id, AmazonOrder Order, string Reference, AmazonOffer Service, JsonObject Request, string Tracking, DateTimeOffset CreatedAt)
{
    public string Status { get; set; } = "Purchased";
}

/// <summary>A service that would carry a parcel.</summary>
internal sealed record AmazonOffer(string Id, string Name, string Carrier, decimal Price, int Days);

/// <summary>Merchant Fulfillment v0: offers that lapse, labels that ship the order, and no protection against buying twice.</summary>
internal sealed class AmazonLabelsApi(AmazonOfferTokens offers)
{
    private readonly ConcurrentDictionary<string, AmazonShipment> shipments = new();
    private long lastTracking = 1_540_100_000_000_000_000;

    /// <summary>getEligibleShipmentServices.</summary>
    public SandboxReply Eligible(AmazonCall request)
    {
        var details = Details(request);
        lock (request.Store.Gate)
        {
            var now = request.Store.Settle();
            var order = OrderOf(request, details);
            return AmazonReplies.OfPascal(200, new { payload = new { ShippingServiceList = AmazonOfferTokens.For(details).Select(o => AmazonLabelJson.Service(o, offers.Make(order.Id, o.Id, now), request.Store.Region, now)).ToArray() } });
        }
    }

    /// <summary>getAdditionalSellerInputs: no service here wants any.</summary>
    public static SandboxReply Inputs(AmazonCall request)
    {
        var body = AmazonBody.Object(request.Call);
        AmazonBody.Required(body, "ShippingServiceId", "ShippingServiceId");
        if (body["ShipFromAddress"] is not JsonObject)
        {
            throw AmazonReplies.Invalid("ShipFromAddress is required.");
        }

        lock (request.Store.Gate)
        {
            request.Store.Settle();
            OrderOf(request, new JsonObject { ["AmazonOrderId"] = AmazonBody.Required(body, "OrderId", "OrderId") });
            return AmazonReplies.OfPascal(200, new { payload = new { ShipmentLevelFields = Array.Empty<object>(), ItemLevelFieldsList = Array.Empty<object>() } });
        }
    }

    /// <summary>createShipment; needs a token for restricted data.</summary>
    public SandboxReply Create(AmazonCall request)
    {
        if (!request.SeesBuyers)
        {
            return AmazonReplies.Denied("");
        }

        var body = AmazonBody.Object(request.Call);
        var details = Details(request);
        var serviceId = AmazonBody.Required(body, "ShippingServiceId", "ShippingServiceId");
        var store = request.Store;
        lock (store.Gate)
        {
            var now = store.Settle();
            var order = OrderOf(request, details);
            var offer = AmazonOfferTokens.For(details).FirstOrDefault(o => o.Id == serviceId);
            if (offer is null || (AmazonBody.Text(body, "ShippingServiceOfferId") is { } token && !offers.IsGood(token, order.Id, serviceId, now)))
            {
                throw AmazonReplies.Invalid("The shipping service offer is not valid or has expired.");
            }

            var items = ((JsonArray)details["ItemList"]!).ToDictionary(i => AmazonBody.Required(i, "OrderItemId", "ItemList.OrderItemId"), i => AmazonBody.Number(i, "Quantity") ?? 0);
            var reference = (order.Parcels.Count + 1).ToString(CultureInfo.InvariantCulture);
            var tracking = Interlocked.Increment(ref lastTracking).ToString(CultureInfo.InvariantCulture);
            var parcel = new AmazonParcel(reference, offer.Carrier, offer.Carrier, offer.Name, tracking, now, now, items);
            AmazonConfirmations.Check(order, parcel);
            AmazonConfirmations.Apply(store, order, parcel, now);
            var shipment = new AmazonShipment(Guid.NewGuid().ToString("D"), order, reference, offer, details, tracking, now);
            shipments[shipment.Id] = shipment;
            return AmazonReplies.OfPascal(200, new { payload = AmazonLabelJson.Shipment(shipment, store.Region, now) });
        }
    }

    /// <summary>getShipment; needs a token for restricted data.</summary>
    public SandboxReply Get(AmazonCall request) => Read(request, (_, _) => { });

    /// <summary>cancelShipment; the order waits for shipping again, unless the carrier has seen the parcel (a partial fault).</summary>
    public SandboxReply Cancel(AmazonCall request) => Read(request, (shipment, now) =>
    {
        if (request.Call.Fault == FaultKind.Partial)
        {
            shipment.Status = "RefundRejected";
        }
        else if (shipment.Status == "Purchased" && request.Call.Fault != FaultKind.Ignored)
        {
            shipment.Status = "RefundPending";
            AmazonConfirmations.Withdraw(request.Store, shipment.Order, shipment.Reference, now);
        }
    });

    private SandboxReply Read(AmazonCall request, Action<AmazonShipment, DateTimeOffset> change)
    {
        if (!request.SeesBuyers)
        {
            return AmazonReplies.Denied("");
        }

        lock (request.Store.Gate)
        {
            var now = request.Store.Settle();
            var id = request.Call.Path["shipmentId"];
            var shipment = shipments.GetValueOrDefault(id) ?? throw AmazonReplies.NotFound("ResourceNotFound", $"Shipment {id} was not found.");
            change(shipment, now);
            return AmazonReplies.OfPascal(200, new { payload = AmazonLabelJson.Shipment(shipment, request.Store.Region, now) });
        }
    }

    private static JsonObject Details(AmazonCall request)
    {
        var details = AmazonBody.Object(request.Call)["ShipmentRequestDetails"] as JsonObject ?? throw AmazonReplies.Invalid("ShipmentRequestDetails is required.");
        foreach (var part in new[] { "ItemList", "ShipFromAddress", "PackageDimensions", "Weight", "ShippingServiceOptions" })
        {
            if (details[part] is null)
            {
                throw AmazonReplies.Invalid($"ShipmentRequestDetails.{part} is required.");
            }
        }

        return details["ItemList"] is JsonArray { Count: > 0 } ? details : throw AmazonReplies.Invalid("ShipmentRequestDetails.ItemList is required.");
    }

    private static AmazonOrder OrderOf(AmazonCall request, JsonObject details)
    {
        var id = AmazonBody.Required(details, "AmazonOrderId", "AmazonOrderId");
        var order = request.Store.Order(id) ?? throw AmazonReplies.NotFound("ResourceNotFound", $"Order {id} was not found.");
        return order.Status is AmazonOrderStatus.Unshipped or AmazonOrderStatus.PartiallyShipped && !order.ShippedByAmazon
            ? order
            : throw AmazonReplies.Invalid($"Order {id} is not waiting to be shipped by the seller.");
    }
}
