using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>confirmShipment of Orders v0: one parcel per call, strict about types and states.</summary>
internal static class AmazonConfirmations
{
    private const string ItemText = "OrderItemId is invalid, please obtain the value through the getOrderItems API or Manage Orders page";
    private const string NoPackageText = "Failed to create package due to not finding a matching package or order already fulfilled. Reason: PackageToUpdateNotFound";

    /// <summary>Confirms, or with a known package reference changes, a parcel.</summary>
    public static SandboxReply Confirm(AmazonCall request)
    {
        var body = AmazonBody.Object(request.Call);
        var marketplace = AmazonBody.Required(body, "marketplaceId", "marketplaceId");
        var store = request.Store;
        lock (store.Gate)
        {
            var now = store.Settle();
            var parcel = Read(body, now);
            var order = AmazonOrdersApi.Find(request);
            if (marketplace != store.Region.MarketplaceId)
            {
                throw AmazonReplies.Invalid("Invalid value for field [marketplaceId].");
            }

            Check(order, parcel);
            if (request.Call.Fault == FaultKind.Partial)
            {
                throw AmazonReplies.Invalid("The shipment confirmation of this order is refused.");
            }

            // A code that Amazon does not know is accepted and then dropped, which the answer does not tell.
            if (request.Call.Fault != FaultKind.Ignored && AmazonCarrierCodes.Knows(parcel.CarrierCode))
            {
                store.Delay(() => Apply(store, order, parcel, now));
            }

            return SandboxReply.Empty(204);
        }
    }

    /// <summary>Stores a parcel. Hold the store's lock.</summary>
    public static void Apply(AmazonStore store, AmazonOrder order, AmazonParcel parcel, DateTimeOffset at)
    {
        order.Parcels.RemoveAll(p => p.Reference == parcel.Reference);
        order.Parcels.Add(parcel);
        Recount(store, order, at);
    }

    /// <summary>Takes a parcel back. Hold the store's lock.</summary>
    public static void Withdraw(AmazonStore store, AmazonOrder order, string reference, DateTimeOffset at)
    {
        order.Parcels.RemoveAll(p => p.Reference == reference);
        Recount(store, order, at);
    }

    /// <summary>Refuses a parcel that the order's state or items do not allow. Hold the store's lock.</summary>
    public static void Check(AmazonOrder order, AmazonParcel parcel)
    {
        if (order.ShippedByAmazon)
        {
            throw AmazonReplies.Invalid("Shipment confirmation is not allowed for orders that are fulfilled by Amazon.");
        }

        if (order.IsPending || order.Status == AmazonOrderStatus.Cancelled)
        {
            throw AmazonReplies.Invalid($"Shipment confirmation is not allowed for an order in status {AmazonOrderStatus.Old(order.Status)}.");
        }

        var edits = order.Parcels.Any(p => p.Reference == parcel.Reference);
        if (order.Status == AmazonOrderStatus.Shipped && !edits)
        {
            throw AmazonReplies.InvalidMessage(NoPackageText);
        }

        foreach (var (itemId, quantity) in parcel.Items)
        {
            var item = order.Items.FirstOrDefault(i => i.Id == itemId) ?? throw AmazonReplies.InvalidMessage(ItemText);
            var elsewhere = order.Parcels.Where(p => p.Reference != parcel.Reference).Sum(p => p.Items.GetValueOrDefault(itemId));
            if (item.CancelReason is not null)
            {
                throw AmazonReplies.Invalid($"Order item {itemId} is cancelled.");
            }

            if (elsewhere + quantity > item.Quantity)
            {
                throw AmazonReplies.Invalid($"The quantity {quantity} of order item {itemId} exceeds what is left to ship.");
            }
        }
    }

    /// <summary>Works out anew where an order stands. Hold the store's lock.</summary>
    public static void Recount(AmazonStore store, AmazonOrder order, DateTimeOffset at)
    {
        foreach (var item in order.Items)
        {
            item.Shipped = Math.Min(item.Quantity, order.Parcels.Sum(p => p.Items.GetValueOrDefault(item.Id)));
        }

        order.Status = order.Items.All(i => i.Shipped == i.Quantity || i.CancelReason is not null) ? AmazonOrderStatus.Shipped
            : order.Items.Any(i => i.Shipped > 0) ? AmazonOrderStatus.PartiallyShipped
            : AmazonOrderStatus.Unshipped;
        store.Touch(order, at);
    }

    private static AmazonParcel Read(JsonObject body, DateTimeOffset now)
    {
        var detail = body["packageDetail"] as JsonObject ?? throw AmazonReplies.InvalidMessage("The input you have submitted is not valid. Please check the fields with missing value [packageDetail].");
        string Field(string name) => AmazonBody.Required(detail, name, $"packageDetail.{name}");
        var reference = Field("packageReferenceId");
        if (!reference.All(char.IsAsciiDigit) || reference.All(c => c == '0'))
        {
            throw AmazonReplies.InvalidMessage("PackageReferenceId: is invalid, must be a positive numeric value.");
        }

        var code = Field("carrierCode");
        var name = AmazonBody.Optional(detail, "carrierName", "packageDetail.carrierName");
        if (code == "Other" && string.IsNullOrWhiteSpace(name))
        {
            throw AmazonReplies.Invalid("carrierName is required when carrierCode is Other.");
        }

        var tracking = Field("trackingNumber");
        var dateText = Field("shipDate");
        if (!dateText.Contains('T', StringComparison.Ordinal) || !DateTimeOffset.TryParse(dateText, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var shipped))
        {
            throw AmazonReplies.Invalid("Invalid Date-Time field(s) [packageDetail.shipDate].");
        }

        if (shipped > now.AddMinutes(1))
        {
            throw AmazonReplies.Invalid("packageDetail.shipDate must not be in the future.");
        }

        return new AmazonParcel(reference.TrimStart('0'), code, name, AmazonBody.Optional(detail, "shippingMethod", "packageDetail.shippingMethod"), tracking, shipped, now, Items(detail));
    }

    private static Dictionary<string, int> Items(JsonObject detail)
    {
        if (detail["orderItems"] is not JsonArray { Count: > 0 } list)
        {
            throw AmazonReplies.InvalidMessage("The input you have submitted is not valid. Please check the fields with invalid type [packageDetail.orderItems].");
        }

        var items = new Dictionary<string, int>();
        foreach (var entry in list)
        {
            var id = AmazonBody.Required(entry, "orderItemId", "packageDetail.orderItems.orderItemId");
            var quantity = AmazonBody.Number(entry, "quantity") ?? throw AmazonReplies.InvalidMessage("The input you have submitted is not valid. Please check the fields with invalid type [packageDetail.orderItems.quantity].");
            if (quantity < 1)
            {
                throw AmazonReplies.Invalid("packageDetail.orderItems.quantity must be at least 1.");
            }

            items[id] = items.GetValueOrDefault(id) + quantity;
        }

        return items;
    }
}
