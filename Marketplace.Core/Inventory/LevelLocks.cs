using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>Makes transactions that touch the same stock come one after the other where the database would let them run side by side.</summary>
internal static class LevelLocks
{
    /// <summary>
    /// Holds levels to the end of the caller's transaction. Whoever works out what a listing should show must hold its level: a
    /// listing that comes in while a sale is being booked would else take the stock from before the sale, and the sale would not
    /// know the listing yet. SQLite has one writer at a time anyway.
    /// </summary>
    public static async Task HoldAsync(MarketplaceDbContext db, Guid[] variantIds, CancellationToken cancellationToken)
    {
        if (db.Database.IsNpgsql())
        {
            await db.Database.ExecuteSqlAsync(
                $"""SELECT 1 FROM "StockLevels" WHERE "VariantId" = ANY({variantIds}) ORDER BY "VariantId" FOR NO KEY UPDATE""", cancellationToken);
        }
    }
}
