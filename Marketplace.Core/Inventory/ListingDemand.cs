using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Bundles;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>Decides what listings should show, and asks for it to be sent.</summary>
public sealed class ListingDemand(WorkQueue queue, TimeProvider time)
{
    /// <summary>Kind of the work that sends due quantities of one store.</summary>
    public const string PushKind = "stock.push";

    // SQLite and PostgreSQL both take thousands of parameters, but plan small lists better.
    private const int Batch = 500;

    /// <summary>
    /// Works out anew what all listings of these variants should show: what is available; nothing where the listing has ended,
    /// the marketplace holds the stock, or nothing was ever counted. Listings that must follow become due, and their stores get
    /// one piece of coalesced work each. Bundles with one of these variants in them follow first, and their listings with them.
    /// Runs in the caller's open transaction, after the levels changed and the context was saved.
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
            await DecideAsync(db, ids, cause == DemandCause.Sale, cancellationToken);
            stores.UnionWith(await (
                from stock in db.ListingStocks
                join listing in db.Listings on stock.ListingId equals listing.Id
                where stock.IsDue && listing.VariantId != null && ids.Contains(listing.VariantId.Value)
                select stock.ConnectionId).Distinct().ToListAsync(cancellationToken));
        }

        foreach (var store in stores.Order())
        {
            await EnqueuePushAsync(db, store, cancellationToken);
        }
    }

    /// <summary>The same for whatever is not a sale: an edit, an import, a rule.</summary>
    public Task RecomputeAsync(MarketplaceDbContext db, IReadOnlyCollection<Guid> variantIds, CancellationToken cancellationToken) =>
        RecomputeAsync(db, variantIds, DemandCause.Edit, cancellationToken);

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

    // What is wanted after an edit that was not sent yet stays the edit's, whatever is sold meanwhile; but what is sold out must be
    // told, brake or no brake.
    // While a sent quantity has not been acknowledged nobody knows what the listing shows, so it stays due.
    private async Task DecideAsync(MarketplaceDbContext db, Guid[] ids, bool bySale, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        var decisions =
            from stock in db.ListingStocks
            join listing in db.Listings on stock.ListingId equals listing.Id
            join level in db.StockLevels on listing.VariantId equals (Guid?)level.VariantId
            where ids.Contains(level.VariantId)
            select new
            {
                stock,
                Wanted = listing.FulfilledByMarketplace || listing.Status == RemoteListingStatus.Ended || level.BaselineAt == null ? (int?)null : level.Available,
            };
        await decisions.Where(d => d.stock.Wanted != d.Wanted).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.stock.Wanted, d => d.Wanted)
                .SetProperty(d => d.stock.WantedAt, now)
                .SetProperty(d => d.stock.IsBySale, d => bySale && (!d.stock.IsDue || d.stock.IsBySale || d.Wanted == 0))
                .SetProperty(d => d.stock.IsHeld, d => d.stock.IsHeld && !(bySale && d.Wanted == 0))
                .SetProperty(
                    d => d.stock.IsDue,
                    d => d.Wanted != null
                        && (d.stock.SentAt == null
                            ? d.stock.Seen == null || d.Wanted != d.stock.Seen
                            : d.stock.AcknowledgedAt == null || d.stock.AcknowledgedAt < d.stock.SentAt || d.Wanted != d.stock.Acknowledged)),
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
