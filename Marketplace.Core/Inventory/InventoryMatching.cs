using Marketplace.Core.Catalog;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>The database's side of <see cref="InventoryQueries"/>.</summary>
internal static class InventoryMatching
{
    /// <summary>The variants that a filter lets through, with the columns that can be sorted by.</summary>
    public static IQueryable<Candidate> Of(MarketplaceDbContext db, InventoryFilter filter)
    {
        var variants = db.Variants.AsNoTracking();
        foreach (var word in (filter.Search ?? "").ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(10))
        {
            variants = variants.Where(v => v.SearchText.Contains(word));
        }

        if (filter.Marketplace is { Length: > 0 } marketplace)
        {
            variants = variants.Where(v => db.Listings.Any(l => l.VariantId == v.Id && l.Marketplace == marketplace));
        }

        var candidates =
            from variant in variants
            join level in db.StockLevels on variant.Id equals level.VariantId into levels
            from level in levels.DefaultIfEmpty()
            select new Candidate
            {
                VariantId = variant.Id,
                SkuKey = variant.SkuKey,
                Title = variant.Title,
                OnHand = level == null ? 0 : level.OnHand,
                Reserved = level == null ? 0 : level.Reserved,
                Available = level == null ? 0 : level.Available,
                LowStock = level == null || level.LowStockThreshold == null ? InventoryQueries.DefaultLowStock : level.LowStockThreshold.Value,
            };
        return filter.Stock switch
        {
            StockFilter.Low => candidates.Where(c => c.Available > 0 && c.Available <= c.LowStock),
            StockFilter.Out => candidates.Where(c => c.Available <= 0),
            StockFilter.Oversold => candidates.Where(c => db.Reservations.Any(r => r.VariantId == c.VariantId && r.Oversold > 0)),
            StockFilter.Problem => candidates.Where(c => db.Listings.Any(l => l.VariantId == c.VariantId && db.ListingStocks.Any(s => s.ListingId == l.Id && s.Problem != null))),
            _ => candidates,
        };
    }

    /// <summary>In the filter's order; SKUs break ties.</summary>
    public static IQueryable<Candidate> Sorted(IQueryable<Candidate> candidates, InventoryFilter filter) => (filter.Sort, filter.Descending) switch
    {
        (InventorySort.Title, false) => candidates.OrderBy(c => c.Title).ThenBy(c => c.SkuKey),
        (InventorySort.Title, true) => candidates.OrderByDescending(c => c.Title).ThenBy(c => c.SkuKey),
        (InventorySort.OnHand, false) => candidates.OrderBy(c => c.OnHand).ThenBy(c => c.SkuKey),
        (InventorySort.OnHand, true) => candidates.OrderByDescending(c => c.OnHand).ThenBy(c => c.SkuKey),
        (InventorySort.Reserved, false) => candidates.OrderBy(c => c.Reserved).ThenBy(c => c.SkuKey),
        (InventorySort.Reserved, true) => candidates.OrderByDescending(c => c.Reserved).ThenBy(c => c.SkuKey),
        (InventorySort.Available, false) => candidates.OrderBy(c => c.Available).ThenBy(c => c.SkuKey),
        (InventorySort.Available, true) => candidates.OrderByDescending(c => c.Available).ThenBy(c => c.SkuKey),
        (_, true) => candidates.OrderByDescending(c => c.SkuKey),
        _ => candidates.OrderBy(c => c.SkuKey),
    };

    /// <summary>What the grid shows of these variants, listings apart.</summary>
    public static IQueryable<InventoryRow> Rows(MarketplaceDbContext db, List<Guid> ids) =>
        from variant in db.Variants.AsNoTracking()
        where ids.Contains(variant.Id)
        join level in db.StockLevels on variant.Id equals level.VariantId into levels
        from level in levels.DefaultIfEmpty()
        select new InventoryRow
        {
            VariantId = variant.Id,
            Sku = variant.Sku,
            Title = variant.Title,
            ImageUrl = variant.ImageUrl ?? variant.Product!.ImageUrl,
            OnHand = level == null ? 0 : level.OnHand,
            Reserved = level == null ? 0 : level.Reserved,
            Available = level == null ? 0 : level.Available,
            LowStockThreshold = level == null || level.LowStockThreshold == null ? InventoryQueries.DefaultLowStock : level.LowStockThreshold.Value,
            Oversold = db.Reservations.Where(r => r.VariantId == variant.Id).Sum(r => r.Oversold),
        };

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

    /// <summary>A variant with the columns that can be filtered and sorted by.</summary>
    internal sealed record Candidate
    {
        public required Guid VariantId { get; init; }

        public required string SkuKey { get; init; }

        public required string Title { get; init; }

        public required int OnHand { get; init; }

        public required int Reserved { get; init; }

        public required int Available { get; init; }

        public required int LowStock { get; init; }
    }
}
