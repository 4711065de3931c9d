using Marketplace.Core.Catalog;
using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Linking;

/// <summary>
/// Settles what an import left open, once the whole store is read: listings that surely are a known item are linked, those that
/// resemble one wait for the seller with suggestions, and those that resemble nothing become items. Then order lines follow.
/// </summary>
public sealed class LinkSettlement(
    MarketplaceDb database, LinkDesk desk, OrderLinker orders, ChangeFeed changes, WorkSignal signal, TimeProvider time, ILogger<LinkSettlement> logger)
{
    /// <summary>Least score, 0 to 100, at which a listing waits to be asked about rather than become an item of its own.</summary>
    public const int WorthAsking = 60;

    /// <summary>Settles a store that has just been read to its end, and what its new items make sure in other stores.</summary>
    public async Task RunAsync(StoreReference store, CancellationToken cancellationToken)
    {
        await SettleAsync(store, onlySure: false, cancellationToken);
        foreach (var other in await OthersAsync(store, cancellationToken))
        {
            await SettleAsync(other, onlySure: true, cancellationToken);
            await orders.LinkAsync(other, cancellationToken);
        }

        await orders.LinkAsync(store, cancellationToken);
        changes.Publish(new Change(store.SellerId, ChangeTopic.Catalog));
        changes.Publish(new Change(store.SellerId, ChangeTopic.Inventory));
        signal.Wake();
    }

    private async Task SettleAsync(StoreReference store, bool onlySure, CancellationToken cancellationToken)
    {
        IReadOnlyList<MatchDecision> decisions;
        await using (var db = database.Open(store.SellerId))
        {
            decisions = await ListingMatching.DecideAsync(db, store.ConnectionId, cancellationToken);
        }

        foreach (var decision in decisions.Where(d => !onlySure || d.VariantId is not null))
        {
            await SettleAsync(store, decision, cancellationToken);
        }
    }

    // One listing that cannot be settled must not keep the others from it; the next run tries again.
    private async Task SettleAsync(StoreReference store, MatchDecision decision, CancellationToken cancellationToken)
    {
        try
        {
            await WriterRace.RunAsync(async () =>
            {
                await WriteAsync(store, decision, cancellationToken);
                return true;
            });
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "Listing {ListingId} of store {ConnectionId} could not be matched", decision.ListingId, store.ConnectionId);
        }
    }

    private async Task WriteAsync(StoreReference store, MatchDecision decision, CancellationToken cancellationToken)
    {
        await using var db = database.Open(store.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var listing = await db.Listings.SingleOrDefaultAsync(l => l.Id == decision.ListingId && l.VariantId == null, cancellationToken);
        if (listing is null || listing.Link == LinkState.Ignored)
        {
            return;
        }

        if (decision.VariantId is { } sure)
        {
            await desk.AttachAsync(db, store, listing, sure, decision.Basis, cancellationToken);
        }
        else if (listing.Link == LinkState.Automatic && !decision.Suggestions.Any(s => s.Score >= WorthAsking)
            && await NewVariantAsync(db, listing, cancellationToken) is { } variant)
        {
            await desk.AttachAsync(db, store, listing, variant, LinkBasis.Created, cancellationToken);
        }
        else
        {
            listing.Link = listing.Link == LinkState.Automatic ? LinkState.Waiting : listing.Link;
            await db.LinkSuggestions.Where(s => s.ListingId == listing.Id).ExecuteDeleteAsync(cancellationToken);
            db.LinkSuggestions.AddRange(decision.Suggestions);
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Makes a variant of a listing, in the caller's open transaction; null where its SKU is too long or taken meanwhile.</summary>
    internal async Task<Guid?> NewVariantAsync(MarketplaceDbContext db, Listing listing, CancellationToken cancellationToken)
    {
        var sku = NewItems.SkuFor(listing);
        if (sku.Length > Sku.MaxLength || (await SkuAliases.OwnersAsync(db, [Sku.Key(sku)], cancellationToken)).Count > 0)
        {
            return null;
        }

        var sibling = await (
            from other in db.Listings
            join variant in db.Variants on other.VariantId equals (Guid?)variant.Id
            where other.ConnectionId == listing.ConnectionId && other.ExternalProductId == listing.ExternalProductId
            select (Guid?)variant.ProductId).FirstOrDefaultAsync(cancellationToken);
        var made = NewItems.Add(db, listing, sku, sibling, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return made.Id;
    }

    private async Task<List<StoreReference>> OthersAsync(StoreReference store, CancellationToken cancellationToken)
    {
        await using var db = database.Open(store.SellerId);
        var ids = await db.Listings
            .Where(l => l.ConnectionId != store.ConnectionId && l.VariantId == null && l.SkuKey != ""
                && (l.Link == LinkState.Automatic || l.Link == LinkState.Waiting) && db.Variants.Any(v => v.SkuKey == l.SkuKey))
            .Select(l => l.ConnectionId).Distinct().ToListAsync(cancellationToken);
        var stores = new List<StoreReference>();
        foreach (var id in ids)
        {
            if (await desk.StoreAsync(db, id, cancellationToken) is { } other)
            {
                stores.Add(other);
            }
        }

        return stores;
    }
}
