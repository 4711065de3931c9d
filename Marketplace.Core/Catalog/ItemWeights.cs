using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Catalog;

/// <summary>What single items weigh, as the seller tells it.</summary>
public sealed class ItemWeights(MarketplaceDb database, ChangeFeed changes)
{
    /// <summary>Heaviest item, grams.</summary>
    public const int MaxGrams = 100_000;

    /// <summary>Weight of an item in grams; null where it is not known.</summary>
    public async Task<int?> FindAsync(Guid sellerId, Guid variantId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Variants.Where(v => v.Id == variantId).Select(v => v.WeightGrams).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Sets the weight of an item.</summary>
    /// <param name="sellerId">Whose item.</param>
    /// <param name="variantId">The item.</param>
    /// <param name="grams">1 to <see cref="MaxGrams"/>; null forgets it.</param>
    /// <param name="cancellationToken">Leaves it as it was.</param>
    /// <returns>False where the seller has no such item.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The weight is out of bounds.</exception>
    public async Task<bool> SetAsync(Guid sellerId, Guid variantId, int? grams, CancellationToken cancellationToken)
    {
        if (grams is < 1 or > MaxGrams)
        {
            throw new ArgumentOutOfRangeException(nameof(grams), grams, $"An item weighs between 1 g and {MaxGrams / 1000} kg.");
        }

        await using var db = database.Open(sellerId);
        var set = await db.Variants.Where(v => v.Id == variantId).ExecuteUpdateAsync(change => change.SetProperty(v => v.WeightGrams, grams), cancellationToken);
        changes.Publish(new Change(sellerId, ChangeTopic.Catalog, variantId));
        return set == 1;
    }
}
