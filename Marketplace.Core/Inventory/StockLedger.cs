using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Locations;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>
/// All changes of stock. Those for order lines and first counts happen inside the caller's open transaction: the caller saves the
/// context, asks <see cref="ListingDemand"/> what the listings must show now, and commits. What the seller does by hand are commands.
/// </summary>
public sealed partial class StockLedger(MarketplaceDb database, ListingDemand demand, ChangeFeed changes, WorkSignal signal, TimeProvider time)
{
    /// <summary>
    /// Opens the desk at which order lines get their stock: looks up all at once what the lines of some orders hold, and holds the
    /// levels that they may change. Close it, or nothing of it is written.
    /// </summary>
    /// <param name="db">The open transaction's context.</param>
    /// <param name="orderIds">Orders that are known already.</param>
    /// <param name="variantIds">Variants that lines will ask for.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public async Task<StockDesk> OpenDeskAsync(
        MarketplaceDbContext db, IReadOnlyCollection<Guid> orderIds, IReadOnlyCollection<Guid> variantIds, CancellationToken cancellationToken)
    {
        var reservations = orderIds.Count == 0 ? [] : await db.Reservations.Where(r => orderIds.Contains(r.OrderId)).ToListAsync(cancellationToken);
        var parts = variantIds.Count == 0 ? [] : await db.BundleParts.AsNoTracking().Where(p => variantIds.Contains(p.BundleId)).ToListAsync(cancellationToken);
        var sheet = new LevelSheet(db);

        // Not the bundles themselves: their parts are booked, and whoever sells a part holds that first and its bundles afterwards.
        Guid[] touched = [.. variantIds.Except(parts.Select(p => p.BundleId)).Concat(parts.Select(p => p.PartId)).Concat(reservations.Select(r => r.VariantId)).Distinct()];
        var counts = touched.Length == 0 ? [] : await sheet.HoldAsync(touched, cancellationToken);
        var known = new DeskKnowledge(reservations.GroupBy(r => r.OrderLineId).ToDictionary(g => g.Key, g => g.ToList()), parts.ToLookup(p => p.BundleId), counts);
        return new StockDesk(this, db, known, sheet, new StockPlaces(db, time), time);
    }

    /// <summary>
    /// Takes a marketplace's quantity as the first count of a variant, if there was none. Open sales of the same store from before
    /// the count are added to it, for the marketplace had taken them off; then waiting sales are served.
    /// </summary>
    /// <returns>False when the variant had been counted already, or is a bundle.</returns>
    public async Task<bool> OpenAsync(
        MarketplaceDbContext db, Guid variantId, int quantity, Guid connectionId, DateTimeOffset countedAt, string actor, CancellationToken cancellationToken)
    {
        var places = new StockPlaces(db, time);
        if (!await new StockBook(db, places, variantId, null, actor, time.GetUtcNow()).OpenAsync(quantity, connectionId, countedAt, cancellationToken))
        {
            return false;
        }

        await db.SaveChangesAsync(cancellationToken);
        var uncounted = await Waiting(db, variantId)
            .Where(r => r.ConnectionId == connectionId && r.PlacedAt < countedAt && !r.IsPart)
            .ToListAsync(cancellationToken);
        foreach (var reservation in uncounted)
        {
            var book = new StockBook(db, places, variantId, reservation.OrderId, actor, time.GetUtcNow());
            await book.HoldUncountedAsync(reservation.Oversold, cancellationToken);
            (reservation.Held, reservation.Oversold) = (reservation.Held + reservation.Oversold, 0);
        }

        await FillAsync(db, variantId, cancellationToken);
        return true;
    }

    /// <summary>Adds the level of a new variant, counted at once where a marketplace names its quantity.</summary>
    internal async Task AddLevelAsync(
        MarketplaceDbContext db, StockPlaces places, Guid variantId, int? quantity, Guid connectionId, DateTimeOffset countedAt, string actor, CancellationToken cancellationToken)
    {
        var level = new StockLevel { VariantId = variantId, SellerId = db.SellerId };
        if (quantity is { } items)
        {
            (level.OnHand, level.BaselineConnectionId, level.BaselineAt) = (items, connectionId, countedAt);
            var part = new Part(await places.DefaultAsync(cancellationToken), items);
            db.LocationStocks.Add(new LocationStock { VariantId = variantId, LocationId = part.LocationId, SellerId = db.SellerId, OnHand = items });
            new StockBook(db, places, variantId, null, actor, time.GetUtcNow()).Note(MovementKind.Opening, part, null);
        }

        db.StockLevels.Add(level);
    }

    /// <summary>Gives free stock to sales that could not be served, oldest first.</summary>
    public async Task FillAsync(MarketplaceDbContext db, Guid variantId, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        foreach (var reservation in await Waiting(db, variantId).ToListAsync(cancellationToken))
        {
            var book = new StockBook(db, new StockPlaces(db, time), variantId, reservation.OrderId, "Stock", time.GetUtcNow());
            var held = await book.HoldAsync(reservation.Oversold, "Found for a sale that had none", cancellationToken);
            if (held == 0)
            {
                return;
            }

            reservation.Held += held;
            reservation.Oversold -= held;
        }
    }

    private static IQueryable<Reservation> Waiting(MarketplaceDbContext db, Guid variantId) =>
        db.Reservations.Where(r => r.VariantId == variantId && r.Oversold > 0).OrderBy(r => r.PlacedAt).ThenBy(r => r.OrderLineId);
}
