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
    public Task<int> AttachAsync(
        MarketplaceDbContext db, StoreReference store, Listing listing, Guid variantId, LinkBasis basis, CancellationToken cancellationToken) =>
        AttachAsync(db, store, [new ListingTie(listing, variantId, basis)], cancellationToken);

    /// <summary>Ties many listings of a store at once; otherwise the same.</summary>
    public async Task<int> AttachAsync(MarketplaceDbContext db, StoreReference store, IReadOnlyList<ListingTie> ties, CancellationToken cancellationToken)
    {
        if (ties.Count == 0)
        {
            return 0;
        }

        var now = time.GetUtcNow();
        await SkuAliases.AddAsync(db, [.. ties.Select(t => (t.VariantId, t.Listing.Sku, (Guid?)t.Listing.Id))], $"SKU on {store.MarketplaceName}", now, cancellationToken);
        await AddCodesAsync(db, ties, cancellationToken);
        foreach (var (listing, variantId, basis) in ties)
        {
            (listing.VariantId, listing.LinkedBy, listing.Details) = (variantId, basis, null);
            listing.Link = basis is LinkBasis.Seller ? LinkState.ByHand : LinkState.Automatic;
        }

        await NewRows.SaveAsync(db, cancellationToken);
        var ids = ties.Select(t => t.Listing.Id).ToList();
        await db.LinkSuggestions.Where(s => ids.Contains(s.ListingId)).ExecuteDeleteAsync(cancellationToken);

        // What a listing was last seen to show is the first count of a variant that nobody has counted.
        var seen = await db.ListingStocks.AsNoTracking().Where(s => ids.Contains(s.ListingId)).ToDictionaryAsync(s => s.ListingId, cancellationToken);
        foreach (var page in ties.GroupBy(t => seen.GetValueOrDefault(t.Listing.Id)?.SeenAt ?? now).OrderBy(page => page.Key))
        {
            await sightings.RecordAsync(db, store, [.. page.Select(t => Sighting(t, seen.GetValueOrDefault(t.Listing.Id)?.Seen))], page.Key, cancellationToken);
        }

        return await LinkLinesAsync(db, store, [.. ties.Select(t => t.Listing)], cancellationToken);
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

    private static ListingSighting Sighting(ListingTie tie, int? seen) => new(
        tie.Listing.Id, tie.VariantId, tie.Listing.FulfilledByMarketplace ? null : seen,
        !tie.Listing.FulfilledByMarketplace && tie.Listing.Status != RemoteListingStatus.Ended);

    private async Task<int> LinkLinesAsync(MarketplaceDbContext db, StoreReference store, IReadOnlyCollection<Listing> listings, CancellationToken cancellationToken)
    {
        var externalIds = listings.Select(l => l.ExternalId).ToList();
        var skus = listings.Select(l => l.Sku).OfType<string>().ToList();
        var ids = await db.Orders
            .Where(o => o.ConnectionId == store.ConnectionId && !o.FulfilledByMarketplace
                && o.Lines.Any(l => l.VariantId == null && ((l.ExternalListingId != null && externalIds.Contains(l.ExternalListingId)) || (l.Sku != null && skus.Contains(l.Sku)))))
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

    private static async Task AddCodesAsync(MarketplaceDbContext db, IReadOnlyList<ListingTie> ties, CancellationToken cancellationToken)
    {
        var wanted = ties.SelectMany(t => ProductCode.Of(NewItems.Identifiers(t.Listing)).Select(code => (t.VariantId, Code: code))).Distinct().ToList();
        if (wanted.Count == 0)
        {
            return;
        }

        var (variants, codes) = (wanted.Select(w => w.VariantId).Distinct().ToList(), wanted.Select(w => w.Code).Distinct().ToList());
        var known = await db.VariantCodes.Where(c => variants.Contains(c.VariantId) && codes.Contains(c.Code))
            .Select(c => new { c.VariantId, c.Code }).ToListAsync(cancellationToken);
        db.VariantCodes.AddRange(wanted.Except(known.Select(k => (k.VariantId, k.Code)))
            .Select(w => new VariantCode { SellerId = db.SellerId, VariantId = w.VariantId, Code = w.Code }));
    }
}

/// <summary>A listing, tracked and without a variant, and the variant that it is to be tied to.</summary>
/// <param name="Listing">The listing.</param>
/// <param name="VariantId">The variant.</param>
/// <param name="Basis">Why.</param>
public sealed record ListingTie(Listing Listing, Guid VariantId, LinkBasis Basis);
