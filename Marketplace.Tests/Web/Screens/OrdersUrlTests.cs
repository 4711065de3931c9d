using CsCheck;
using Marketplace.Core.Orders;
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
        from oversold in Gen.Bool
        from held in Gen.Bool
        from page in Gen.Int[1, 3000]
        from order in Gen.Guid
        select new OrdersUrl
        {
            Filter = new OrderFilter { Tab = tab, Search = Searches[search], Marketplace = Channels[channel], Due = due, OversoldOnly = oversold, HeldOnly = held, Tag = held ? null : "gift & rush" },
            Page = page,
            OrderId = page % 2 == 0 ? order : null,
        };

    [Fact]
    public void ToString_AnyState_IsReadBackAlike() => AnyUrl.Sample(url => Read(url.ToString()) == url);

    [Fact]
    public void ToString_UsualState_IsThePlainAddress() => Assert.Equal("orders", new OrdersUrl().ToString());

    [Fact]
    public void Parse_Nonsense_IsTakenAsUsual() =>
        Assert.Equal(new OrdersUrl(), OrdersUrl.Parse("7", "  ", "", "whenever", false, -4, null));

    [Fact]
    public void With_OtherFilter_GoesBackToTheFirstPage()
    {
        var url = new OrdersUrl { Page = 9, OrderId = Guid.NewGuid() };

        Assert.Equal(new OrdersUrl { Filter = new OrderFilter { Tab = OrderTab.All } }, url.With(url.Filter with { Tab = OrderTab.All }));
    }

    private static OrdersUrl Read(string address)
    {
        var query = QueryHelpers.ParseQuery(address.Contains('?', StringComparison.Ordinal) ? address[address.IndexOf('?', StringComparison.Ordinal)..] : "");
        string? Value(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;
        return OrdersUrl.Parse(
            Value("tab"), Value("q"), Value("channel"), Value("due"), Value("oversold") == "true",
            Value("page") is { } page ? int.Parse(page, System.Globalization.CultureInfo.InvariantCulture) : null,
            Value("order") is { } order ? Guid.Parse(order) : null, Value("tag"), Value("held") == "true");
    }
}
