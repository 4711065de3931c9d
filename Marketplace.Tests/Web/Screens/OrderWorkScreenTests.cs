using Bunit;
using Marketplace.Core.Common;
using Marketplace.Core.Orders;
using Marketplace.Core.Orders.Customers;
using Marketplace.Core.Orders.Views;
using Marketplace.Web.Components.Shared;
using Marketplace.Web.Features.Customers;
using Marketplace.Web.Features.Orders;
using Marketplace.Web.Features.Orders.Views;

namespace Marketplace.Tests.Web.Screens;

public sealed class OrderWorkScreenTests
{
    private static readonly OrderWorkload Work = new(1, 2, 3, 4, 5, 6, 7, 8);

    [Fact]
    public async Task Tiles_OnAChannel_LeadToTheirOrdersThere_AndAnActiveOneLeadsBack()
    {
        await using var context = new ScreenContext();
        var filter = new OrderFilter { Tab = OrderTab.All, Work = OrderWork.ToLink, Marketplace = "ebay", Sort = OrderSort.Total };

        var tiles = context.Bunit.Render<WorkTiles>(p => p.Add(c => c.Workload, Work).Add(c => c.Filter, filter));

        Assert.Equal(["1", "2", "3", "4", "5", "6", "8", "7"], tiles.FindAll(".work-tile-count").Select(e => e.TextContent));
        var active = Assert.Single(tiles.FindAll("[aria-current]"));
        Assert.Equal(("work-to-link", "orders?channel=ebay"), (active.GetAttribute("data-testid"), active.GetAttribute("href")));
        Assert.Equal("orders?channel=ebay&due=today", tiles.Find("[data-testid=work-due-today]").GetAttribute("href"));
        Assert.Equal("orders?tab=cancel-requested&channel=ebay", tiles.Find("[data-testid=work-cancel-requested]").GetAttribute("href"));
    }

    [Theory]
    [InlineData("ebay", null, "No return to answer")]
    [InlineData(null, "mug", "No order matches")]
    public async Task NoOrders_AmongReturnsToAnswer_SaysThatNoneWaits(string? channel, string? search, string title)
    {
        await using var context = new ScreenContext();
        var filter = new OrderFilter { Tab = OrderTab.All, Work = OrderWork.Returns, Marketplace = channel, Search = search };

        var none = context.Bunit.Render<NoOrders>(p => p.Add(c => c.Url, new OrdersUrl { Filter = filter }).Add(c => c.HasStores, true));

        Assert.Equal(title, none.Find("h2").TextContent);
    }

    [Fact]
    public async Task Tabs_OwnViews_StandBesideThePresetsAndBringTheirFilter()
    {
        await using var context = new ScreenContext();
        var view = new SavedOrderView(Guid.NewGuid(), "Germany, express", new OrderFilter { Search = "mug", Sort = OrderSort.Total, Descending = true }, OrderColumns.Usual);

        var tabs = context.Bunit.Render<OrderTabs>(p => p.Add(c => c.Url, OrdersUrl.Of(view)).Add(c => c.Counts, new OrderCounts(1, 2, 3, 4, 10)).Add(c => c.Views, [view]));

        var own = tabs.Find($"[data-testid='tab-view-{view.Id}']");
        Assert.Equal(("page", $"orders?q=mug&sort=total&dir=desc&view={view.Id}"), (own.GetAttribute("aria-current"), own.GetAttribute("href")));
        Assert.Single(tabs.FindAll("[aria-current]"));
        Assert.Equal("orders?tab=shipped&q=mug&sort=total&dir=desc", tabs.Find("[data-testid=tab-shipped]").GetAttribute("href"));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(99, "99")]
    [InlineData(100, "99+")]
    public async Task Tabs_OwnView_ShowsItsCountAndNoMoreThanWasCounted(int count, string shown)
    {
        await using var context = new ScreenContext();
        var view = new SavedOrderView(Guid.NewGuid(), "Germany", new OrderFilter { Search = "mug" }, OrderColumns.Usual);

        var tabs = context.Bunit.Render<OrderTabs>(p => p.Add(c => c.Url, new OrdersUrl()).Add(c => c.Counts, new OrderCounts(1234, 2, 3, 4, 10)).Add(c => c.Views, [view])
            .Add(c => c.ViewCounts, new Dictionary<Guid, int> { [view.Id] = count }));

        Assert.Equal(shown, tabs.Find($"[data-testid='tab-view-{view.Id}'] .filter-tab-count").TextContent);
        Assert.Equal("1,234", tabs.Find("[data-testid=tab-to-ship] .filter-tab-count").TextContent);
    }

    [Fact]
    public async Task Tabs_AddressOfADeletedView_ShowTheTabOfItsFilter()
    {
        await using var context = new ScreenContext();

        var tabs = context.Bunit.Render<OrderTabs>(p => p.Add(c => c.Url, new OrdersUrl { ViewId = Guid.NewGuid() }).Add(c => c.Counts, null).Add(c => c.Views, []));

        Assert.Equal("tab-to-ship", Assert.Single(tabs.FindAll("[aria-current]")).GetAttribute("data-testid"));
    }

    [Theory]
    [InlineData(null, false, "orders?sort=total", "not sorted")]
    [InlineData(OrderSort.Total, false, "orders?sort=total&dir=desc", "sorted upwards")]
    [InlineData(OrderSort.Total, true, "orders?sort=total", "sorted downwards")]
    public async Task SortLink_EachClick_TurnsTheOrderRound(OrderSort? sort, bool descending, string href, string words)
    {
        await using var context = new ScreenContext();
        var url = new OrdersUrl { Filter = new OrderFilter { Sort = sort, Descending = descending }, Page = 4 };

        var link = context.Bunit.Render<SortLink>(p => p.Add(c => c.Url, url).Add(c => c.Sort, OrderSort.Total).Add(c => c.Label, "Total")).Find("a");

        Assert.Equal(href, link.GetAttribute("href"));
        Assert.Contains(words, link.GetAttribute("aria-label"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_OfAnOrderToShip_HasWhatTheKeysPress_AndAShippedOneHasNoTracking()
    {
        await using var context = new ScreenContext();
        context.Bunit.ComponentFactories.AddStub<ProductThumb>();

        var open = context.Bunit.Render<OrderCell>(p => p.Add(c => c.Row, Row("A-1", OrderState.ToShip)));
        var gone = context.Bunit.Render<OrderCell>(p => p.Add(c => c.Row, Row("A-2", OrderState.Shipped)));

        Assert.NotNull(open.Find("[data-key-row] [data-key-open]"));
        Assert.Contains("A-1", open.Find("[data-key=t]").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Empty(gone.FindAll("[data-key=t]"));
    }

    [Fact]
    public async Task History_OfABuyer_ShowsTheOtherOrders_AndOfASingleOrderNothing()
    {
        await using var context = new ScreenContext();
        var (one, other) = (Row("A-1", OrderState.ToShip), Row("A-2", OrderState.Delivered));
        var customer = Customer(2, "Ann Lee");

        var history = context.Bunit.Render<OrderHistory>(p => p.Add(c => c.History, new CustomerHistory(customer, [one, other])).Add(c => c.OrderId, one.Id));
        var single = context.Bunit.Render<OrderHistory>(p => p.Add(c => c.History, new CustomerHistory(Customer(1, "Bo"), [one])).Add(c => c.OrderId, one.Id));

        Assert.Contains("A-2", Assert.Single(history.FindAll("[data-testid=history-order]")).TextContent, StringComparison.Ordinal);
        Assert.Equal($"orders?tab=all&customer={customer.Id}", history.Find("[data-testid=history-all]").GetAttribute("href"));
        Assert.Equal("", single.Markup.Trim());
    }

    [Fact]
    public async Task Customer_Erased_SaysSoAndCannotBeErasedAgain()
    {
        await using var context = new ScreenContext();
        var known = context.Bunit.Render<CustomerLine>(p => p.Add(c => c.Customer, Customer(2, "Ann Lee")));
        var erased = context.Bunit.Render<CustomerLine>(p => p.Add(c => c.Customer, Customer(2, null) with { IsErased = true }));

        Assert.Contains("Ann Lee", known.Markup, StringComparison.Ordinal);
        Assert.Contains("2 orders · 1 cancelled · 3 items · 12.50 USD · 9.00 GBP", known.Markup, StringComparison.Ordinal);
        Assert.NotNull(known.Find("[data-testid=erase-customer]"));
        Assert.Contains("Erased customer", erased.Markup, StringComparison.Ordinal);
        Assert.Empty(erased.FindAll("[data-testid=erase-customer]"));
    }

    private static CustomerRow Customer(int orders, string? name) => new()
    {
        Id = Guid.NewGuid(),
        Name = name,
        IsErased = false,
        Orders = orders,
        Cancelled = 1,
        Items = 3,
        Revenue = [new Money(1250, "USD"), new Money(900, "GBP")],
        FirstOrderAt = new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero),
        LastOrderAt = new DateTimeOffset(2026, 5, 3, 9, 0, 0, TimeSpan.Zero),
        Marketplaces = ["ebay"],
    };

    private static OrderRow Row(string id, OrderState state) => new()
    {
        Id = Guid.NewGuid(),
        ConnectionId = Guid.NewGuid(),
        Marketplace = "ebay",
        ExternalId = id,
        State = state,
        FulfilledByMarketplace = false,
        CancelRequested = false,
        PlacedAt = new DateTimeOffset(2026, 5, 3, 9, 0, 0, TimeSpan.Zero),
        ImportedAt = new DateTimeOffset(2026, 5, 3, 9, 0, 0, TimeSpan.Zero),
        ShipBy = new DateTimeOffset(2026, 5, 5, 9, 0, 0, TimeSpan.Zero),
        Summary = "Mug",
        ImageUrl = null,
        ItemCount = 1,
        Total = new Money(1250, "USD"),
        Oversold = 0,
    };
}
