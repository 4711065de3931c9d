using System.Globalization;
using Marketplace.Core.Accounts;
using Marketplace.Core.Alerts;
using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Core.ApiAccess;
using Marketplace.Core.Catalog;
using Marketplace.Core.Connections;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Cancelling;
using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Core.Fulfillment.Labels.Providers;
using Marketplace.Core.Fulfillment.Refunds;
using Marketplace.Core.Fulfillment.Replacing;
using Marketplace.Core.Fulfillment.Rules;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Allocation;
using Marketplace.Core.Inventory.Bulk;
using Marketplace.Core.Inventory.Brakes;
using Marketplace.Core.Inventory.Bundles;
using Marketplace.Core.Inventory.Incoming;
using Marketplace.Core.Inventory.Locations;
using Marketplace.Core.Inventory.LowStock;
using Marketplace.Core.Orders;
using Marketplace.Core.Orders.Erasure;
using Marketplace.Core.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Marketplace.Core.Audit;

/// <summary>
/// Which changes of rows the log tells of, and in which words. Numbers, switches and choices are told with their values; text never is,
/// for it may hold a secret or a person's data.
/// </summary>
internal static class AuditedChanges
{
    private const int MostText = 500;

    private static readonly Dictionary<Type, (string Area, string Name, string Subject)> Kinds = new()
    {
        [typeof(StockMovement)] = ("stock", "Stock movement", nameof(StockMovement.VariantId)),
        [typeof(StockBatch)] = ("stock", "Bulk stock change", "Id"),
        [typeof(StockLocation)] = ("stock", "Location", "Id"),
        [typeof(IncomingStock)] = ("stock", "Expected delivery", nameof(IncomingStock.VariantId)),
        [typeof(BundlePart)] = ("stock", "Part of a bundle", nameof(BundlePart.BundleId)),
        [typeof(AllocationRule)] = ("setting", "Channel rule", "Id"),
        [typeof(StockSettings)] = ("setting", "Stock settings", "SellerId"),
        [typeof(AlertSettings)] = ("setting", "Alert settings", "SellerId"),
        [typeof(WebhookTarget)] = ("setting", "Outbound webhook", "Id"),
        [typeof(SyncPlan)] = ("setting", "Times of a job", nameof(SyncPlan.ConnectionId)),
        [typeof(Connection)] = ("connection", "Store", "Id"),
        [typeof(Shipment)] = ("shipment", "Parcel", nameof(Shipment.OrderId)),
        [typeof(TrackingChange)] = ("shipment", "Change of tracking", nameof(TrackingChange.OrderId)),
        [typeof(ShippingLabel)] = ("shipment", "Label", nameof(ShippingLabel.OrderId)),
        [typeof(TrackingFile)] = ("shipment", "Tracking file", "Id"),
        [typeof(OrderCancellation)] = ("cancellation", "Cancellation", nameof(OrderCancellation.OrderId)),
        [typeof(OrderRefund)] = ("refund", "Refund", nameof(OrderRefund.OrderId)),
        [typeof(Invitation)] = ("team", "Invitation", "Id"),
        [typeof(Membership)] = ("team", "Membership", nameof(Membership.UserId)),
        [typeof(Order)] = ("order", "Order", "Id"),
        [typeof(OrderTag)] = ("order", "Tag of an order", nameof(OrderTag.OrderId)),
        [typeof(Listing)] = ("stock", "Listing", "Id"),
        [typeof(StockBrake)] = ("connection", "Brake", nameof(StockBrake.ConnectionId)),
        [typeof(ShippingRule)] = ("setting", "Shipping rule", "Id"),
        [typeof(CarrierAlias)] = ("setting", "Name of a carrier", "Id"),
        [typeof(LabelProviderAccount)] = ("setting", "Label provider", "Id"),
        [typeof(Seller)] = ("team", "Seller", "Id"),
        [typeof(ApiKey)] = ("key", "API key", "Id"),
        [typeof(ErasureRecord)] = ("privacy", "Erasure of buyers' data", nameof(ErasureRecord.ConnectionId)),
    };

    /// <summary>What the pending changes of a context say to the log; nothing where no person is acting.</summary>
    public static IReadOnlyList<AuditEntry> Of(ChangeTracker tracker)
    {
        if (Acting.Current is not { } acting)
        {
            return [];
        }

        return
        [
            .. from entry in tracker.Entries()
               where entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && Kinds.ContainsKey(entry.Metadata.ClrType)
               let kind = Kinds[entry.Metadata.ClrType]
               let text = Words(entry, kind.Name)
               where text is not null
               select new AuditEntry
               {
                   SellerId = entry.Entity is Seller seller ? seller.Id : (Guid)entry.Property("SellerId").CurrentValue!,
                   At = acting.At,
                   Actor = acting.Name,
                   Address = acting.Address,
                   Area = kind.Area,
                   Text = text.Length > MostText ? text[..MostText] : text,
                   SubjectId = (Guid?)entry.Property(kind.Subject).CurrentValue,
               },
        ];
    }

    // Of orders and listings the log tells what people alone decide; their marketplaces' news are on their timelines.
    private static string? Words(EntityEntry entry, string name) => entry.Entity switch
    {
        Order order => Changes(entry, nameof(Order.HoldUntil)) ? order.HoldUntil is null ? "Order released" : "Order held back" : null,
        Listing listing => Changes(entry, nameof(Listing.VariantId)) ? listing.VariantId is null ? "Listing unlinked" : "Listing linked" : null,
        _ => Facts(entry, name),
    };

    private static bool Changes(EntityEntry entry, string property) => entry.State == EntityState.Modified && entry.Property(property).IsModified;

    private static string? Facts(EntityEntry entry, string name)
    {
        var facts = entry.State == EntityState.Modified
            ? entry.Properties.Where(p => p.IsModified && IsTold(p) && !Equals(p.OriginalValue, p.CurrentValue)).Select(p => $"{p.Metadata.Name} {Value(p.OriginalValue)} → {Value(p.CurrentValue)}").ToList()
            : entry.Properties.Where(p => IsPlain(p) && p.CurrentValue is not null).Select(p => $"{p.Metadata.Name} {Value(p.CurrentValue)}").ToList();
        var list = string.Join(", ", facts);
        return entry.State switch
        {
            EntityState.Added => list.Length == 0 ? $"{name} made" : $"{name} made: {list}",
            EntityState.Deleted => list.Length == 0 ? $"{name} removed" : $"{name} removed: {list}",
            _ => list.Length == 0 ? null : $"{name} changed: {list}",
        };
    }

    private static bool IsTold(PropertyEntry property) => IsPlain(property) || property.Metadata.ClrType == typeof(string);

    // Text that a person wrote may say anything; that it changed is told, what it says is not.
    private static bool IsPlain(PropertyEntry property)
    {
        var type = Nullable.GetUnderlyingType(property.Metadata.ClrType) ?? property.Metadata.ClrType;
        return property.Metadata.Name != "Version" && (type.IsEnum || type == typeof(int) || type == typeof(long) || type == typeof(bool) || type == typeof(decimal));
    }

    private static string Value(object? value) => value switch
    {
        null => "none",
        string => "other text",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
