using System.Globalization;
using Marketplace.Core.Orders;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Orders;

/// <summary>What the orders page shows, as its address tells it: the page can be reloaded, sent to somebody, and gone back to.</summary>
public sealed record OrdersUrl
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    /// <summary>Which orders.</summary>
    public OrderFilter Filter { get; init; } = new();

    /// <summary>Number of the page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Order whose panel is open.</summary>
    public Guid? OrderId { get; init; }

    /// <summary>Reads an address; what makes no sense in it is taken as usual.</summary>
    public static OrdersUrl Parse(string? tab, string? search, string? channel, string? due, bool oversold, int? page, Guid? order, string? tag = null, bool held = false) => new()
    {
        Filter = new OrderFilter
        {
            Tab = Query.Choice(tab, OrderTab.ToShip),
            Search = string.IsNullOrWhiteSpace(search) ? null : search.Trim(),
            Marketplace = string.IsNullOrWhiteSpace(channel) ? null : channel,
            Due = Query.Choice(due, OrderDue.Any),
            OversoldOnly = oversold,
            Tag = string.IsNullOrWhiteSpace(tag) ? null : tag.Trim(),
            HeldOnly = held,
        },
        Page = Math.Max(1, page ?? 1),
        OrderId = order,
    };

    /// <summary>Another filter, from its first page on.</summary>
    public OrdersUrl With(OrderFilter filter) => new() { Filter = filter };

    /// <summary>The address.</summary>
    public override string ToString() => Query.Address(
        "orders",
        ("tab", Query.Word(Filter.Tab, OrderTab.ToShip)),
        ("q", Filter.Search),
        ("channel", Filter.Marketplace),
        ("due", Query.Word(Filter.Due, OrderDue.Any)),
        ("oversold", Filter.OversoldOnly ? "true" : null),
        ("tag", Filter.Tag),
        ("held", Filter.HeldOnly ? "true" : null),
        ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null),
        ("order", OrderId?.ToString()));
}
