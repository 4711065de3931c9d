using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Catalog;

/// <summary>What matching made of a listing.</summary>
/// <param name="ListingId">The listing.</param>
/// <param name="VariantId">The variant that it surely is; null where nothing is sure.</param>
/// <param name="Basis">Why.</param>
/// <param name="Suggestions">Variants that it may be, best first; none where it resembles nothing.</param>
internal sealed record MatchDecision(Guid ListingId, Guid? VariantId, LinkBasis Basis, IReadOnlyList<LinkSuggestion> Suggestions);

/// <summary>Looks at the listings of a store that have no variant: by SKU, further SKUs and product codes for what is sure, by title for what may be.</summary>
internal static class ListingMatching
{
    private const int MostSuggestions = 4;
    private const int CodeScore = 97;

    // The store lists an item with this code already: a second listing of it, or the same thing in another condition.
    private const int ListedCodeScore = 75;

    /// <summary>Decides on all listings of a store that may be matched by themselves.</summary>
    /// <param name="db">A context in the seller's name; only read.</param>
    /// <param name="connectionId">The store.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<IReadOnlyList<MatchDecision>> DecideAsync(MarketplaceDbContext db, Guid connectionId, CancellationToken cancellationToken)
    {
        var listings = await db.Listings.AsNoTracking()
            .Where(l => l.ConnectionId == connectionId && l.VariantId == null && l.Link != LinkState.Ignored).OrderBy(l => l.Id).ToListAsync(cancellationToken);
        if (listings.Count == 0)
        {
            return [];
        }

        var owners = await SkuAliases.OwnersAsync(db, [.. listings.Select(l => l.SkuKey).Where(k => k.Length > 0).Distinct()], cancellationToken);
        var codes = await CodesAsync(db, listings, cancellationToken);

        // Two listings of one store are two things, however alike their titles: only what the store does not list yet can be meant.
        var free = await db.Variants.AsNoTracking().Where(v => !db.Listings.Any(l => l.VariantId == v.Id && l.ConnectionId == connectionId))
            .Select(v => new TitledVariant(v.Id, v.SkuKey, v.Title)).ToDictionaryAsync(v => v.VariantId, cancellationToken);
        var index = new TitleIndex(free.Values);
        return listings.ConvertAll(listing =>
        {
            var mine = ProductCode.Of(NewItems.Identifiers(listing)).SelectMany(c => codes[c]).Distinct().ToList();
            if (listing.Link == LinkState.ByHand)
            {
                return new MatchDecision(listing.Id, null, default, Suggest(listing, index, mine, free));
            }

            return listing.SkuKey.Length > 0 && owners.TryGetValue(listing.SkuKey, out var owner)
                ? new MatchDecision(listing.Id, owner.VariantId, owner.IsAlias ? LinkBasis.Alias : LinkBasis.Sku, [])
                : mine.Count == 1 && free.Remove(mine[0])
                    ? new MatchDecision(listing.Id, mine[0], LinkBasis.Code, [])
                    : new MatchDecision(listing.Id, null, default, Suggest(listing, index, mine, free));
        });
    }

    private static async Task<ILookup<string, Guid>> CodesAsync(MarketplaceDbContext db, List<Listing> listings, CancellationToken cancellationToken)
    {
        var wanted = listings.SelectMany(l => ProductCode.Of(NewItems.Identifiers(l))).Distinct().ToList();
        return (await db.VariantCodes.Where(c => wanted.Contains(c.Code)).Select(c => new { c.Code, c.VariantId }).ToListAsync(cancellationToken))
            .ToLookup(c => c.Code, c => c.VariantId);
    }

    private static List<LinkSuggestion> Suggest(Listing listing, TitleIndex index, List<Guid> coded, Dictionary<Guid, TitledVariant> free)
    {
        var byTitle = index.Find(NewItems.FullTitle(listing), listing.SkuKey, MostSuggestions).Where(m => free.ContainsKey(m.Variant.VariantId) && !coded.Contains(m.Variant.VariantId));
        return
        [
            .. coded.Select(Coded).OrderByDescending(s => s.Score).Concat(byTitle.Select(m => Suggestion(
                m.Variant.VariantId, m.Score, m.HasLikeSku ? "similar title and SKU" : "similar title"))).Take(MostSuggestions),
        ];

        // Stock that the marketplace holds is often listed a second time under a SKU of its own.
        LinkSuggestion Coded(Guid variantId) => free.ContainsKey(variantId) || listing.FulfilledByMarketplace
            ? Suggestion(variantId, CodeScore, "same product code")
            : Suggestion(variantId, ListedCodeScore, "same product code as another listing of this store");

        LinkSuggestion Suggestion(Guid variantId, int score, string reason) =>
            new() { ListingId = listing.Id, VariantId = variantId, SellerId = listing.SellerId, Score = score, Reason = reason };
    }
}
