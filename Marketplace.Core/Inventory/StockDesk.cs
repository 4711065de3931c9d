using Marketplace.Core.Data;

namespace Marketplace.Core.Inventory;

/// <summary>When a variant was first counted, and by which store's listing.</summary>
/// <param name="ConnectionId">The store; null where the seller counted.</param>
/// <param name="At">UTC; null while nobody has counted.</param>
public sealed record FirstCount(Guid? ConnectionId, DateTimeOffset? At);

/// <summary>Where order lines get their stock, within one open transaction; see <see cref="StockLedger.OpenDeskAsync"/>.</summary>
public sealed class StockDesk
{
    private readonly StockLedger ledger;
    private readonly MarketplaceDbContext db;
    private readonly Dictionary<Guid, Reservation> reservations;
    private readonly Dictionary<Guid, FirstCount> counts;
    private readonly TimeProvider time;

    internal StockDesk(
        StockLedger ledger, MarketplaceDbContext db, Dictionary<Guid, Reservation> reservations, Dictionary<Guid, FirstCount> counts, TimeProvider time)
    {
        this.ledger = ledger;
        this.db = db;
        this.reservations = reservations;
        this.counts = counts;
        this.time = time;
    }

    /// <summary>Items of a line that could not be held so far.</summary>
    public int OversoldOf(Guid orderLineId) => reservations.TryGetValue(orderLineId, out var reservation) ? reservation.Oversold : 0;

    /// <summary>Brings the reservation of an order line to what the line asks for now. Freed stock goes to sales that still lack it, oldest first.</summary>
    /// <returns>The reservation; null for a line that never wanted anything.</returns>
    public async Task<Reservation?> SettleAsync(LineDemand line, CancellationToken cancellationToken)
    {
        var soldBeforeCount = false;
        if (!reservations.TryGetValue(line.OrderLineId, out var reservation))
        {
            if (line.Quantity <= 0)
            {
                return null;
            }

            var count = counts.GetValueOrDefault(line.VariantId);
            var beforeCount = count?.At is not { } countedAt || line.PlacedAt < countedAt;
            soldBeforeCount = beforeCount && count?.ConnectionId == line.ConnectionId;
            reservation = New(line);

            // What left before the count was not in the shed any more when it was taken.
            reservation.Shipped = beforeCount ? Math.Min(line.Shipped, line.Quantity) : 0;
            db.Reservations.Add(reservation);
            reservations.Add(line.OrderLineId, reservation);
        }

        var book = new StockBook(db, line.VariantId, line.OrderId, line.Actor, time.GetUtcNow());
        reservation.Wanted = Math.Max(line.Quantity, 0);
        var freed = await HoldAsync(book, reservation, soldBeforeCount, cancellationToken);
        await ShipAsync(book, reservation, line.Shipped, cancellationToken);
        if (freed)
        {
            await ledger.FillAsync(db, line.VariantId, cancellationToken);
        }

        return reservation;
    }

    // Returns whether stock became free.
    private static async Task<bool> HoldAsync(StockBook book, Reservation reservation, bool soldBeforeCount, CancellationToken cancellationToken)
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

        await book.ReleaseAsync(dropped - neverHeld, cancellationToken);
        reservation.Held -= dropped - neverHeld;
        return true;
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

    private Reservation New(LineDemand line) => new()
    {
        OrderLineId = line.OrderLineId,
        OrderId = line.OrderId,
        VariantId = line.VariantId,
        ConnectionId = line.ConnectionId,
        PlacedAt = line.PlacedAt,
        CreatedAt = time.GetUtcNow(),
    };
}
