using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.Bundles;

/// <summary>Keeps the levels of bundles at what their parts allow.</summary>
internal static class BundleStock
{
    /// <summary>
    /// Works out anew how many can be made of each bundle that has one of these variants in it, or is one of them. Runs in the
    /// caller's open transaction, after the levels of the parts changed. Each bundle's level is held before its parts are read:
    /// two transactions that change different parts come one after the other here, and the later one sees both changes.
    /// </summary>
    /// <returns>The bundles.</returns>
    public static async Task<IReadOnlyList<Guid>> FollowAsync(MarketplaceDbContext db, IReadOnlyCollection<Guid> variantIds, CancellationToken cancellationToken)
    {
        var bundles = await db.BundleParts.Where(p => variantIds.Contains(p.PartId) || variantIds.Contains(p.BundleId))
            .Select(p => p.BundleId).Distinct().ToListAsync(cancellationToken);

        // One by one and in order, so that two transactions never hold what the other waits for.
        bundles.Sort();
        foreach (var bundle in bundles)
        {
            await db.StockLevels.Where(s => s.VariantId == bundle).ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1), cancellationToken);
        }

        if (bundles.Count > 0)
        {
            await db.StockLevels.Where(s => bundles.Contains(s.VariantId) && s.Buildable != null).ExecuteUpdateAsync(
                set => set.SetProperty(
                    s => s.Buildable,
                    s => db.BundleParts.Where(p => p.BundleId == s.VariantId)
                        .Join(db.StockLevels, p => p.PartId, level => level.VariantId, (p, level) => (int?)(level.Available / p.Quantity)).Min() ?? 0),
                cancellationToken);
        }

        return bundles;
    }
}
