using Marketplace.Core.Catalog;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Allocation;
using Marketplace.Core.Platforms;
using Marketplace.Core.Sync;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Insights;

/// <summary>Reads what is wanted of listings, what was sent, accepted and seen, and why they differ.</summary>
public sealed class ListingTruthQueries(MarketplaceDb database, PlatformCatalog platforms)
{
    /// <summary>One listing; null when it is not this seller's.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="listingId">The listing.</param>
    /// <param name="zone">Zone in which the answer tells times.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<ListingTruth?> FindAsync(Guid sellerId, Guid listingId, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return (await ReadAsync(db, db.Listings.Where(l => l.Id == listingId), zone, cancellationToken)).SingleOrDefault();
    }

    /// <summary>All listings of a variant, by marketplace and store.</summary>
    public async Task<IReadOnlyList<ListingTruth>> OfVariantAsync(Guid sellerId, Guid variantId, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return [.. (await ReadAsync(db, db.Listings.Where(l => l.VariantId == variantId), zone, cancellationToken))
            .OrderBy(t => t.Marketplace, StringComparer.Ordinal).ThenBy(t => t.ConnectionId).ThenBy(t => t.ListingId)];
    }

    private async Task<List<ListingTruth>> ReadAsync(MarketplaceDbContext db, IQueryable<Listing> listings, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var rows = await (
            from ruled in AllocationQuery.Ruled(db, listings.AsNoTracking())
            join store in db.Connections on ruled.Listing.ConnectionId equals store.Id
            join stock in db.ListingStocks on ruled.Listing.Id equals stock.ListingId into stocks
            from stock in stocks.DefaultIfEmpty()
            join level in db.StockLevels on ruled.Listing.VariantId equals (Guid?)level.VariantId into levels
            from level in levels.DefaultIfEmpty()
            select new Row(ruled.Listing, ruled.Rule, store.StoreName, store.State, stock, level != null && level.BaselineAt != null)).ToListAsync(cancellationToken);
        var ids = rows.Select(r => r.Listing.ConnectionId).Distinct().ToList();
        var work = (await db.WorkItems.AsNoTracking().Where(w => ids.Contains(w.ConnectionId) && w.Kind == ListingDemand.PushKind).ToListAsync(cancellationToken))
            .ToLookup(w => w.ConnectionId);
        var isFirstImport = rows.Exists(r => r.Stock?.IsDue == true) && await FirstImports.AreUnderWayAsync(db, cancellationToken);
        return rows.ConvertAll(row =>
        {
            var facts = FactsOf(row, work[row.Listing.ConnectionId], isFirstImport);
            return new ListingTruth(
                row.Listing.Id, row.Listing.VariantId, row.Listing.ConnectionId, row.Listing.Marketplace, row.Listing.Sku, row.Listing.Title, facts, SyncWords.Of(facts, zone));
        });
    }

    private SyncFacts FactsOf(Row row, IEnumerable<WorkItem> work, bool isFirstImport)
    {
        var platform = platforms.TryGet(row.Listing.Marketplace, out var found) ? found : null;

        // Open work is what happens next; only without any is given-up work the reason.
        var push = work.OrderBy(w => w.State).ThenByDescending(w => w.Id).FirstOrDefault();
        return new SyncFacts
        {
            MarketplaceName = platform?.Descriptor.Name ?? row.Listing.Marketplace,
            StoreName = row.StoreName,
            TakesQuantities = platform?.Stock is not null,
            Store = row.State,
            IsLinked = row.Listing.VariantId is not null,
            Link = row.Listing.Link,
            Status = row.Listing.Status,
            FulfilledByMarketplace = row.Listing.FulfilledByMarketplace,
            IsCounted = row.IsCounted,
            Terms = row.Rule?.Terms ?? AllocationTerms.Everything,
            RuleScope = row.Rule?.Scope,
            IsHeld = row.Stock?.IsHeld ?? false,
            IsFirstImport = isFirstImport,
            Wanted = row.Stock?.Wanted,
            WantedAt = row.Stock?.WantedAt,
            Sent = row.Stock?.Sent,
            SentAt = row.Stock?.SentAt,
            Acknowledged = row.Stock?.Acknowledged,
            AcknowledgedAt = row.Stock?.AcknowledgedAt,
            Seen = row.Stock?.Seen,
            SeenAt = row.Stock?.SeenAt,
            IsDue = row.Stock?.IsDue ?? false,
            Problem = row.Stock?.Problem,
            Work = push is null ? null : new PushWork(push.State, push.Failure, push.DueAt, push.Problem),
        };
    }

    private sealed record Row(Listing Listing, AllocationRule? Rule, string StoreName, ConnectionState State, ListingStock? Stock, bool IsCounted);
}
