using Marketplace.Core.Catalog;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Linking;

/// <summary>Reads of what waits to be linked.</summary>
public sealed class LinkQueries(MarketplaceDb database)
{
    /// <summary>Most rows of a search for items.</summary>
    public const int MaxFound = 20;

    /// <summary>What waits, in numbers.</summary>
    public async Task<LinkCounts> CountAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var waiting = Listings(db, LinkTab.All);
        return new LinkCounts(
            await waiting.CountAsync(cancellationToken),
            await Listings(db, LinkTab.Suggested).CountAsync(cancellationToken),
            await OpenLines(db).CountAsync(cancellationToken),
            await OpenLines(db).CountAsync(l => l.ListingId == null, cancellationToken),
            await Listings(db, LinkTab.Ignored).CountAsync(cancellationToken));
    }

    /// <summary>One page of listings without an item, with what they may be; the surest first.</summary>
    public async Task<Page<UnlinkedListing>> ListAsync(Guid sellerId, LinkTab tab, string? marketplace, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var listings = Listings(db, tab).Where(l => marketplace == null || l.Marketplace == marketplace);
        var total = await listings.CountAsync(cancellationToken);
        var rows = await listings.AsNoTracking()
            .OrderByDescending(l => db.LinkSuggestions.Where(s => s.ListingId == l.Id).Max(s => (int?)s.Score) ?? 0).ThenBy(l => l.Title).ThenBy(l => l.Id)
            .Skip(skip).Take(take)
            .Select(l => new UnlinkedListing
            {
                ListingId = l.Id,
                ConnectionId = l.ConnectionId,
                Marketplace = l.Marketplace,
                Sku = l.Sku,
                Title = l.VariationTitle == null ? l.Title : l.Title + " – " + l.VariationTitle,
                ImageUrl = l.ImageUrl,
                Url = l.Url,
                Price = l.Price,
                Status = l.Status,
                State = l.Link,
                Seen = db.ListingStocks.Where(s => s.ListingId == l.Id).Select(s => s.Seen).FirstOrDefault(),
                OpenLines = OpenLines(db).Count(line => line.ListingId == l.Id || (line.ListingId == null && line.ExternalListingId == l.ExternalId)),
            })
            .ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(r => r.ListingId);
        var suggestions = (await SuggestionsOf(db, ids).ToListAsync(cancellationToken)).ToLookup(s => s.ListingId);
        return new Page<UnlinkedListing>([.. rows.Select(r => r with { Suggestions = [.. suggestions[r.ListingId].OrderByDescending(s => s.Score).ThenBy(s => s.Sku, StringComparer.Ordinal)] })], total);
    }

    /// <summary>Listings whose best suggestion has at least this score, with it.</summary>
    public async Task<IReadOnlyList<(Guid ListingId, Guid VariantId)>> SureAsync(Guid sellerId, int score, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var pairs = await (
            from suggestion in db.LinkSuggestions
            join listing in Listings(db, LinkTab.Suggested) on suggestion.ListingId equals listing.Id
            where suggestion.Score >= score
            orderby suggestion.Score descending, suggestion.VariantId
            select new { suggestion.ListingId, suggestion.VariantId }).ToListAsync(cancellationToken);
        return [.. pairs.DistinctBy(p => p.ListingId).Select(p => (p.ListingId, p.VariantId))];
    }

    /// <summary>Order lines without an item and without a listing here, what is the same thing together.</summary>
    public async Task<IReadOnlyList<UnlinkedLines>> LinesAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await (
            from line in OpenLines(db)
            join order in db.Orders on line.OrderId equals order.Id
            where line.ListingId == null
            group new { line, order } by new { order.ConnectionId, order.Marketplace, line.ExternalListingId, line.Sku, line.Title } into same
            orderby same.Min(x => x.order.PlacedAt)
            select new UnlinkedLines(same.Key.ConnectionId, same.Key.Marketplace, same.Key.ExternalListingId, same.Key.Sku, same.Key.Title)
            {
                Lines = same.Count(),
                Items = same.Sum(x => x.line.Quantity),
                OldestAt = same.Min(x => x.order.PlacedAt),
            }).Take(500).ToListAsync(cancellationToken);
    }

    /// <summary>Items whose title, SKU, further SKUs or identifiers contain all words; at most <see cref="MaxFound"/>.</summary>
    public async Task<IReadOnlyList<FoundItem>> FindItemsAsync(Guid sellerId, string? search, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var variants = db.Variants.AsNoTracking();
        foreach (var word in (search ?? "").ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(10))
        {
            variants = variants.Where(v => v.SearchText.Contains(word) || db.SkuAliases.Any(a => a.VariantId == v.Id && a.SkuKey.Contains(word)));
        }

        return await variants.OrderBy(v => v.SkuKey).Take(MaxFound)
            .Select(v => new FoundItem(
                v.Id, v.Sku, v.Title, v.ImageUrl ?? v.Product!.ImageUrl, db.StockLevels.Where(s => s.VariantId == v.Id).Select(s => (int?)s.Available).FirstOrDefault() ?? 0))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Further SKUs of an item, the oldest first.</summary>
    public async Task<IReadOnlyList<SkuAlias>> AliasesAsync(Guid sellerId, Guid variantId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.SkuAliases.AsNoTracking().Where(a => a.VariantId == variantId).OrderBy(a => a.CreatedAt).ToListAsync(cancellationToken);
    }

    /// <summary>Unlinked lines of orders that have not left and are not cancelled.</summary>
    internal static IQueryable<OrderLine> OpenLines(MarketplaceDbContext db) => db.OrderLines.Where(l => l.VariantId == null
        && db.Orders.Any(o => o.Id == l.OrderId && !o.FulfilledByMarketplace
            && (o.State == OrderState.Pending || o.State == OrderState.ToShip || o.State == OrderState.PartiallyShipped)));

    /// <summary>The lines that a row stands for.</summary>
    internal static IQueryable<OrderLine> LinesOf(MarketplaceDbContext db, UnlinkedLines lines) => OpenLines(db).Where(l =>
        l.ListingId == null && l.ExternalListingId == lines.ExternalListingId && l.Sku == lines.Sku && l.Title == lines.Title
        && db.Orders.Any(o => o.Id == l.OrderId && o.ConnectionId == lines.ConnectionId));

    private static IQueryable<Listing> Listings(MarketplaceDbContext db, LinkTab tab)
    {
        var unlinked = db.Listings.Where(l => l.VariantId == null);
        var waiting = unlinked.Where(l => l.Link == LinkState.Waiting || l.Link == LinkState.ByHand);
        return tab switch
        {
            LinkTab.Suggested => waiting.Where(l => db.LinkSuggestions.Any(s => s.ListingId == l.Id)),
            LinkTab.Unlike => waiting.Where(l => !db.LinkSuggestions.Any(s => s.ListingId == l.Id)),
            LinkTab.Ignored => unlinked.Where(l => l.Link == LinkState.Ignored),
            _ => waiting,
        };
    }

    private static IQueryable<SuggestedItem> SuggestionsOf(MarketplaceDbContext db, List<Guid> listingIds) =>
        from suggestion in db.LinkSuggestions
        join variant in db.Variants on suggestion.VariantId equals variant.Id
        where listingIds.Contains(suggestion.ListingId)
        select new SuggestedItem(
            suggestion.ListingId, variant.Id, variant.Sku, variant.Title, variant.ImageUrl ?? variant.Product!.ImageUrl, suggestion.Score, suggestion.Reason);
}
