using Marketplace.Core.Catalog;
using Marketplace.Core.Common;
using Marketplace.Core.Inventory;

namespace Marketplace.Tests.Inventory;

public sealed class InventoryQueriesTests
{
    [Fact]
    public async Task List_StockFilters_TellLowFromOut()
    {
        await using var database = await TestDatabase.CreateAsync();
        await AddAsync(database, "PLENTY", onHand: 40);
        await AddAsync(database, "LOW", onHand: 5, reserved: 2);
        await AddAsync(database, "OUT", onHand: 2, reserved: 2);
        await AddAsync(database, "OWN-THRESHOLD", onHand: 30, threshold: 30);

        Assert.Equal(["LOW", "OWN-THRESHOLD"], await SkusAsync(database, new InventoryFilter { Stock = StockFilter.Low }));
        Assert.Equal(["OUT"], await SkusAsync(database, new InventoryFilter { Stock = StockFilter.Out }));
        Assert.Equal(["OUT", "LOW", "OWN-THRESHOLD", "PLENTY"], await SkusAsync(database, new InventoryFilter { Sort = InventorySort.Available }));
        Assert.Equal(["PLENTY", "OWN-THRESHOLD", "LOW", "OUT"], await SkusAsync(database, new InventoryFilter { Sort = InventorySort.OnHand, Descending = true }));
    }

    [Fact]
    public async Task List_SearchAndChannel_MeetBoth()
    {
        await using var database = await TestDatabase.CreateAsync();
        await AddAsync(database, "MUG-1", title: "Blue mug", marketplace: "ebay");
        await AddAsync(database, "MUG-2", title: "Red mug", marketplace: "amazon");
        await AddAsync(database, "BOWL-1", title: "Blue bowl", marketplace: "ebay");

        Assert.Equal(["MUG-1"], await SkusAsync(database, new InventoryFilter { Search = "mug", Marketplace = "ebay" }));
        Assert.Equal(["BOWL-1", "MUG-1"], await SkusAsync(database, new InventoryFilter { Search = "BLUE" }));
    }

    [Fact]
    public async Task List_Row_CarriesItsListingsAndTheirStock()
    {
        await using var database = await TestDatabase.CreateAsync();
        await AddAsync(database, "MUG-1", onHand: 7, marketplace: "ebay", problem: "It has ended.");

        var page = await database.Get<InventoryQueries>().ListAsync(database.SellerId, new InventoryFilter { Stock = StockFilter.Problem }, 0, 10, TestContext.Current.CancellationToken);

        var listing = Assert.Single(Assert.Single(page.Items).Listings);
        Assert.Equal(("ebay", "It has ended.", 7), (listing.Marketplace, listing.Problem, listing.Wanted));
        Assert.Equal(new Money(1250, "USD"), listing.Price);
    }

    [Fact]
    public async Task Movements_NewestFirst_TellOnHandAfterEach()
    {
        await using var database = await TestDatabase.CreateAsync();
        var variant = await AddAsync(database, "MUG-1", onHand: 8);
        await using (var db = database.Open())
        {
            var start = database.Clock.GetUtcNow();
            db.StockMovements.AddRange(
                new StockMovement { VariantId = variant, Kind = MovementKind.Opening, OnHandChange = 10, At = start },
                new StockMovement { VariantId = variant, Kind = MovementKind.Reserved, ReservedChange = 2, At = start.AddHours(1) },
                new StockMovement { VariantId = variant, Kind = MovementKind.Shipped, OnHandChange = -2, ReservedChange = -2, At = start.AddHours(2) });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var movements = (await database.Get<LedgerQueries>().ListAsync(database.SellerId, variant, new LedgerFilter(), 0, 50, TestContext.Current.CancellationToken)).Items;

        Assert.Equal([8, 10, 10], movements.Select(m => m.OnHandAfter));
        Assert.Equal(MovementKind.Shipped, movements[0].Kind);
    }

    private static async Task<List<string>> SkusAsync(TestDatabase database, InventoryFilter filter)
    {
        var page = await database.Get<InventoryQueries>().ListAsync(database.SellerId, filter, 0, 100, TestContext.Current.CancellationToken);
        Assert.Equal(page.Items.Count, page.Total);
        return [.. page.Items.Select(row => row.Sku)];
    }

    private static async Task<Guid> AddAsync(
        TestDatabase database, string sku, int onHand = 10, int reserved = 0, int? threshold = null, string title = "Thing", string? marketplace = null, string? problem = null)
    {
        await using var db = database.Open();
        var now = database.Clock.GetUtcNow();
        var product = new Product { Title = title, CreatedAt = now };
        var variant = new Variant { ProductId = product.Id, Sku = sku, SkuKey = Sku.Key(sku), Title = title, SearchText = $"{title} {sku}".ToUpperInvariant(), CreatedAt = now };
        db.AddRange(product, variant, new StockLevel { VariantId = variant.Id, OnHand = onHand, Reserved = reserved, LowStockThreshold = threshold, BaselineAt = now });
        if (marketplace is not null)
        {
            var listing = new Listing
            {
                ConnectionId = Guid.CreateVersion7(),
                Marketplace = marketplace,
                VariantId = variant.Id,
                ExternalId = sku,
                Sku = sku,
                Title = title,
                Price = new Money(1250, "USD"),
                SeenAt = now,
            };
            db.AddRange(listing, new ListingStock { ListingId = listing.Id, ConnectionId = listing.ConnectionId, Wanted = onHand, Problem = problem });
        }

        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return variant.Id;
    }
}
