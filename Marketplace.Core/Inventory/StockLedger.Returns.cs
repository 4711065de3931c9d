using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Locations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

public sealed partial class StockLedger
{
    /// <summary>
    /// Puts items that a buyer sent back on sale again, within the caller's open transaction; of a bundle, its parts. Sales that wait
    /// for stock get it first.
    /// </summary>
    /// <param name="db">The open transaction's context.</param>
    /// <param name="returned">Items that came back, by our id of the order line; lines that never took stock are left out.</param>
    /// <param name="actor">Who took them back, for the ledger.</param>
    /// <param name="cancellationToken">Ends the work; the caller rolls back.</param>
    /// <returns>Items of the lines that were booked.</returns>
    public async Task<int> TakeBackAsync(MarketplaceDbContext db, IReadOnlyDictionary<Guid, int> returned, string actor, CancellationToken cancellationToken)
    {
        var lines = returned.Where(r => r.Value > 0).Select(r => r.Key).ToList();
        var reservations = await db.Reservations.AsNoTracking().Where(r => lines.Contains(r.OrderLineId)).OrderBy(r => r.VariantId).ToListAsync(cancellationToken);
        foreach (var reservation in reservations)
        {
            var book = new StockBook(db, new StockPlaces(db, time), reservation.VariantId, reservation.OrderId, actor, time.GetUtcNow());
            await book.TakeBackAsync(returned[reservation.OrderLineId] * reservation.PerItem, cancellationToken);
            await FillAsync(db, reservation.VariantId, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await demand.RecomputeAsync(db, [.. reservations.Select(r => r.VariantId).Distinct()], cancellationToken);
        return reservations.Select(r => r.OrderLineId).Distinct().Sum(id => returned[id]);
    }
}
