using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>
/// All changes of stock. Those for order lines and first counts happen inside the caller's open transaction: the caller saves the
/// context, asks <see cref="ListingDemand"/> what the listings must show now, and commits. The seller's own counts are commands.
/// </summary>
public sealed partial class StockLedger(MarketplaceDb database, ListingDemand demand, ChangeFeed changes, WorkSignal signal, TimeProvider time)
{
    /// <summary>Brings the reservation of an order line to what the line asks for now. Freed stock goes to sales that still lack it, oldest first.</summary>
    /// <returns>The reservation; null for a line that never wanted anything.</returns>
    public async Task<Reservation?> SettleAsync(MarketplaceDbContext db, LineDemand line, CancellationToken cancellationToken)
    {
        var reservation = await db.Reservations.FindAsync([line.OrderLineId], cancellationToken);
        var soldBeforeCount = false;
        if (reservation is null)
        {
            if (line.Quantity <= 0)
            {
                return null;
            }

            var count = await db.StockLevels.Where(s => s.VariantId == line.VariantId)
                .Select(s => new { s.BaselineConnectionId, s.BaselineAt }).SingleOrDefaultAsync(cancellationToken);
            var beforeCount = count?.BaselineAt is not { } countedAt || line.PlacedAt < countedAt;
            soldBeforeCount = beforeCount && count?.BaselineConnectionId == line.ConnectionId;
            reservation = New(line);

            // What left before the count was not in the shed any more when it was taken.
            reservation.Shipped = beforeCount ? Math.Min(line.Shipped, line.Quantity) : 0;
            db.Reservations.Add(reservation);
        }

        var book = new StockBook(db, line.VariantId, line.OrderId, line.Actor, time.GetUtcNow());
        reservation.Wanted = Math.Max(line.Quantity, 0);
        var freed = await HoldAsync(book, reservation, soldBeforeCount, cancellationToken);
        await ShipAsync(book, reservation, line.Shipped, cancellationToken);
        if (freed)
        {
            await FillAsync(db, line.VariantId, cancellationToken);
        }

        return reservation;
    }

    /// <summary>
    /// Takes a marketplace's quantity as the first count of a variant, if there was none. Open sales of the same store from before
    /// the count are added to it, for the marketplace had taken them off; then waiting sales are served.
    /// </summary>
    /// <returns>False when the variant had been counted already.</returns>
    public async Task<bool> OpenAsync(
        MarketplaceDbContext db, Guid variantId, int quantity, Guid connectionId, DateTimeOffset countedAt, string actor, CancellationToken cancellationToken)
    {
        if (!await new StockBook(db, variantId, null, actor, time.GetUtcNow()).OpenAsync(quantity, connectionId, countedAt, cancellationToken))
        {
            return false;
        }

        await db.SaveChangesAsync(cancellationToken);
        var uncounted = await Waiting(db, variantId).Where(r => r.ConnectionId == connectionId && r.PlacedAt < countedAt).ToListAsync(cancellationToken);
        foreach (var reservation in uncounted)
        {
            var book = new StockBook(db, variantId, reservation.OrderId, actor, time.GetUtcNow());
            await book.HoldUncountedAsync(reservation.Oversold, cancellationToken);
            (reservation.Held, reservation.Oversold) = (reservation.Held + reservation.Oversold, 0);
        }

        await FillAsync(db, variantId, cancellationToken);
        return true;
    }

    /// <summary>Adds the level of a new variant, counted at once where a marketplace names its quantity.</summary>
    public void AddLevel(MarketplaceDbContext db, Guid variantId, int? quantity, Guid connectionId, DateTimeOffset countedAt, string actor)
    {
        var level = new StockLevel { VariantId = variantId, SellerId = db.SellerId };
        if (quantity is { } items)
        {
            (level.OnHand, level.BaselineConnectionId, level.BaselineAt) = (items, connectionId, countedAt);
            new StockBook(db, variantId, null, actor, time.GetUtcNow()).Note(MovementKind.Opening, items, 0, null);
        }

        db.StockLevels.Add(level);
    }

    /// <summary>Gives free stock to sales that could not be served, oldest first.</summary>
    public async Task FillAsync(MarketplaceDbContext db, Guid variantId, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        foreach (var reservation in await Waiting(db, variantId).ToListAsync(cancellationToken))
        {
            var book = new StockBook(db, variantId, reservation.OrderId, "Stock", time.GetUtcNow());
            var held = await book.HoldAsync(reservation.Oversold, "Found for a sale that had none", cancellationToken);
            if (held == 0)
            {
                return;
            }

            reservation.Held += held;
            reservation.Oversold -= held;
        }
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

    private static IQueryable<Reservation> Waiting(MarketplaceDbContext db, Guid variantId) =>
        db.Reservations.Where(r => r.VariantId == variantId && r.Oversold > 0).OrderBy(r => r.PlacedAt).ThenBy(r => r.OrderLineId);

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
