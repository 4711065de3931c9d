using Marketplace.Core.Orders;

namespace Marketplace.Tests.Orders;

public sealed class OrderQueriesTests
{
    [Fact]
    public async Task List_ToShip_MostUrgentFirstAndNoneOfTheirWarehouse()
    {
        await using var database = await TestDatabase.CreateAsync();
        await AddAsync(database, "late", hoursLeft: -2);
        await AddAsync(database, "calm", hoursLeft: 60);
        await AddAsync(database, "soon", hoursLeft: 5, state: OrderState.PartiallyShipped);
        await AddAsync(database, "theirs", hoursLeft: 1, theirs: true);
        await AddAsync(database, "gone", hoursLeft: 1, state: OrderState.Shipped);
        await AddAsync(database, "unpaid", hoursLeft: 1, state: OrderState.Pending);

        Assert.Equal(["late", "soon", "calm"], await IdsAsync(database, new OrderFilter()));
        Assert.Equal(["late"], await IdsAsync(database, new OrderFilter { Due = OrderDue.Late }));
        Assert.Equal(["soon"], await IdsAsync(database, new OrderFilter { Due = OrderDue.Soon }));
        Assert.Equal(["calm", "soon", "late"], await IdsAsync(database, new OrderFilter { Sort = OrderSort.ShipBy, Descending = true }));
    }

    [Fact]
    public async Task CountUpTo_ManyFilters_CountsEachWithItsTab_AndNoFurtherThanAsked()
    {
        await using var database = await TestDatabase.CreateAsync();
        for (var i = 0; i < 5; i++)
        {
            await AddAsync(database, $"open-{i}");
        }

        await AddAsync(database, "gone", state: OrderState.Shipped);
        OrderFilter[] filters = [new(), new() { Tab = OrderTab.Shipped }, new() { Tab = OrderTab.All, Search = "open-1" }, new() { Tab = OrderTab.All }];
        var queries = database.Get<OrderQueries>();

        Assert.Equal([5, 1, 1, 6], await queries.CountUpToAsync(database.SellerId, filters, 99, TestContext.Current.CancellationToken));
        Assert.Equal([3, 1, 1, 3], await queries.CountUpToAsync(database.SellerId, filters, 2, TestContext.Current.CancellationToken));
        Assert.Equal([0, 0, 0, 0], await queries.CountUpToAsync(Guid.NewGuid(), filters, 99, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Count_OfEachTab_IsWhatItsListHolds()
    {
        await using var database = await TestDatabase.CreateAsync();
        var number = 0;
        foreach (var state in Enum.GetValues<OrderState>())
        {
            await AddAsync(database, $"own-{++number}", state: state);
            await AddAsync(database, $"theirs-{++number}", state: state, theirs: true);
        }

        var counts = await database.Get<OrderQueries>().CountAsync(database.SellerId, new OrderFilter(), TestContext.Current.CancellationToken);

        foreach (var tab in Enum.GetValues<OrderTab>())
        {
            Assert.Equal((await IdsAsync(database, new OrderFilter { Tab = tab })).Count, counts.Of(tab));
        }

        Assert.Equal(new OrderCounts(2, 0, 4, 2, 12), counts);
    }

    [Fact]
    public async Task List_CancelRequests_AreOpenOrdersWhoseBuyersAsk_AndOnlyShippableOnesAreSelected()
    {
        await using var database = await TestDatabase.CreateAsync();
        await AddAsync(database, "asks", hoursLeft: 9, cancelRequested: true);
        await AddAsync(database, "asks-unpaid", hoursLeft: 5, state: OrderState.Pending, cancelRequested: true);
        await AddAsync(database, "asked-too-late", state: OrderState.Shipped, cancelRequested: true);
        var calm = await AddAsync(database, "calm");
        var filter = new OrderFilter { Tab = OrderTab.CancelRequested };

        Assert.Equal(["asks-unpaid", "asks"], await IdsAsync(database, filter));
        Assert.Equal(2, (await database.Get<OrderQueries>().CountAsync(database.SellerId, new OrderFilter(), TestContext.Current.CancellationToken)).CancelRequested);
        Assert.Single(await database.Get<OrderQueries>().ShippableIdsAsync(database.SellerId, filter, 100, TestContext.Current.CancellationToken));
        var all = await database.Get<OrderQueries>().ShippableIdsAsync(database.SellerId, new OrderFilter { Tab = OrderTab.All }, 100, TestContext.Current.CancellationToken);
        Assert.Equal((2, true), (all.Count, all.Contains(calm)));
        Assert.Empty(await database.Get<OrderQueries>().ShippableIdsAsync(Guid.NewGuid(), new OrderFilter { Tab = OrderTab.All }, 100, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task List_Search_FindsWordsInAnyCaseAndPastedIds()
    {
        await using var database = await TestDatabase.CreateAsync();
        await AddAsync(database, "12-34567-89012", text: "BLUE MUG MUG-1");
        await AddAsync(database, "12-34567-89013", text: "RED MUG MUG-2");
        await AddAsync(database, "12-34567-89014", text: "BLUE BOWL");

        Assert.Equal(["12-34567-89012"], await IdsAsync(database, new OrderFilter { Search = "blue mug" }));
        Assert.Equal(
            ["12-34567-89012", "12-34567-89014"],
            (await IdsAsync(database, new OrderFilter { Search = "12-34567-89014, 12-34567-89012" })).Order());
        Assert.Empty(await IdsAsync(database, new OrderFilter { Search = "100%" }));
    }

    [Fact]
    public async Task List_Pages_HoldEachOrderOnce()
    {
        await using var database = await TestDatabase.CreateAsync();
        for (var i = 0; i < 25; i++)
        {
            await AddAsync(database, $"order-{i}", hoursLeft: 10);
        }

        var queries = database.Get<OrderQueries>();
        var seen = new List<Guid>();
        for (var skip = 0; skip < 30; skip += 10)
        {
            var page = await queries.ListAsync(database.SellerId, new OrderFilter(), skip, 10, TestContext.Current.CancellationToken);
            Assert.Equal(25, page.Total);
            seen.AddRange(page.Items.Select(row => row.Id));
        }

        Assert.Equal(25, seen.Distinct().Count());
    }

    [Fact]
    public async Task List_AnotherSeller_SeesNothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var id = await AddAsync(database, "mine");
        var stranger = Guid.CreateVersion7();

        var page = await database.Get<OrderQueries>().ListAsync(stranger, new OrderFilter { Tab = OrderTab.All }, 0, 10, TestContext.Current.CancellationToken);

        Assert.Empty(page.Items);
        Assert.Null(await database.Get<OrderReader>().ReadAsync(stranger, id, TestContext.Current.CancellationToken));
        Assert.NotNull(await database.Get<OrderReader>().ReadAsync(database.SellerId, id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Read_BuyerOfLostKeys_SaysSoAndShowsTheRest()
    {
        await using var database = await TestDatabase.CreateAsync();
        var id = await AddAsync(database, "12-34567-89012", buyer: "not to be decrypted");

        var order = await database.Get<OrderReader>().ReadAsync(database.SellerId, id, TestContext.Current.CancellationToken);

        Assert.NotNull(order);
        Assert.Null(order.Buyer);
        Assert.Contains("keys", order.BuyerProblem, StringComparison.Ordinal);
        Assert.Equal("12-34567-89012", order.Row.ExternalId);
    }

    private static async Task<List<string>> IdsAsync(TestDatabase database, OrderFilter filter)
    {
        var page = await database.Get<OrderQueries>().ListAsync(database.SellerId, filter, 0, 100, TestContext.Current.CancellationToken);
        Assert.Equal(page.Items.Count, page.Total);
        return [.. page.Items.Select(row => row.ExternalId)];
    }

    private static async Task<Guid> AddAsync(
        TestDatabase database, string externalId, int hoursLeft = 48, OrderState state = OrderState.ToShip, bool theirs = false, string text = "", string? buyer = null, bool cancelRequested = false)
    {
        await using var db = database.Open();
        var now = database.Clock.GetUtcNow();
        var order = new Order
        {
            ConnectionId = Guid.CreateVersion7(),
            Marketplace = "ebay",
            ExternalId = externalId,
            State = state,
            FulfilledByMarketplace = theirs,
            CancelRequested = cancelRequested,
            PlacedAt = now.AddHours(-30),
            RemoteUpdatedAt = now,
            ImportedAt = now,
            ShipBy = now.AddHours(hoursLeft),
            Currency = "USD",
            SearchText = $"{externalId} {text}".ToUpperInvariant(),
            ProtectedBuyer = buyer,
        };
        db.Orders.Add(order);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return order.Id;
    }
}
