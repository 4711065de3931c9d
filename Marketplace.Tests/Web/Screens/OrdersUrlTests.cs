using CsCheck;
using Marketplace.Core.Orders;
using Marketplace.Core.Orders.Views;
using Marketplace.Web.Features.Orders;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Tests.Web.Screens;

public sealed class OrdersUrlTests
{
    private static readonly string?[] Searches = [null, "blue mug", "12-34567-89012, 13-00000-11111", "a&b=c#d é"];
    private static readonly string?[] Channels = [null, "ebay", "tiktok"];

    private static readonly Gen<OrdersUrl> AnyUrl =
        from tab in Gen.Enum<OrderTab>()
        from search in Gen.Int[0, Searches.Length - 1]
        from channel in Gen.Int[0, Channels.Length - 1]
        from due in Gen.Enum<OrderDue>()
        from work in Gen.Enum<OrderWork>()
        from oversold in Gen.Bool
        from held in Gen.Bool
        from sort in Gen.Enum<OrderSort>().Nullable()
        from down in Gen.Bool
        from ids in Gen.Guid.Nullable().Array[3]
        from page in Gen.Int[1, 3000]
        select new OrdersUrl
        {
            Filter = new OrderFilter
            {
                Tab = tab,
                Search = Searches[search],
                Marketplace = Channels[channel],
                Due = due,
                Work = work,
                OversoldOnly = oversold,
                HeldOnly = held,
                Tag = held ? null : "gift & rush",
                CustomerId = ids[0],
                Sort = sort,
                Descending = sort is not null && down,
            },
            ViewId = ids[1],
            Page = page,
            OrderId = ids[2],
        };

    [Fact]
    public void ToString_AnyState_IsReadBackAlike() => AnyUrl.Sample(url => Read(url.ToString()) == url);

    [Fact]
    public void ToString_UsualState_IsThePlainAddress() => Assert.Equal("orders", new OrdersUrl().ToString());

    [Fact]
    public void Parse_Nonsense_IsTakenAsUsual() =>
        Assert.Equal(new OrdersUrl(), OrdersUrl.Parse(new OrdersQuery
        {
            Tab = "7",
            Search = "  ",
            Channel = "",
            Due = "whenever",
            Work = "none",
            Oversold = "perhaps",
            Customer = "me",
            Dir = "desc",
            View = "7",
            Page = "-4",
            Order = "1",
        }));

    [Fact]
    public void With_OtherFilter_GoesBackToTheFirstPage()
    {
        var url = new OrdersUrl { Page = 9, OrderId = Guid.NewGuid() };

        Assert.Equal(new OrdersUrl { Filter = new OrderFilter { Tab = OrderTab.All } }, url.With(url.Filter with { Tab = OrderTab.All }));
    }

    [Fact]
    public void ToFile_AnyState_NamesColumnsAndOnlyTodaysEnd()
    {
        var ends = new DateTimeOffset(2026, 5, 4, 22, 0, 0, TimeSpan.Zero);

        Assert.Equal("orders/export.csv?q=a&columns=Total,State", new OrdersUrl { Filter = new OrderFilter { Search = "a" } }.ToFile(OrdersUrl.Csv, [OrderColumn.Total, OrderColumn.State], ends));
        Assert.Contains("dayEnds=2026-05-04T22", new OrdersUrl { Filter = new OrderFilter { Due = OrderDue.Today } }.ToFile(OrdersUrl.Workbook, [], ends), StringComparison.Ordinal);
    }

    private static OrdersUrl Read(string address)
    {
        var query = QueryHelpers.ParseQuery(address.Contains('?', StringComparison.Ordinal) ? address[address.IndexOf('?', StringComparison.Ordinal)..] : "");
        string? Value(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;
        return OrdersUrl.Parse(new OrdersQuery
        {
            Tab = Value("tab"),
            Search = Value("q"),
            Channel = Value("channel"),
            Due = Value("due"),
            Work = Value("work"),
            Oversold = Value("oversold"),
            Tag = Value("tag"),
            Held = Value("held"),
            Customer = Value("customer"),
            Sort = Value("sort"),
            Dir = Value("dir"),
            View = Value("view"),
            Page = Value("page"),
            Order = Value("order"),
        });
    }
}
