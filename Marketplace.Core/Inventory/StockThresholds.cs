using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>Numbers at which stock counts as low.</summary>
public sealed class StockThresholds(StockLedger ledger)
{
    /// <summary>Gives a variant a threshold of its own; null takes the usual one again.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="variantId">Of what.</param>
    /// <param name="items">Items available at which stock counts as low; 0 to <see cref="StockLedger.MaxOnHand"/>.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is changed then.</param>
    /// <returns>False where the seller has no such variant.</returns>
    public async Task<bool> SetAsync(Guid sellerId, Guid variantId, int? items, CancellationToken cancellationToken)
    {
        if (items is < 0 or > StockLedger.MaxOnHand)
        {
            throw new ArgumentOutOfRangeException(nameof(items), items, "A threshold is 0 or more.");
        }

        var set = 0;
        await ledger.InTransactionAsync(sellerId, async db =>
        {
            set = await db.StockLevels.Where(s => s.VariantId == variantId).ExecuteUpdateAsync(
                change => change.SetProperty(s => s.LowStockThreshold, items).SetProperty(s => s.Version, s => s.Version + 1), cancellationToken);
            return set == 0 ? [] : [variantId];
        }, cancellationToken);
        return set == 1;
    }
}
