using System.Globalization;
using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.LowStock;

/// <summary>At how many items a seller wants to be told: one number for all SKUs, and others for single ones.</summary>
public sealed class LowStockThresholds(MarketplaceDb database, LowStockWatch watch, ChangeFeed changes, WorkSignal signal)
{
    private const int Batch = 500;

    /// <summary>The seller's threshold for SKUs that have none of their own, in items.</summary>
    public async Task<int> UsualAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await UsualAsync(db, cancellationToken);
    }

    /// <summary>The threshold of one SKU; null where it has none of its own.</summary>
    public async Task<int?> OwnAsync(Guid sellerId, Guid variantId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.StockLevels.Where(s => s.VariantId == variantId).Select(s => s.LowStockThreshold).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Sets the threshold of all SKUs that have none of their own. SKUs that count as low from now on raise an alert each.</summary>
    /// <returns>Why it was refused and what to do; null when it was done.</returns>
    public async Task<string?> SetUsualAsync(Guid sellerId, int items, CancellationToken cancellationToken)
    {
        if (ProblemOf(items) is { } problem)
        {
            return problem;
        }

        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.StockSettings.SingleOrDefaultAsync(cancellationToken) is { } settings)
        {
            settings.LowStockThreshold = items;
        }
        else
        {
            db.StockSettings.Add(new StockSettings { LowStockThreshold = items });
        }

        await db.SaveChangesAsync(cancellationToken);
        var affected = await db.StockLevels.Where(s => s.LowStockThreshold == null).Select(s => s.VariantId).ToListAsync(cancellationToken);
        foreach (var ids in affected.Chunk(Batch))
        {
            await watch.LookAsync(db, ids, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        Tell(sellerId, null);
        return null;
    }

    /// <summary>Sets the threshold of one SKU; null goes back to the seller's. If it counts as low from now on, that raises an alert.</summary>
    /// <returns>Why it was refused and what to do; null when it was done.</returns>
    public async Task<string?> SetAsync(Guid sellerId, Guid variantId, int? items, CancellationToken cancellationToken)
    {
        if (items is { } number && ProblemOf(number) is { } problem)
        {
            return problem;
        }

        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.StockLevels.Where(s => s.VariantId == variantId).ExecuteUpdateAsync(set => set.SetProperty(s => s.LowStockThreshold, items), cancellationToken) == 0)
        {
            return "This item is not there any more. Reload the page to see what is.";
        }

        await watch.LookAsync(db, [variantId], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Tell(sellerId, variantId);
        return null;
    }

    /// <summary>The seller's threshold, read in an open context.</summary>
    internal static async Task<int> UsualAsync(MarketplaceDbContext db, CancellationToken cancellationToken) =>
        await db.StockSettings.Select(s => (int?)s.LowStockThreshold).SingleOrDefaultAsync(cancellationToken) ?? StockSettings.UsualThreshold;

    private static string? ProblemOf(int items) =>
        items is < 0 or > StockLedger.MaxOnHand ? string.Create(CultureInfo.InvariantCulture, $"The threshold must be between 0 and {StockLedger.MaxOnHand:N0} items.") : null;

    private void Tell(Guid sellerId, Guid? variantId)
    {
        changes.Publish(new Change(sellerId, ChangeTopic.Inventory, variantId));
        changes.Publish(new Change(sellerId, ChangeTopic.Alerts));
        signal.Wake();
    }
}
