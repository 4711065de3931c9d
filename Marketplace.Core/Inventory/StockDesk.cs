using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Bundles;
using Marketplace.Core.Inventory.Locations;

namespace Marketplace.Core.Inventory;

/// <summary>When a variant was first counted, and by which store's listing.</summary>
/// <param name="ConnectionId">The store; null where the seller counted.</param>
/// <param name="At">UTC; null while nobody has counted.</param>
public sealed record FirstCount(Guid? ConnectionId, DateTimeOffset? At);

/// <summary>How an order line stands.</summary>
/// <param name="Wanted">Items of the line.</param>
/// <param name="Oversold">Items of these that could not be held; of a bundle, those that lack any part.</param>
public sealed record LineHold(int Wanted, int Oversold);

/// <summary>What a desk knows beforehand of the lines that will come to it.</summary>
/// <param name="Reservations">What lines hold, by line.</param>
/// <param name="Parts">What bundles are made of, by bundle.</param>
/// <param name="Counts">First counts, by variant.</param>
internal sealed record DeskKnowledge(
    Dictionary<Guid, List<Reservation>> Reservations, ILookup<Guid, BundlePart> Parts, Dictionary<Guid, FirstCount> Counts);

/// <summary>Where order lines get their stock, within one open transaction; see <see cref="StockLedger.OpenDeskAsync"/>.</summary>
public sealed class StockDesk
{
    private readonly StockLedger ledger;
    private readonly MarketplaceDbContext db;
    private readonly DeskKnowledge known;
    private readonly LevelSheet sheet;
    private readonly StockPlaces places;
    private readonly TimeProvider time;

    internal StockDesk(StockLedger ledger, MarketplaceDbContext db, DeskKnowledge known, LevelSheet sheet, StockPlaces places, TimeProvider time)
    {
        this.ledger = ledger;
        this.db = db;
        this.known = known;
        this.sheet = sheet;
        this.places = places;
        this.time = time;
    }

    /// <summary>Items of a line that could not be held so far.</summary>
    public int OversoldOf(Guid orderLineId) =>
        known.Reservations.GetValueOrDefault(orderLineId)?.Max(r => (r.Oversold + r.PerItem - 1) / r.PerItem) ?? 0;

    /// <summary>Variants whose stock a line holds or held: its own, or the parts of the bundle that was sold.</summary>
    public IEnumerable<Guid> VariantsOf(Guid orderLineId) => known.Reservations.GetValueOrDefault(orderLineId)?.Select(r => r.VariantId) ?? [];

    /// <summary>
    /// Brings the reservation of an order line to what the line asks for now. Freed stock goes to sales that still lack it, oldest
    /// first. Of a bundle all parts are held; one that a part is missing of counts as oversold, and keeps what it has got.
    /// </summary>
    /// <returns>How the line stands; null for one that never wanted anything.</returns>
    public async Task<LineHold?> SettleAsync(LineDemand line, CancellationToken cancellationToken)
    {
        var isNew = !known.Reservations.TryGetValue(line.OrderLineId, out var reservations);
        if (isNew && line.Quantity <= 0)
        {
            return null;
        }

        if (reservations is null)
        {
            reservations = Begin(line);
            db.Reservations.AddRange(reservations);
            known.Reservations.Add(line.OrderLineId, reservations);
        }

        foreach (var reservation in reservations.OrderBy(r => r.VariantId))
        {
            await SettleAsync(line, reservation, isNew, cancellationToken);
        }

        return new LineHold(Math.Max(line.Quantity, 0), OversoldOf(line.OrderLineId));
    }

    /// <summary>Writes the levels as they are now, in the open transaction; reservations and movements are saved with its context.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) => sheet.WriteAsync(cancellationToken);

    private async Task SettleAsync(LineDemand line, Reservation reservation, bool isNew, CancellationToken cancellationToken)
    {
        // A marketplace takes a sale off the listing that was sold, never off the parts of a bundle.
        var soldBeforeCount = isNew && !reservation.IsPart
            && IsBeforeCount(line, reservation.VariantId) && known.Counts.GetValueOrDefault(line.VariantId)?.ConnectionId == line.ConnectionId;
        var book = new StockBook(db, places, reservation.VariantId, line.OrderId, line.Actor, time.GetUtcNow(), sheet) { TakesFrom = line.LocationId };
        reservation.Wanted = Math.Max(line.Quantity, 0) * reservation.PerItem;
        var freed = await HoldAsync(book, reservation, soldBeforeCount, line.WriteOff * reservation.PerItem, cancellationToken);
        await ShipAsync(book, reservation, line.Shipped * reservation.PerItem, cancellationToken);
        if (freed)
        {
            await sheet.WriteAsync(cancellationToken);
            await ledger.FillAsync(db, reservation.VariantId, cancellationToken);
            await sheet.HoldAsync([reservation.VariantId], cancellationToken);
        }
    }

    private List<Reservation> Begin(LineDemand line)
    {
        var parts = known.Parts[line.VariantId].Select(p => (p.PartId, p.Quantity)).ToList();
        return [.. (parts.Count > 0 ? parts : [(line.VariantId, 1)]).Select(part => new Reservation
        {
            OrderLineId = line.OrderLineId,
            OrderId = line.OrderId,
            VariantId = part.Item1,
            ConnectionId = line.ConnectionId,
            PlacedAt = line.PlacedAt,
            IsPart = parts.Count > 0,
            PerItem = part.Item2,

            // What left before the count was not in the shed any more when it was taken.
            Shipped = IsBeforeCount(line, part.Item1) ? Math.Min(line.Shipped, line.Quantity) * part.Item2 : 0,
            CreatedAt = time.GetUtcNow(),
        })];
    }

    private bool IsBeforeCount(LineDemand line, Guid variantId) =>
        known.Counts.GetValueOrDefault(variantId)?.At is not { } countedAt || line.PlacedAt < countedAt;

    // Returns whether stock became free.
    private static async Task<bool> HoldAsync(StockBook book, Reservation reservation, bool soldBeforeCount, int writeOff, CancellationToken cancellationToken)
    {
        var missing = Math.Max(reservation.Wanted - reservation.Shipped, 0) - reservation.Held - reservation.Oversold;
        if (missing > 0 && soldBeforeCount)
        {
            await book.HoldUncountedAsync(missing, cancellationToken);
            reservation.Held += missing;
        }
        else if (missing > 0)
        {
            var held = await book.HoldAsync(missing, null, cancellationToken);
            reservation.Held += held;
            reservation.Oversold += missing - held;
        }

        var dropped = Math.Max(-missing, 0);
        var neverHeld = Math.Min(dropped, reservation.Oversold);
        reservation.Oversold -= neverHeld;
        if (dropped == neverHeld)
        {
            return false;
        }

        var gone = Math.Min(writeOff, dropped - neverHeld);
        var free = dropped - neverHeld - gone;
        if (gone > 0)
        {
            await book.WriteOffHeldAsync(gone, cancellationToken);
        }

        await book.ReleaseAsync(free, cancellationToken);
        reservation.Held -= dropped - neverHeld;
        return free > 0;
    }

    // A marketplace never takes a shipment back in a later answer, so a smaller number changes nothing.
    private static async Task ShipAsync(StockBook book, Reservation reservation, int shipped, CancellationToken cancellationToken)
    {
        var leaving = shipped - reservation.Shipped;
        if (leaving <= 0)
        {
            return;
        }

        var held = Math.Min(leaving, reservation.Held);
        if (held > 0)
        {
            await book.ShipHeldAsync(held, cancellationToken);
            reservation.Held -= held;
        }

        if (leaving > held)
        {
            await book.ShipUnheldAsync(leaving - held, cancellationToken);
            reservation.Oversold = Math.Max(reservation.Oversold - (leaving - held), 0);
        }

        reservation.Shipped = shipped;
    }
}
