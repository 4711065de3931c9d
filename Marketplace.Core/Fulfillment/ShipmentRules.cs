using System.Security.Cryptography;
using System.Text;
using Marketplace.Core.Connections;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment;

/// <summary>A parcel that may be stored.</summary>
/// <param name="TrackingNumber">Normalised.</param>
/// <param name="Carrier">In the marketplace's spelling.</param>
/// <param name="Lines">What is in it; never empty.</param>
/// <param name="Warning">What the seller should know all the same.</param>
internal sealed record ParcelDraft(string TrackingNumber, CarrierMatch Carrier, IReadOnlyList<ShipRequestLine> Lines, string? Warning);

/// <summary>Says whether a parcel may be entered for an order, and if not, why, in plain words. Decides alike for dialogs, files and the API.</summary>
internal static class ShipmentRules
{
    /// <summary>Why an order whose buyer wants to cancel is not shipped without asking.</summary>
    public const string CancelRequestedProblem =
        "The buyer has asked to cancel this order. Answer the request first, or open the order and ship it all the same.";

    /// <summary>What stands against shipping the order at all; null when nothing does.</summary>
    public static ShipVerdict? Obstacle(ShippableOrder shippable, MarketplacePlatform platform)
    {
        var order = shippable.Order;
        var name = platform.Descriptor.Name;
        return order switch
        {
            { FulfilledByMarketplace: true } => Refused(order.Id, $"{name} ships this order itself; there is nothing to enter."),
            { State: OrderState.Cancelled } => Refused(order.Id, "This order was cancelled. Do not ship it."),
            { State: OrderState.Pending } => Refused(order.Id, "This order cannot be shipped yet: it is unpaid, or the buyer may still cancel it. It moves to “To ship” by itself."),
            { State: OrderState.Shipped or OrderState.Delivered } => new ShipVerdict(order.Id, ShipOutcome.AlreadyShipped, "This order is shipped already."),
            _ when shippable.IsBeingCancelled => Refused(order.Id, $"This order is being cancelled on {name}. Do not ship it."),
            _ when shippable.StoreState == ConnectionState.Disconnected => Refused(order.Id, $"The store {shippable.StoreName} is not connected. Connect it again, then enter the parcel."),
            _ when platform.Shipments is null => Refused(order.Id, $"Shipments of {name} cannot be confirmed from here. Enter the tracking number on {name} itself."),
            _ => null,
        };
    }

    /// <summary>Judges one request against the order as it stands.</summary>
    /// <returns>A verdict that ends the matter, or a draft to store.</returns>
    public static (ShipVerdict? Verdict, ParcelDraft? Draft) Judge(ShippableOrder shippable, MarketplacePlatform platform, ShipRequest request, DateTimeOffset now)
    {
        var order = shippable.Order;
        var number = TrackingNumber.Normalize(request.TrackingNumber);
        if (number.Length > 0 && AlreadyEntered(shippable, request, number) is { } known)
        {
            return (known, null);
        }

        if (Obstacle(shippable, platform) is { } obstacle)
        {
            return (obstacle, null);
        }

        if (order.CancelRequested && !request.DespiteCancelRequest)
        {
            return (Refused(order.Id, CancelRequestedProblem), null);
        }

        if (!request.DespiteHold && HoldWords.Problem(order.HoldUntil, order.HoldReason, now) is { } held)
        {
            return (Refused(order.Id, held), null);
        }

        if (TrackingNumber.Problem(number, platform.Descriptor) is { } problem)
        {
            return (Refused(order.Id, problem), null);
        }

        var carrier = CarrierFor(platform.Descriptor, number, request.CarrierCode, request.CarrierName, shippable.Aliases);
        if (carrier.Problem is not null)
        {
            return (Refused(order.Id, carrier.Problem), null);
        }

        var lines = request.Lines ?? shippable.AllLeft();
        if (LineProblem(shippable, lines) is { } lineProblem)
        {
            return (Refused(order.Id, lineProblem), null);
        }

        return (null, new ParcelDraft(number, carrier, lines, Warning(shippable, number, carrier)));
    }

    /// <summary>
    /// The carrier as the seller's own table has it, else as named, else as the number's form tells it. A name that the marketplace
    /// does not know gives way to a number that leaves no doubt.
    /// </summary>
    public static CarrierMatch CarrierFor(MarketplaceDescriptor marketplace, string number, string? code, string? name, IReadOnlyDictionary<(string, string), CarrierMatch> aliases)
    {
        if (string.IsNullOrWhiteSpace(code) && string.IsNullOrWhiteSpace(name))
        {
            return CarrierDirectory.Detect(marketplace, number) is { } detected
                ? new CarrierMatch(detected.Code, detected.Name, null)
                : new CarrierMatch(null, "", "Name the carrier; the tracking number alone does not tell it.");
        }

        if (aliases.TryGetValue((marketplace.Key.Value, CarrierSynonyms.Fold(name ?? "")), out var own))
        {
            return own;
        }

        var match = CarrierDirectory.Match(marketplace, code, name);
        return match.Problem is not null && CarrierDirectory.Certain(marketplace, number) is { } certain ? new CarrierMatch(certain.Code, certain.Name, null) : match;
    }

    /// <summary>Identifies a parcel by order, contents and number, so that entering it twice is seen.</summary>
    public static string IdempotencyKey(Guid orderId, IEnumerable<ShipRequestLine> lines, string number)
    {
        var contents = string.Join(',', lines.OrderBy(l => l.OrderLineId).Select(l => $"{l.OrderLineId:N}x{l.Quantity}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{orderId:N}|{contents}|{number.ToUpperInvariant()}")));
    }

    // "All that is left" under a number that is known already means that same parcel, not an empty further one.
    private static ShipVerdict? AlreadyEntered(ShippableOrder shippable, ShipRequest request, string number)
    {
        var same = request.Lines is null
            ? shippable.ParcelWith(number)
            : shippable.Shipments.FirstOrDefault(s => s.HoldsItems && s.IdempotencyKey == IdempotencyKey(request.OrderId, request.Lines, number));
        return same is null
            ? null
            : new ShipVerdict(request.OrderId, ShipOutcome.AlreadyEntered, "This parcel is entered already; nothing was added.", same.Id);
    }

    /// <summary>What is wrong with the contents of a parcel; null when nothing is.</summary>
    public static string? LineProblem(ShippableOrder shippable, IReadOnlyList<ShipRequestLine> lines)
    {
        if (lines.Count == 0)
        {
            return "Nothing of this order is left to ship: every item is in a parcel already.";
        }

        foreach (var group in lines.GroupBy(l => l.OrderLineId))
        {
            if (shippable.Order.Lines.FirstOrDefault(l => l.Id == group.Key) is not { } line)
            {
                return "One of the lines is not part of this order. Reload the order and try again.";
            }

            if (group.Count() > 1 || group.Any(l => l.Quantity < 1))
            {
                return $"Enter at least 1 item of {line.Sku ?? line.Title}, once per line.";
            }

            var left = shippable.Left(line);
            if (group.Sum(l => l.Quantity) > left)
            {
                return $"Only {left} of {line.Quantity} × {line.Sku ?? line.Title} is left to ship.";
            }
        }

        return null;
    }

    private static string? Warning(ShippableOrder shippable, string number, CarrierMatch carrier)
    {
        string?[] warnings =
        [
            shippable.Order.CancelRequested ? "The buyer has asked to cancel this order." : null,
            shippable.StoreState == ConnectionState.NeedsReauthorization ? $"The store {shippable.StoreName} must be connected again first; the parcel is sent then." : null,
            CarrierDirectory.Doubt(number, carrier.Name),
        ];
        var text = string.Join(' ', warnings.Where(w => w is not null));
        return text.Length == 0 ? null : text;
    }

    private static ShipVerdict Refused(Guid orderId, string message) => new(orderId, ShipOutcome.Refused, message);
}
