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
    // Few enough that a sale which waits for the database waits no longer than for a page of listings.
    private const int GroupSize = 100;

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

        foreach (var group in decisions.Where(d => !onlySure || d.VariantId is not null).Chunk(GroupSize))
        {
            await SettleAsync(store, group, cancellationToken);
        }
    }

    // One listing that cannot be settled must not keep the others from it; the next run tries again.
    private async Task SettleAsync(StoreReference store, MatchDecision[] group, CancellationToken cancellationToken)
    {
        try
        {
            await WriterRace.RunAsync(async () =>
            {
                await WriteAsync(store, group, cancellationToken);
                return true;
            });
        }
        catch (Exception exception) when (exception is not OperationCanceledException && group.Length > 1)
        {
            logger.LogDebug(exception, "A group of {Count} listings of store {ConnectionId} is matched one by one", group.Length, store.ConnectionId);
            foreach (var decision in group)
            {
                await SettleAsync(store, [decision], cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "Listing {ListingId} of store {ConnectionId} could not be matched", group[0].ListingId, store.ConnectionId);
        }
    }

    private async Task WriteAsync(StoreReference store, MatchDecision[] group, CancellationToken cancellationToken)
    {
        await using var db = database.Open(store.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ids = group.Select(d => d.ListingId).ToList();
        var listings = await db.Listings.Where(l => ids.Contains(l.Id) && l.VariantId == null && l.Link != LinkState.Ignored).ToDictionaryAsync(l => l.Id, cancellationToken);
        var open = group.Where(d => listings.ContainsKey(d.ListingId)).Select(d => (Decision: d, Listing: listings[d.ListingId])).ToList();
        var ties = open.Where(o => o.Decision.VariantId is not null).Select(o => new ListingTie(o.Listing, o.Decision.VariantId!.Value, o.Decision.Basis)).ToList();
        var alone = open.Where(o => o.Decision.VariantId is null && o.Listing.Link == LinkState.Automatic && !o.Decision.Suggestions.Any(s => s.Score >= WorthAsking));
        ties.AddRange(await NewVariantsAsync(db, store, [.. alone.Select(o => o.Listing)], cancellationToken));

        var tied = ties.Select(t => t.Listing.Id).ToHashSet();
        await WaitAsync(db, [.. open.Where(o => !tied.Contains(o.Listing.Id))], cancellationToken);
        await desk.AttachAsync(db, store, ties, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task WaitAsync(MarketplaceDbContext db, List<(MatchDecision Decision, Listing Listing)> waiting, CancellationToken cancellationToken)
    {
        var ids = waiting.ConvertAll(w => w.Listing.Id);
        await db.LinkSuggestions.Where(s => ids.Contains(s.ListingId)).ExecuteDeleteAsync(cancellationToken);
        foreach (var (decision, listing) in waiting)
        {
            listing.Link = listing.Link == LinkState.Automatic ? LinkState.Waiting : listing.Link;
            db.LinkSuggestions.AddRange(decision.Suggestions);
        }

        await NewRows.SaveAsync(db, cancellationToken);
    }

    /// <summary>Makes a variant of a listing, in the caller's open transaction; null where its SKU is too long or taken meanwhile.</summary>
    internal async Task<Guid?> NewVariantAsync(MarketplaceDbContext db, StoreReference store, Listing listing, CancellationToken cancellationToken) =>
        (await NewVariantsAsync(db, store, [listing], cancellationToken)).SingleOrDefault()?.VariantId;

    // Leaves out listings whose SKU is too long or taken; of two with one SKU the first gets the variant.
    private async Task<IReadOnlyList<ListingTie>> NewVariantsAsync(
        MarketplaceDbContext db, StoreReference store, IReadOnlyCollection<Listing> listings, CancellationToken cancellationToken)
    {
        var named = listings.Select(l => (Listing: l, Sku: NewItems.SkuFor(l))).Where(n => n.Sku.Length <= Sku.MaxLength).ToList();
        if (named.Count == 0)
        {
            return [];
        }

        var taken = (await SkuAliases.OwnersAsync(db, [.. named.Select(n => Sku.Key(n.Sku)).Distinct()], cancellationToken)).Keys.ToHashSet();
        var productIds = named.Select(n => n.Listing.ExternalProductId).Distinct().ToList();
        var siblings = await (
            from other in db.Listings
            join variant in db.Variants on other.VariantId equals (Guid?)variant.Id
            where other.ConnectionId == store.ConnectionId && productIds.Contains(other.ExternalProductId)
            group variant.ProductId by other.ExternalProductId into grouped
            select new { grouped.Key, ProductId = grouped.First() }).ToDictionaryAsync(g => g.Key, g => g.ProductId, cancellationToken);
        var made = new List<ListingTie>();
        foreach (var (listing, sku) in named.Where(n => taken.Add(Sku.Key(n.Sku))))
        {
            var variant = NewItems.Add(db, listing, sku, siblings.TryGetValue(listing.ExternalProductId, out var product) ? product : null, time.GetUtcNow());
            siblings.TryAdd(listing.ExternalProductId, variant.ProductId);
            made.Add(new ListingTie(listing, variant.Id, LinkBasis.Created));
        }

        await NewRows.SaveAsync(db, cancellationToken);
        return made;
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
