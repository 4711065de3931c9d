using System.Linq.Expressions;
using Marketplace.Core.Catalog;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>The database's side of <see cref="InventoryQueries"/>.</summary>
internal static class InventoryMatching
{
    /// <summary>Ids of the variants that a filter lets through, in its order. Stock is low at the threshold where the SKU has none of its own.</summary>
    /// <remarks>
    /// The table that the order comes from leads, so that an index gives the rows in order and only a page of them is read; the
    /// other one is asked only where the filter needs it. Every variant has a level from its first transaction on.
    /// </remarks>
    public static IQueryable<Guid> Of(MarketplaceDbContext db, InventoryFilter filter, int usualThreshold) => filter.Sort is InventorySort.Sku or InventorySort.Title
        ? Sorted(Variants(db, filter, usualThreshold), filter).Select(v => v.Id)
        : Sorted(Levels(db, filter, usualThreshold), filter).Select(s => s.VariantId);

    private static IQueryable<Variant> Variants(MarketplaceDbContext db, InventoryFilter filter, int usualThreshold)
    {
        var variants = Named(db, filter);
        return NeedsLevels(filter) ? variants.Where(v => Counted(db, filter, usualThreshold).Select(s => s.VariantId).Contains(v.Id)) : variants;
    }

    private static IQueryable<StockLevel> Levels(MarketplaceDbContext db, InventoryFilter filter, int usualThreshold)
    {
        var levels = Counted(db, filter, usualThreshold);
        return NeedsVariants(filter) ? levels.Where(s => Named(db, filter).Select(v => v.Id).Contains(s.VariantId)) : levels;
    }

    private static bool NeedsVariants(InventoryFilter filter) => filter.Search is not null || filter.Marketplace is not null || filter.LocationId is not null;

    private static bool NeedsLevels(InventoryFilter filter) => filter.Stock != StockFilter.Any;

    private static IQueryable<Variant> Named(MarketplaceDbContext db, InventoryFilter filter)
    {
        var variants = db.Variants.AsNoTracking();
        foreach (var word in (filter.Search ?? "").ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(10))
        {
            variants = variants.Where(v => v.SearchText.Contains(word));
        }

        if (filter.Marketplace is { Length: > 0 } marketplace)
        {
            variants = variants.Where(v => db.Listings.Where(l => l.Marketplace == marketplace && l.VariantId != null).Select(l => l.VariantId!.Value).Contains(v.Id));
        }

        if (filter.LocationId is { } location)
        {
            variants = variants.Where(v => db.LocationStocks.Where(s => s.LocationId == location && s.OnHand > 0).Select(s => s.VariantId).Contains(v.Id));
        }

        return variants;
    }

    private static IQueryable<StockLevel> Counted(MarketplaceDbContext db, InventoryFilter filter, int usualThreshold)
    {
        var levels = db.StockLevels.AsNoTracking();
        return filter.Stock switch
        {
            StockFilter.Low => levels.Where(s => s.Available > 0 && s.Available <= (s.LowStockThreshold ?? usualThreshold)),
            StockFilter.Out => levels.Where(s => s.Available <= 0),
            StockFilter.Oversold => levels.Where(s => db.Reservations.Where(r => r.Oversold > 0).Select(r => r.VariantId).Contains(s.VariantId)),
            StockFilter.Problem => levels.Where(s => db.ListingStocks.Where(p => p.Problem != null)
                .Join(db.Listings, p => p.ListingId, l => l.Id, (_, l) => l.VariantId).Contains(s.VariantId)),
            StockFilter.Incoming => levels.Where(s => s.Incoming > 0),
            StockFilter.Bundles => levels.Where(s => s.Buildable != null),
            _ => levels,
        };
    }

    private static IQueryable<Variant> Sorted(IQueryable<Variant> variants, InventoryFilter filter) => (filter.Sort, filter.Descending) switch
    {
        (InventorySort.Title, false) => variants.OrderBy(v => v.Title).ThenBy(v => v.Id),
        (InventorySort.Title, true) => variants.OrderByDescending(v => v.Title).ThenByDescending(v => v.Id),
        (_, true) => variants.OrderByDescending(v => v.SkuKey),
        _ => variants.OrderBy(v => v.SkuKey),
    };

    private static IQueryable<StockLevel> Sorted(IQueryable<StockLevel> levels, InventoryFilter filter)
    {
        Expression<Func<StockLevel, int>> column = filter.Sort switch
        {
            InventorySort.OnHand => s => s.OnHand,
            InventorySort.Reserved => s => s.Reserved,
            InventorySort.Incoming => s => s.Incoming,
            _ => s => s.Available,
        };
        return filter.Descending ? levels.OrderByDescending(column).ThenByDescending(s => s.VariantId) : levels.OrderBy(column).ThenBy(s => s.VariantId);
    }

    /// <summary>What the grid shows of these variants, listings and locations apart.</summary>
    public static IQueryable<InventoryRow> Rows(MarketplaceDbContext db, List<Guid> ids, int usualThreshold) =>
        from variant in db.Variants.AsNoTracking()
        where ids.Contains(variant.Id)
        join level in db.StockLevels on variant.Id equals level.VariantId
        select new InventoryRow
        {
            VariantId = variant.Id,
            Sku = variant.Sku,
            Title = variant.Title,
            ImageUrl = variant.ImageUrl ?? variant.Product!.ImageUrl,
            OnHand = level.OnHand,
            Reserved = level.Reserved,
            Available = level.Available,
            Incoming = level.Incoming,
            IsBundle = level.Buildable != null,
            OwnThreshold = level.LowStockThreshold,
            LowStockThreshold = level.LowStockThreshold ?? usualThreshold,
            Oversold = db.Reservations.Where(r => r.VariantId == variant.Id).Sum(r => r.Oversold),
        };

    /// <summary>Where items of these variants lie, the default location first; locations that never held any are left out.</summary>
    public static IQueryable<PlaceView> Places(MarketplaceDbContext db, List<Guid> ids) =>
        from stock in db.LocationStocks.AsNoTracking()
        where ids.Contains(stock.VariantId)
        join location in db.StockLocations on stock.LocationId equals location.Id
        orderby location.IsDefault descending, location.NameKey
        select new PlaceView(stock.VariantId, location.Id, location.Name, stock.OnHand);

    /// <summary>What the grid shows of these listings.</summary>
    public static IQueryable<ListingView> Listings(MarketplaceDbContext db, IQueryable<Listing> listings) =>
        from listing in listings
        join stock in db.ListingStocks on listing.Id equals stock.ListingId into stocks
        from stock in stocks.DefaultIfEmpty()
        select new ListingView
        {
            ListingId = listing.Id,
            VariantId = listing.VariantId,
            ConnectionId = listing.ConnectionId,
            Marketplace = listing.Marketplace,
            Sku = listing.Sku,
            Title = listing.Title,
            Price = listing.Price,
            Status = listing.Status,
            Url = listing.Url,
            FulfilledByMarketplace = listing.FulfilledByMarketplace,
            Wanted = stock == null ? null : stock.Wanted,
            Sent = stock == null ? null : stock.Sent,
            Acknowledged = stock == null ? null : stock.Acknowledged,
            AcknowledgedAt = stock == null ? null : stock.AcknowledgedAt,
            Seen = stock == null ? null : stock.Seen,
            SeenAt = stock == null ? null : stock.SeenAt,
            IsDue = stock != null && stock.IsDue,
            IsHeld = stock != null && stock.IsHeld && stock.IsDue,
            Problem = stock == null ? null : stock.Problem,
        };
}
