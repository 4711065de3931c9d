using System.Globalization;
using Marketplace.Core.Common;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment.Files;

/// <summary>What becomes of a row.</summary>
/// <param name="Row">The row.</param>
/// <param name="Verdict">Ready, refused or skipped.</param>
/// <param name="Message">Why, in plain words.</param>
/// <param name="Lines">Items that it takes; empty unless ready.</param>
/// <param name="Known">The parcel that the row asks for, where it is entered already.</param>
/// <param name="ShippedAt">Day on which it was handed over, UTC; null where the row names none.</param>
internal sealed record PlannedRow(
    FileRow Row, RowVerdict Verdict, string Message, IReadOnlyList<ShipRequestLine> Lines, Shipment? Known = null, DateTimeOffset? ShippedAt = null);

/// <summary>
/// Turns the rows of one order into parcels: rows with the same tracking number are one parcel, others further ones, and no item
/// goes into two.
/// </summary>
internal sealed class ParcelPlanner
{
    private readonly ShippableOrder shippable;
    private readonly MarketplacePlatform platform;
    private readonly Dictionary<Guid, int> left;
    private readonly Dictionary<string, (CarrierMatch Carrier, int Row)> carriers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Number, string Item), int> taken = [];

    private readonly DateTimeOffset now;

    /// <summary>Plans for an order as it stands.</summary>
    public ParcelPlanner(ShippableOrder shippable, MarketplacePlatform platform, DateTimeOffset now)
    {
        this.now = now;
        this.shippable = shippable;
        this.platform = platform;
        left = shippable.Order.Lines.ToDictionary(line => line.Id, shippable.Left);
    }

    /// <summary>Judges the next row; earlier ones have taken their items already.</summary>
    public PlannedRow Plan(FileRow row)
    {
        if (RowWish.Idle(row) is { } idle)
        {
            return Skipped(row, idle);
        }

        if (row.GroupProblem is { } torn)
        {
            return Refused(row, torn);
        }

        var number = TrackingNumber.Normalize(row.Tracking);
        if (number.Equals("NULL", StringComparison.OrdinalIgnoreCase))
        {
            return Refused(row, "“NULL” would take the tracking number away, which a file cannot do here. Open the order and correct the parcel there.");
        }

        if (shippable.ParcelWith(number) is { } known)
        {
            return Skipped(row, "This parcel is entered already.", known);
        }

        if (ShipmentRules.Obstacle(shippable, platform) is { } obstacle)
        {
            return obstacle.Outcome == ShipOutcome.AlreadyShipped ? Skipped(row, obstacle.Message) : Refused(row, obstacle.Message);
        }

        if (shippable.Order.CancelRequested)
        {
            return Refused(row, ShipmentRules.CancelRequestedProblem);
        }

        if (HoldWords.Problem(shippable.Order.HoldUntil, shippable.Order.HoldReason, now) is { } held)
        {
            return Refused(row, held);
        }

        if (TrackingNumber.Problem(number, platform.Descriptor) is { } problem)
        {
            return Refused(row, problem);
        }

        if (TrackingNumber.IsCutOff(number) && CarrierShapes.Of(number) is not { Fits: true })
        {
            return Refused(row, $"The last digits of {number} are zeros, as where a spreadsheet has cut a number off. Format the column as text and paste the tracking number again.");
        }

        var (carrier, carrierProblem) = Carrier(row, number);
        return carrier is null ? Refused(row, carrierProblem!) : Take(row, number, carrier);
    }

    /// <summary>The parcel's carrier, once a row of it is ready.</summary>
    public CarrierMatch CarrierOf(string number) => carriers[number].Carrier;

    // A parcel has one carrier; rows of it may leave theirs empty.
    private (CarrierMatch? Carrier, string? Problem) Carrier(FileRow row, string number)
    {
        var parcel = carriers.TryGetValue(number, out var first);
        if (parcel && row.Carrier is null)
        {
            return (first.Carrier, null);
        }

        var carrier = ShipmentRules.CarrierFor(platform.Descriptor, number, null, row.Carrier, shippable.Aliases);
        if (carrier.Problem is not null)
        {
            return (null, carrier.Problem);
        }

        return parcel && first.Carrier != carrier
            ? (null, $"Row {first.Row} sends the same parcel by {first.Carrier.Name}. A parcel has one carrier.")
            : (carrier, null);
    }

    private PlannedRow Take(FileRow row, string number, CarrierMatch carrier)
    {
        var lines = Candidates(row);
        if (lines.Count == 0)
        {
            return Refused(row, NoSuchLine(row));
        }

        int? wanted = null;
        if (row.Quantity is not null)
        {
            wanted = Items(row.Quantity);
            if (wanted is null)
            {
                return Refused(row, $"“{row.Quantity}” is no number of items. Write a whole number from 1, or leave it empty for all that is left.");
            }
        }

        var shippedAt = ShipDate.Read(row.ShipDate, shippable.Order.PlacedAt, now);
        if (row.ShipDate is not null && shippedAt is null)
        {
            return Refused(row, $"“{row.ShipDate}” is no day between the sale and today. Write the ship date as 2026-05-31, or leave it empty for today.");
        }

        var free = lines.Sum(line => left[line.Id]);
        var parcel = number.ToUpperInvariant();
        var item = $"{row.Line}|{Sku.Key(row.Sku)}|{row.Item}";
        if (free == 0)
        {
            return taken.TryGetValue((parcel, item), out var twin) || taken.TryGetValue((parcel, "||"), out twin)
                ? Skipped(row, $"Same as row {twin}.")
                : Refused(row, $"Nothing{Of(row)} is left to ship: every item is in a parcel already.");
        }

        if (wanted > free)
        {
            return Refused(row, $"Only {free}{Of(row)} left to ship; the row asks for {wanted}.");
        }

        carriers.TryAdd(number, (carrier, row.Number));
        taken.TryAdd((parcel, item), row.Number);
        return Ready(row, number, carrier, Allocate(lines, wanted ?? free)) with { ShippedAt = shippedAt };
    }

    private List<OrderLine> Candidates(FileRow row) =>
        row switch
        {
            { Line: { } line } => [.. shippable.Order.Lines.Where(l => l.ExternalId == line)],
            { Sku: { } sku } => [.. shippable.Order.Lines.Where(l => Sku.Key(l.Sku) == Sku.Key(sku))],
            { Item: { } item } => [.. shippable.Order.Lines.Where(l => l.ExternalId == item || IsListing(l, item))],
            _ => shippable.Order.Lines,
        };

    // Orders that name no listing are taken as meant: their number has been found already.
    private bool IsListing(OrderLine line, string item) =>
        line.ExternalListingId?.Split('/')[0] == item || shippable.Order.Lines.TrueForAll(l => l.ExternalListingId is null);

    private List<ShipRequestLine> Allocate(List<OrderLine> lines, int items)
    {
        var parts = new List<ShipRequestLine>();
        foreach (var line in lines)
        {
            var part = Math.Min(items, left[line.Id]);
            if (part > 0)
            {
                parts.Add(new ShipRequestLine(line.Id, part));
                left[line.Id] -= part;
                items -= part;
            }
        }

        return parts;
    }

    private string NoSuchLine(FileRow row)
    {
        var has = string.Join(", ", shippable.Order.Lines.Take(6).Select(l => row.Line is null ? l.Sku ?? "an item without SKU" : l.ExternalId));
        return row switch
        {
            { Line: { } line } => $"This order has no line “{line}”. It has: {has}.",
            { Sku: { } sku } => $"This order has no item with the SKU “{sku}”. It has: {has}.",
            _ => $"This order has no item “{row.Item}”. It has: {has}.",
        };
    }

    private PlannedRow Ready(FileRow row, string number, CarrierMatch carrier, List<ShipRequestLine> lines)
    {
        var items = lines.Sum(l => l.Quantity);
        string?[] words =
        [
            $"Ready: {items} {(items == 1 ? "item" : "items")} by {carrier.Name}.",
            row.Order is null || string.Equals(row.Order, shippable.Order.ExternalId, StringComparison.OrdinalIgnoreCase)
                ? null
                : $"Read as order {shippable.Order.ExternalId}, the only one that fits what the spreadsheet left of the number.",
            row.GroupNote,
            CarrierDirectory.Doubt(number, carrier.Name),
        ];
        return new PlannedRow(row, RowVerdict.Ready, string.Join(' ', words.Where(w => w is not null)), lines);
    }

    private static int? Items(string written) =>
        decimal.TryParse(written, NumberStyles.Number, CultureInfo.InvariantCulture, out var items) && items == decimal.Floor(items) && items is >= 1 and <= 1_000_000
            ? (int)items
            : null;

    private static string Of(FileRow row) => row.Sku is null ? "" : $" of {row.Sku}";

    private static PlannedRow Refused(FileRow row, string message) => new(row, RowVerdict.Refused, message, []);

    private static PlannedRow Skipped(FileRow row, string message, Shipment? known = null) => new(row, RowVerdict.Skipped, message, [], known);
}
