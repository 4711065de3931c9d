using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Orders;

/// <summary>Shipping fulfillments: stored for good, never changed, and twice if sent twice.</summary>
internal sealed partial class EbayShippingCalls(EbayStore store)
{
    private const int MostShipments = 200;
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>POST: 201 without a body; the id is in Location.</summary>
    public SandboxReply Create(SandboxCall call) => store.Write(s =>
    {
        if (s.Order(call.Path["orderId"]) is not { } order)
        {
            return BadOrder(call);
        }

        if (Parse(call) is not { LineItems: { Count: > 0 } lines } body || lines.Contains(null!))
        {
            return EbayRefusal.Fulfillment(32600, "Invalid input data");
        }

        if (Check(order, body, lines, s.Now) is { } refusal)
        {
            return refusal;
        }

        var id = string.IsNullOrEmpty(body.TrackingNumber) ? (999 + order.Shipments.Count).ToString(CultureInfo.InvariantCulture) : body.TrackingNumber;
        if (call.Fault != FaultKind.Ignored)
        {
            var shipment = new EbayShipment(
                id, body.TrackingNumber, body.ShippingCarrierCode, ReadTime(body.ShippedDate) ?? s.Now, s.Now, lines.ToDictionary(line => line.LineItemId!, line => line.Quantity!.Value));
            s.Change(order, o => o.Shipments.Add(shipment));
        }

        return SandboxReply.Empty(201).With("Location", EbayWire.Link(call, $"/sell/fulfillment/v1/order/{order.Id}/shipping_fulfillment/{Uri.EscapeDataString(id)}"));
    });

    /// <summary>GET of all; an order without parcels has an empty list.</summary>
    public SandboxReply List(SandboxCall call) => store.Read(s =>
    {
        if (s.Order(call.Path["orderId"]) is not { } order)
        {
            return BadOrder(call);
        }

        var visible = order.Shipments.Where(shipment => shipment.StoredAt <= s.Visible).Select(Json).ToList();
        return SandboxReply.OfJson(200, new { total = visible.Count, fulfillments = visible });
    });

    /// <summary>GET of one.</summary>
    public SandboxReply Get(SandboxCall call) => store.Read(s =>
    {
        if (s.Order(call.Path["orderId"]) is not { } order)
        {
            return BadOrder(call);
        }

        return order.Shipments.Find(shipment => shipment.Id == call.Path["fulfillmentId"] && shipment.StoredAt <= s.Visible) is { } shipment
            ? SandboxReply.OfJson(200, Json(shipment))
            : EbayRefusal.Fulfillment(32110, $"Invalid shipping fulfillment ID: {call.Path["fulfillmentId"]}", "fulfillmentId", call.Path["fulfillmentId"]);
    });

    private static SandboxReply? Check(EbayOrder order, Details body, IReadOnlyList<LineReference> lines, DateTimeOffset now)
    {
        if (order.CancelState == "CANCELED")
        {
            return EbayRefusal.Of(409, new EbayFault(32600, "API_FULFILLMENT", "BUSINESS", "Invalid input data", "The order is cancelled."));
        }

        foreach (var line in lines)
        {
            if (order.Lines.FirstOrDefault(known => known.Id == line.LineItemId) is not { } known)
            {
                return EbayRefusal.Fulfillment(32200, $"Invalid line item id: {line.LineItemId}", "lineItemId", line.LineItemId);
            }

            if (line.Quantity is not { } quantity || quantity < 1 || quantity > known.Quantity)
            {
                return EbayRefusal.Fulfillment(32600, "Invalid input data", "quantity", line.Quantity?.ToString(CultureInfo.InvariantCulture));
            }
        }

        if (lines.DistinctBy(line => line.LineItemId).Count() < lines.Count)
        {
            return EbayRefusal.Fulfillment(32210, "Duplicate line item in the request");
        }

        if (string.IsNullOrEmpty(body.TrackingNumber) != string.IsNullOrEmpty(body.ShippingCarrierCode)
            || (body.TrackingNumber is { Length: > 0 } tracking && !Tracking().IsMatch(tracking)))
        {
            return EbayRefusal.Fulfillment(32300, "Invalid shipment tracking number or carrier", "trackingNumber");
        }

        if (body.ShippedDate is not null && !(ReadTime(body.ShippedDate) <= now.AddDays(1)))
        {
            return EbayRefusal.Fulfillment(32500, "Invalid shipped date", "shippedDate", body.ShippedDate);
        }

        return order.Shipments.Count >= MostShipments ? EbayRefusal.Fulfillment(34100, "Maximum tracking number for order is exceeded") : null;
    }

    private static object Json(EbayShipment shipment) => new
    {
        fulfillmentId = shipment.Id,
        shipmentTrackingNumber = shipment.Tracking,
        shippingCarrierCode = shipment.Carrier,
        shippedDate = EbayWire.Time(shipment.ShippedAt),
        lineItems = shipment.Lines.Select(line => new { lineItemId = line.Key, quantity = line.Value }).ToList(),
    };

    private static SandboxReply BadOrder(SandboxCall call) => EbayRefusal.Fulfillment(32100, $"Invalid Order Id: {call.Path["orderId"]}", "orderId", call.Path["orderId"]);

    private static Details? Parse(SandboxCall call)
    {
        try
        {
            return JsonSerializer.Deserialize<Details>(call.Body, Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    [GeneratedRegex("^[A-Za-z0-9]+$")]
    private static partial Regex Tracking();

    private sealed record Details(IReadOnlyList<LineReference>? LineItems, string? ShippedDate, string? ShippingCarrierCode, string? TrackingNumber);

    private sealed record LineReference(string? LineItemId, int? Quantity);
}
