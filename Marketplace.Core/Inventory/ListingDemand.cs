using Marketplace.Core.Catalog;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Allocation;
using Marketplace.Core.Inventory.Bundles;
using Marketplace.Core.Inventory.LowStock;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>Decides what listings should show, and asks for it to be sent. Hears of every change of stock, so it has low stock looked at, and the seller's systems told.</summary>
public sealed class ListingDemand(WorkQueue queue, LowStockWatch lowStock, StockNews news, TimeProvider time)
{
    /// <summary>Kind of the work that sends due quantities of one store.</summary>
    public const string PushKind = "stock.push";

    // SQLite and PostgreSQL both take thousands of parameters, but plan small lists better.
    private const int Batch = 500;

    /// <summary>
    /// Works out anew what all listings of these variants should show by the allocation rules. Listings that must follow become
    /// due, and their stores get one piece of coalesced work each. Bundles with one of these variants in them follow first, and
    /// their listings with them. Runs in the caller's open transaction, after the levels changed and the context was saved.
    /// </summary>
    /// <param name="db">The open transaction's context.</param>
    /// <param name="variantIds">Variants whose stock changed.</param>
    /// <param name="cause">Why it changed.</param>
    /// <param name="cancellationToken">Ends the work; the caller's transaction rolls back.</param>
    public async Task RecomputeAsync(MarketplaceDbContext db, IReadOnlyCollection<Guid> variantIds, DemandCause cause, CancellationToken cancellationToken)
    {
        var stores = new HashSet<Guid>();
        foreach (var ids in (await WithBundlesAsync(db, variantIds, cancellationToken)).Chunk(Batch))
        {
            await LevelLocks.HoldAsync(db, ids, cancellationToken);
            var listings = db.Listings.Where(l => l.VariantId != null && ids.Contains(l.VariantId.Value));
            await DecideAsync(db, listings, cause == DemandCause.Sale, cancellationToken);
            stores.UnionWith(await DueStoresAsync(db, listings, cancellationToken));
            await lowStock.LookAsync(db, ids, cancellationToken);
            await news.TellAsync(db, ids, cancellationToken);
        }

        await EnqueuePushesAsync(db, stores, cancellationToken);
    }

    /// <summary>The same for whatever is not a sale: an edit or an import.</summary>
    public Task RecomputeAsync(MarketplaceDbContext db, IReadOnlyCollection<Guid> variantIds, CancellationToken cancellationToken) =>
        RecomputeAsync(db, variantIds, DemandCause.Edit, cancellationToken);

    /// <summary>The same for some listings whose rule changed; stock itself did not. In the caller's open transaction.</summary>
    public async Task RecomputeListingsAsync(MarketplaceDbContext db, IQueryable<Listing> listings, CancellationToken cancellationToken)
    {
        // In one order, and each level held first: a sale in between would otherwise be overwritten by what was there before it.
        var variants = await listings.Where(l => l.VariantId != null).Select(l => l.VariantId!.Value).Distinct().OrderBy(id => id).ToListAsync(cancellationToken);
        foreach (var ids in variants.Chunk(Batch))
        {
            await LevelLocks.HoldAsync(db, ids, cancellationToken);
            await DecideAsync(db, listings.Where(l => l.VariantId != null && ids.Contains(l.VariantId.Value)), bySale: false, cancellationToken);
        }

        await EnqueuePushesAsync(db, await DueStoresAsync(db, listings, cancellationToken), cancellationToken);
    }

    /// <summary>Asks for the due quantities of a store to be sent; in the caller's open transaction.</summary>
    public Task EnqueuePushAsync(MarketplaceDbContext db, Guid connectionId, CancellationToken cancellationToken) =>
        queue.EnqueueAsync(db, db.SellerId, connectionId, PushKind, "", $"{PushKind}:{connectionId:N}", priority: 10, cancellationToken: cancellationToken);

    private static async Task<List<Guid>> WithBundlesAsync(MarketplaceDbContext db, IReadOnlyCollection<Guid> variantIds, CancellationToken cancellationToken)
    {
        var all = new HashSet<Guid>(variantIds);
        foreach (var ids in variantIds.Distinct().Chunk(Batch))
        {
            all.UnionWith(await BundleStock.FollowAsync(db, ids, cancellationToken));
        }

        return [.. all];
    }

    private static Task<List<Guid>> DueStoresAsync(MarketplaceDbContext db, IQueryable<Listing> listings, CancellationToken cancellationToken) => (
        from stock in db.ListingStocks
        join listing in listings on stock.ListingId equals listing.Id
        where stock.IsDue
        select stock.ConnectionId).Distinct().ToListAsync(cancellationToken);

    // In one order, so that two transactions cannot wait for each other.
    private async Task EnqueuePushesAsync(MarketplaceDbContext db, IReadOnlyCollection<Guid> stores, CancellationToken cancellationToken)
    {
        foreach (var store in stores.Order())
        {
            await EnqueuePushAsync(db, store, cancellationToken);
        }
    }

    // What is wanted after an edit that was not sent yet stays the edit's, whatever is sold meanwhile; but what is sold out must be
    // told, brake or no brake.
    // While a sent quantity has not been acknowledged nobody knows what the listing shows, so it stays due.
    private async Task DecideAsync(MarketplaceDbContext db, IQueryable<Listing> listings, bool bySale, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        await AllocationQuery.Decisions(db, listings).Where(d => d.Stock.Wanted != d.Wanted).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.Stock.Wanted, d => d.Wanted)
                .SetProperty(d => d.Stock.WantedAt, now)
                .SetProperty(d => d.Stock.Problem, d => d.Wanted == null ? null : d.Stock.Problem)
                .SetProperty(d => d.Stock.IsBySale, d => bySale && (!d.Stock.IsDue || d.Stock.IsBySale || d.Wanted == 0))
                .SetProperty(d => d.Stock.IsHeld, d => d.Stock.IsHeld && !(bySale && d.Wanted == 0))
                .SetProperty(
                    d => d.Stock.IsDue,
                    d => d.Wanted != null
                        && (d.Stock.SentAt == null
                            ? d.Stock.Seen == null || d.Wanted != d.Stock.Seen
                            : d.Stock.AcknowledgedAt == null || d.Stock.AcknowledgedAt < d.Stock.SentAt || d.Wanted != d.Stock.Acknowledged)),
            cancellationToken);
    }
}

/// <summary>Why a quantity should be another now.</summary>
public enum DemandCause
{
    /// <summary>Somebody's edit, a file, an import or a rule: many of them at once may be a mistake.</summary>
    Edit,

    /// <summary>Buyers bought or cancelled: however many, the other channels must know.</summary>
    Sale,
}
