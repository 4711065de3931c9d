using Marketplace.Core.Catalog;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Linking;

/// <summary>
/// Ties listings to variants and unties them, in an open transaction with all that follows: codes and further SKUs, the first count,
/// stock of waiting order lines, and what listings should show.
/// </summary>
public sealed class LinkDesk(ListingSightings sightings, OrderLinker orders, ListingDemand demand, PlatformCatalog platforms, TimeProvider time)
{
    private const int GroupSize = 100;

    /// <summary>A store, as rooms pass it on; null when it is not this seller's.</summary>
    public async Task<StoreReference?> StoreAsync(MarketplaceDbContext db, Guid connectionId, CancellationToken cancellationToken)
    {
        var marketplace = await db.Connections.Where(c => c.Id == connectionId).Select(c => c.Marketplace).SingleOrDefaultAsync(cancellationToken);
        return marketplace is null ? null : new StoreReference(
            db.SellerId, connectionId, marketplace, platforms.TryGet(marketplace, out var platform) ? platform.Descriptor.Name : marketplace);
    }

    /// <summary>Ties a listing to a variant.</summary>
    /// <param name="db">The transaction's context, in the seller's name.</param>
    /// <param name="store">The listing's store.</param>
    /// <param name="listing">The listing, tracked and without a variant.</param>
    /// <param name="variantId">The variant.</param>
    /// <param name="basis">Why.</param>
    /// <param name="cancellationToken">Ends the work; the caller's transaction rolls back.</param>
    /// <returns>How many order lines were linked with it.</returns>
    public async Task<int> AttachAsync(
        MarketplaceDbContext db, StoreReference store, Listing listing, Guid variantId, LinkBasis basis, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        (listing.VariantId, listing.LinkedBy, listing.Details) = (variantId, basis, null);
        listing.Link = basis is LinkBasis.Seller ? LinkState.ByHand : LinkState.Automatic;
        await SkuAliases.AddAsync(db, variantId, listing.Sku, $"SKU on {store.MarketplaceName}", listing.Id, now, cancellationToken);
        await AddCodesAsync(db, listing, variantId, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await db.LinkSuggestions.Where(s => s.ListingId == listing.Id).ExecuteDeleteAsync(cancellationToken);

        // What it was last seen to show is the first count of a variant that nobody has counted.
        var seen = await db.ListingStocks.AsNoTracking().SingleOrDefaultAsync(s => s.ListingId == listing.Id, cancellationToken);
        var mayCount = !listing.FulfilledByMarketplace && listing.Status != RemoteListingStatus.Ended;
        await sightings.RecordAsync(
            db, store, [new ListingSighting(listing.Id, variantId, listing.FulfilledByMarketplace ? null : seen?.Seen, mayCount)], seen?.SeenAt ?? now, cancellationToken);
        return await LinkLinesAsync(db, store, listing, cancellationToken);
    }

    /// <summary>Unties a listing: its open order lines give their stock back and wait to be linked again, and no quantity is sent to it any more.</summary>
    /// <returns>How many order lines were unlinked with it.</returns>
    public async Task<int> DetachAsync(MarketplaceDbContext db, StoreReference store, Listing listing, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        (listing.VariantId, listing.LinkedBy, listing.Link) = (null, null, LinkState.ByHand);
        await db.SaveChangesAsync(cancellationToken);

        // The further SKU that came with the link would bring it back.
        await db.SkuAliases.Where(a => a.ListingId == listing.Id).ExecuteDeleteAsync(cancellationToken);
        await db.ListingStocks.Where(s => s.ListingId == listing.Id).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.Wanted, (int?)null).SetProperty(s => s.WantedAt, now).SetProperty(s => s.IsDue, false).SetProperty(s => s.Problem, (string?)null), cancellationToken);
        var touched = new HashSet<Guid>();
        var unlinked = await orders.UnlinkListingAsync(db, store, listing.Id, touched, cancellationToken);
        await demand.RecomputeAsync(db, touched, cancellationToken);
        return unlinked;
    }

    private async Task<int> LinkLinesAsync(MarketplaceDbContext db, StoreReference store, Listing listing, CancellationToken cancellationToken)
    {
        var ids = await db.Orders
            .Where(o => o.ConnectionId == store.ConnectionId && !o.FulfilledByMarketplace
                && o.Lines.Any(l => l.VariantId == null && (l.ExternalListingId == listing.ExternalId || (l.Sku != null && l.Sku == listing.Sku))))
            .OrderBy(o => o.PlacedAt).Select(o => o.Id).ToListAsync(cancellationToken);
        var touched = new HashSet<Guid>();
        var linked = 0;
        foreach (var group in ids.Chunk(GroupSize))
        {
            linked += await orders.LinkOrdersAsync(db, store, group, touched, cancellationToken);
        }

        await demand.RecomputeAsync(db, touched, DemandCause.Sale, cancellationToken);
        return linked;
    }

    private static async Task AddCodesAsync(MarketplaceDbContext db, Listing listing, Guid variantId, CancellationToken cancellationToken)
    {
        var codes = ProductCode.Of(NewItems.Identifiers(listing));
        var known = await db.VariantCodes.Where(c => c.VariantId == variantId && codes.Contains(c.Code)).Select(c => c.Code).ToListAsync(cancellationToken);
        db.VariantCodes.AddRange(codes.Except(known).Select(code => new VariantCode { SellerId = db.SellerId, VariantId = variantId, Code = code }));
    }
}
