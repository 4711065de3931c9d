using Marketplace.Core.Catalog;
using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Orders;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Linking;

/// <summary>What became of linking or unlinking.</summary>
/// <param name="Problem">Why it was refused and what to do; null when it was done.</param>
/// <param name="Lines">Order lines that were linked or unlinked with it.</param>
public sealed record LinkResult(string? Problem, int Lines = 0)
{
    /// <summary>Whether it was done.</summary>
    public bool Done => Problem is null;

    /// <summary>Refused because the listing or the item is not there.</summary>
    public bool IsMissing => ReferenceEquals(this, ListingGone) || ReferenceEquals(this, VariantGone);

    internal static LinkResult ListingGone { get; } = new("This listing is not there any more. Reload the page to see what is.");

    internal static LinkResult VariantGone { get; } = new("This item is not there any more. Search for it again.");
}

/// <summary>The seller's own links: each command is one transaction with all that follows from it.</summary>
public sealed class ListingLinks(
    MarketplaceDb database, LinkDesk desk, LinkSettlement settlement, OrderLinker orders, ListingDemand demand, ChangeFeed changes, WorkSignal signal, TimeProvider time)
{
    /// <summary>Links a listing to a variant, whatever it was linked to before. Waiting order lines get their stock.</summary>
    public Task<LinkResult> LinkAsync(Guid sellerId, Guid listingId, Guid variantId, CancellationToken cancellationToken) =>
        ChangeAsync(sellerId, listingId, async (db, store, listing) =>
        {
            if (!await db.Variants.AnyAsync(v => v.Id == variantId, cancellationToken))
            {
                return LinkResult.VariantGone;
            }

            if (listing.VariantId == variantId)
            {
                return new LinkResult(null);
            }

            if (listing.VariantId is not null)
            {
                await desk.DetachAsync(db, store, listing, cancellationToken);
            }

            return new LinkResult(null, await desk.AttachAsync(db, store, listing, variantId, LinkBasis.Seller, cancellationToken));
        }, cancellationToken);

    /// <summary>Links listings to what was suggested for them; those that are linked meanwhile stay as they are.</summary>
    /// <returns>How many were linked.</returns>
    public async Task<int> ConfirmAsync(Guid sellerId, IEnumerable<(Guid ListingId, Guid VariantId)> pairs, CancellationToken cancellationToken)
    {
        var linked = 0;
        foreach (var (listingId, variantId) in pairs)
        {
            var result = await ChangeAsync(
                sellerId, listingId,
                async (db, store, listing) => listing.VariantId is not null || !await db.Variants.AnyAsync(v => v.Id == variantId, cancellationToken)
                    ? LinkResult.VariantGone
                    : new LinkResult(null, await desk.AttachAsync(db, store, listing, variantId, LinkBasis.Seller, cancellationToken)),
                cancellationToken);
            linked += result.Done ? 1 : 0;
        }

        return linked;
    }

    /// <summary>Makes an item of a listing that has none, and links it.</summary>
    public Task<LinkResult> CreateItemAsync(Guid sellerId, Guid listingId, CancellationToken cancellationToken) =>
        ChangeAsync(sellerId, listingId, async (db, store, listing) =>
        {
            if (listing.VariantId is not null)
            {
                return new LinkResult("This listing has an item already. Unlink it first to make another.");
            }

            return await settlement.NewVariantAsync(db, store, listing, cancellationToken) is { } variant
                ? new LinkResult(null, await desk.AttachAsync(db, store, listing, variant, LinkBasis.Created, cancellationToken))
                : new LinkResult($"An item with the SKU {NewItems.SkuFor(listing)} exists already, or the SKU is too long. Link the listing to that item, or change its SKU on {store.MarketplaceName}.");
        }, cancellationToken);

    /// <summary>Unlinks a listing: held stock of its open order lines is given back, they wait to be linked again, and no quantity is sent.</summary>
    public Task<LinkResult> UnlinkAsync(Guid sellerId, Guid listingId, CancellationToken cancellationToken) =>
        ChangeAsync(sellerId, listingId, async (db, store, listing) => listing.VariantId is null
            ? new LinkResult(null)
            : new LinkResult(null, await desk.DetachAsync(db, store, listing, cancellationToken)), cancellationToken);

    /// <summary>Takes a listing that has no item out of the queue, or puts it back.</summary>
    public Task<LinkResult> IgnoreAsync(Guid sellerId, Guid listingId, bool isIgnored, CancellationToken cancellationToken) =>
        ChangeAsync(sellerId, listingId, async (db, _, listing) =>
        {
            listing.Link = isIgnored ? LinkState.Ignored : LinkState.Waiting;
            await db.SaveChangesAsync(cancellationToken);
            return new LinkResult(null);
        }, cancellationToken);

    /// <summary>
    /// Links order lines that have no listing here to a variant. Where they name a SKU, the variant has it as a further one from now
    /// on, so that the next order finds it by itself.
    /// </summary>
    public Task<LinkResult> LinkLinesAsync(Guid sellerId, UnlinkedLines lines, Guid variantId, CancellationToken cancellationToken) =>
        TransactAsync(sellerId, async db =>
        {
            if (await desk.StoreAsync(db, lines.ConnectionId, cancellationToken) is not { } store)
            {
                return LinkResult.ListingGone;
            }

            if (!await db.Variants.AnyAsync(v => v.Id == variantId, cancellationToken))
            {
                return LinkResult.VariantGone;
            }

            await SkuAliases.AddAsync(db, variantId, lines.Sku, $"SKU of orders from {store.MarketplaceName}", null, time.GetUtcNow(), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            var ids = await LinkQueries.LinesOf(db, lines).Select(l => l.Id).ToListAsync(cancellationToken);
            var touched = new HashSet<Guid>();
            var linked = await orders.LinkLinesAsync(db, store, ids, variantId, touched, cancellationToken);
            await demand.RecomputeAsync(db, touched, DemandCause.Sale, cancellationToken);
            return new LinkResult(null, linked);
        }, cancellationToken);

    /// <summary>Takes a further SKU off a variant. False when it is not there.</summary>
    public async Task<bool> RemoveAliasAsync(Guid sellerId, Guid aliasId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var removed = await db.SkuAliases.Where(a => a.Id == aliasId).ExecuteDeleteAsync(cancellationToken) == 1;
        changes.Publish(new Change(sellerId, ChangeTopic.Catalog));
        return removed;
    }

    private Task<LinkResult> ChangeAsync(
        Guid sellerId, Guid listingId, Func<MarketplaceDbContext, StoreReference, Listing, Task<LinkResult>> change, CancellationToken cancellationToken) =>
        TransactAsync(sellerId, async db =>
            await db.Listings.SingleOrDefaultAsync(l => l.Id == listingId, cancellationToken) is { } listing && await desk.StoreAsync(db, listing.ConnectionId, cancellationToken) is { } store
                ? await change(db, store, listing)
                : LinkResult.ListingGone, cancellationToken);

    // Orders and imports write the same rows; the change is made anew on what is there then.
    private Task<LinkResult> TransactAsync(Guid sellerId, Func<MarketplaceDbContext, Task<LinkResult>> change, CancellationToken cancellationToken) => WriterRace.RunAsync(async () =>
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await change(db);
        if (result.Done)
        {
            await transaction.CommitAsync(cancellationToken);
            Tell(sellerId);
        }

        return result;
    });

    private void Tell(Guid sellerId)
    {
        changes.Publish(new Change(sellerId, ChangeTopic.Catalog));
        changes.Publish(new Change(sellerId, ChangeTopic.Inventory));
        changes.Publish(new Change(sellerId, ChangeTopic.Orders));
        signal.Wake();
    }
}
