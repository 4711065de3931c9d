using Marketplace.Core.Common;
using Marketplace.Core.Orders;
using Marketplace.Core.Orders.Customers;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Orders;

/// <summary>How SQLite goes about the statements of the orders grid: by an index, never through the whole table.</summary>
public sealed class OrderPlansTests
{
    public static TheoryData<OrderTab, OrderSort?, bool, string> Views => new()
    {
        { OrderTab.ToShip, null, false, "IX_Orders_SellerId_State_FulfilledByMarketplace_ShipBy" },
        { OrderTab.All, null, false, "IX_Orders_SellerId_PlacedAt" },
        { OrderTab.All, OrderSort.ShipBy, true, "IX_Orders_SellerId_ShipBy" },
        { OrderTab.All, OrderSort.Total, false, "IX_Orders_SellerId_TotalMinor" },
        { OrderTab.All, OrderSort.Total, true, "IX_Orders_SellerId_TotalMinor" },
        { OrderTab.All, OrderSort.Items, true, "IX_Orders_SellerId_ItemCount" },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public async Task List_Page_GoesByAnIndex(OrderTab tab, OrderSort? sort, bool descending, string index)
    {
        await using var test = await SqlitePlans.OpenAsync();

        var plans = await test.OfAsync(queries => queries.ListAsync(test.SellerId, new OrderFilter { Tab = tab, Sort = sort, Descending = descending }, 0, 50, TestContext.Current.CancellationToken));

        Assert.Contains(plans, plan => plan.Contains($"USING INDEX {index}", StringComparison.Ordinal) || plan.Contains($"USING COVERING INDEX {index}", StringComparison.Ordinal));
        Assert.DoesNotContain(plans, plan => plan.StartsWith("SCAN o", StringComparison.Ordinal) && !plan.Contains("INDEX", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "IX_Orders_SellerId_State_FulfilledByMarketplace_ShipBy")]
    [InlineData("ebay", "IX_Orders_SellerId_Marketplace_State_FulfilledByMarketplace_ShipBy")]
    public async Task Count_OfTheTabs_ReadsAnIndexAlone(string? marketplace, string index)
    {
        await using var test = await SqlitePlans.OpenAsync();

        var plans = await test.OfAsync(queries => queries.CountAsync(test.SellerId, new OrderFilter { Marketplace = marketplace }, TestContext.Current.CancellationToken));

        Assert.Contains(plans, plan => plan.Contains($"USING COVERING INDEX {index}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Workload_OfEveryKind_GoesByIndexes()
    {
        await using var test = await SqlitePlans.OpenAsync();

        var plans = await test.OfAsync(queries => queries.WorkloadAsync(test.SellerId, null, null, TestContext.Current.CancellationToken));

        Assert.Contains(plans, plan => plan.Contains("USING COVERING INDEX IX_Orders_SellerId_State_FulfilledByMarketplace_ShipBy", StringComparison.Ordinal));
        Assert.Contains(plans, plan => plan.Contains("IX_OrderLines_SellerId_OrderId", StringComparison.Ordinal));
        Assert.DoesNotContain(plans, plan => plan.StartsWith("SCAN", StringComparison.Ordinal) && !plan.Contains("INDEX", StringComparison.Ordinal) && !plan.Contains("SUBQUERY", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task List_OversoldAmongMany_GoesFromTheFewToTheirOrders()
    {
        await using var test = await SqlitePlans.OpenAsync();
        await test.AddOrdersAsync(1_000);

        var plans = await test.OfAsync(queries => queries.ListAsync(test.SellerId, new OrderFilter { Tab = OrderTab.All, OversoldOnly = true }, 0, 50, TestContext.Current.CancellationToken));

        Assert.Contains(plans, plan => plan.Contains("USING INDEX sqlite_autoindex_Orders_1 (Id=?)", StringComparison.Ordinal));
        Assert.DoesNotContain(plans, plan => plan.Contains("o USING INDEX IX_Orders_SellerId_PlacedAt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_ReturnsToAnswer_GoesFromTheFewQuestionsToTheirOrders()
    {
        await using var test = await SqlitePlans.OpenAsync();
        await test.AddOrdersAsync(1_000);

        var plans = await test.OfAsync(queries => queries.ListAfterAsync(
            test.SellerId, new OrderFilter { Tab = OrderTab.All, Work = OrderWork.Returns }, new ListPlace(1, Guid.NewGuid()), 50, TestContext.Current.CancellationToken));

        Assert.Contains(plans, plan => plan.Contains("IX_OrderReturn_SellerId_Question_AnswerBy (SellerId=? AND Question>?)", StringComparison.Ordinal));
        Assert.Contains(plans, plan => plan.Contains("USING INDEX sqlite_autoindex_Orders_1 (Id=?)", StringComparison.Ordinal));
        Assert.DoesNotContain(plans, plan => plan.Contains("IX_Orders_SellerId_PlacedAt", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("order", "IX_Orders_SellerId_PlacedAt_Id_SearchText")]
    [InlineData("12-34567-89012, 12-34567-89013", "IX_Orders_SellerId_ExternalId (SellerId=? AND ExternalId=?)")]
    public async Task List_BySearch_ReadsAnIndexInsteadOfTheTable(string search, string index)
    {
        await using var test = await SqlitePlans.OpenAsync();
        await test.AddOrdersAsync(1_000);

        var plans = await test.OfAsync(queries => queries.ListAsync(test.SellerId, new OrderFilter { Tab = OrderTab.All, Search = search }, 0, 50, TestContext.Current.CancellationToken));

        Assert.True(plans.Any(plan => plan.Contains(index, StringComparison.Ordinal)), string.Join(Environment.NewLine, plans));
    }

    [Fact]
    public async Task List_OfOneCustomer_GoesByItsIndex()
    {
        await using var test = await SqlitePlans.OpenAsync();
        var filter = new OrderFilter { Tab = OrderTab.All, CustomerId = Guid.NewGuid() };

        var plans = await test.OfAsync(queries => queries.ListAsync(test.SellerId, filter, 0, 50, TestContext.Current.CancellationToken));

        Assert.Contains(plans, plan => plan.Contains("IX_Orders_SellerId_CustomerId_PlacedAt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Customers_OfNewOrders_AreLookedUpByEachKeysIndex()
    {
        await using var test = await SqlitePlans.OpenAsync();
        var order = new Order { Marketplace = "ebay", RecipientKey = "r", EmailKey = "e", BuyerKey = "b" };

        var plans = await test.OfWorkAsync(db => CustomerMatcher.AssignAsync(db, [order], TestContext.Current.CancellationToken));

        foreach (var key in new[] { "RecipientKey", "EmailKey", "BuyerKey" })
        {
            Assert.Contains(plans, plan => plan.Contains($"IX_Orders_SellerId_{key} (SellerId=? AND {key}=?)", StringComparison.Ordinal));
        }
    }
}
