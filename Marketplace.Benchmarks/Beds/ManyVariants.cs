using Marketplace.Core.Catalog;
using Marketplace.Core.Common;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory;

namespace Marketplace.Benchmarks.Beds;

/// <summary>A catalogue straight into the database: each SKU a product with stock and, for two of three, listings on the marketplaces.</summary>
internal static class ManyVariants
{
    private const int AtOnce = 2_500;
    private static readonly string[] Things = ["Kettle", "Lamp", "Mug", "Rug", "Chair", "Clock", "Vase", "Blanket", "Mirror", "Basket"];

    /// <summary>Adds so many SKUs.</summary>
    public static async Task AddAsync(ProductApp app, Connection store, int count, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var numbers in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            await using var db = app.OpenDatabase();
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            foreach (var i in numbers)
            {
                var (sku, title) = ($"SKU-{i:D6}", $"{Things[i / 3 % Things.Length]} No. {i * 7919L % 100_003}");
                var product = new Product { SellerId = store.SellerId, Title = title, CreatedAt = now };
                var variant = new Variant { SellerId = store.SellerId, ProductId = product.Id, Sku = sku, SkuKey = Sku.Key(sku), Title = title, SearchText = $"{title} {sku}".ToUpperInvariant(), CreatedAt = now };
                db.Products.Add(product);
                db.Variants.Add(variant);
                db.StockLevels.Add(new StockLevel { SellerId = store.SellerId, VariantId = variant.Id, OnHand = i * 31 % 200, Reserved = i % 9 == 0 ? Math.Min(2, i * 31 % 200) : 0, BaselineAt = now });
                foreach (var marketplace in Bed.Marketplaces.Take(i % 4))
                {
                    AddListing(db, store, marketplace, variant, i, now);
                }

                if (i % 500 == 0)
                {
                    db.Reservations.Add(new Reservation { SellerId = store.SellerId, OrderLineId = Guid.CreateVersion7(), OrderId = Guid.CreateVersion7(), VariantId = variant.Id, ConnectionId = store.Id, PlacedAt = now, Wanted = 1, Oversold = 1 });
                }
            }

            await db.SaveChangesAsync(cancellationToken);
        }

        // As the schedule does after some minutes.
        await app.Get<DatabaseStatistics>().RefreshAsync(cancellationToken);
    }

    private static void AddListing(MarketplaceDbContext db, Connection store, string marketplace, Variant variant, int number, DateTimeOffset now)
    {
        var listing = new Listing
        {
            SellerId = store.SellerId,
            ConnectionId = store.Id,
            Marketplace = marketplace,
            VariantId = variant.Id,
            ExternalId = $"{marketplace}-{number}",
            ExternalProductId = $"{marketplace}-{number}",
            Sku = variant.Sku,
            Title = variant.Title,
            Price = new Money(1999, "USD"),
            SeenAt = now,
        };
        db.Listings.Add(listing);
        db.ListingStocks.Add(new ListingStock
        {
            SellerId = store.SellerId,
            ListingId = listing.Id,
            ConnectionId = store.Id,
            Wanted = number * 31 % 200,
            Seen = number * 31 % 200,
            SeenAt = now,
            Problem = number % 1_000 == 0 ? "The marketplace refused this quantity." : null,
        });
    }
}
