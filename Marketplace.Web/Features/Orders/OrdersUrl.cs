using System.Globalization;
using Marketplace.Core.Orders;
using Marketplace.Core.Orders.Views;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Orders;

/// <summary>What the orders page shows, as its address tells it: the page can be reloaded, sent to somebody, and gone back to.</summary>
public sealed record OrdersUrl
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    /// <summary>Address of all that is shown as comma-separated values.</summary>
    public const string Csv = "orders/export.csv";

    /// <summary>Address of all that is shown as a workbook.</summary>
    public const string Workbook = "orders/export.xlsx";

    /// <summary>Address of what is shown and can be shipped, as a workbook to be filled with tracking numbers.</summary>
    public const string ShippingFile = "orders/to-ship.xlsx";

    /// <summary>Which orders.</summary>
    public OrderFilter Filter { get; init; } = new();

    /// <summary>Saved view that is open; the filter may have moved on from it.</summary>
    public Guid? ViewId { get; init; }

    /// <summary>Number of the page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Order whose panel is open.</summary>
    public Guid? OrderId { get; init; }

    /// <summary>Reads an address; what makes no sense in it is taken as usual.</summary>
    public static OrdersUrl Parse(OrdersQuery query) => new()
    {
        Filter = new OrderFilter
        {
            Tab = Query.Choice(query.Tab, OrderTab.ToShip),
            Search = string.IsNullOrWhiteSpace(query.Search) ? null : query.Search.Trim(),
            Marketplace = string.IsNullOrWhiteSpace(query.Channel) ? null : query.Channel,
            Due = Query.Choice(query.Due, OrderDue.Any),
            Work = Query.Choice(query.Work, OrderWork.Any),
            OversoldOnly = query.Oversold == "true",
            Tag = string.IsNullOrWhiteSpace(query.Tag) ? null : query.Tag.Trim(),
            HeldOnly = query.Held == "true",
            CustomerId = Id(query.Customer),
            Sort = query.Sort is null ? null : Query.Choice(query.Sort, OrderSort.ShipBy),
            Descending = query.Sort is not null && query.Dir == "desc",
        },
        ViewId = Id(query.View),
        Page = int.TryParse(query.Page, CultureInfo.InvariantCulture, out var page) && page > 1 ? page : 1,
        OrderId = Id(query.Order),
    };

    /// <summary>The first page of a saved view.</summary>
    public static OrdersUrl Of(SavedOrderView view) => new() { Filter = view.Filter, ViewId = view.Id };

    /// <summary>Another filter, from its first page on.</summary>
    public OrdersUrl With(OrderFilter filter) => new() { Filter = filter, ViewId = ViewId };

    /// <summary>The address.</summary>
    public override string ToString() => Address("orders", Page > 1 ? ("page", Page.ToString(CultureInfo.InvariantCulture)) : default, ("order", OrderId?.ToString()));

    /// <summary>Address of a file of all that is shown, over all pages.</summary>
    /// <param name="path"><see cref="Csv"/> or <see cref="Workbook"/>.</param>
    /// <param name="columns">Columns of the grid.</param>
    /// <param name="dayEnds">End of the viewer's day, UTC.</param>
    public string ToFile(string path, IReadOnlyList<OrderColumn> columns, DateTimeOffset dayEnds) => Address(path, ("columns", OrderColumns.Write(columns)), DayEnd(dayEnds));

    /// <summary>Address of the workbook in which all that is shown is shipped.</summary>
    /// <param name="dayEnds">End of the viewer's day, UTC.</param>
    public string ToShippingFile(DateTimeOffset dayEnds) => Address(ShippingFile, default, DayEnd(dayEnds));

    private (string Name, string? Value) DayEnd(DateTimeOffset dayEnds) =>
        ("dayEnds", Filter.Due == OrderDue.Today ? dayEnds.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) : null);

    private string Address(string path, (string Name, string? Value) one, (string Name, string? Value) other) => Query.Address(
        path,
        ("tab", Query.Word(Filter.Tab, OrderTab.ToShip)),
        ("q", Filter.Search),
        ("channel", Filter.Marketplace),
        ("due", Query.Word(Filter.Due, OrderDue.Any)),
        ("work", Query.Word(Filter.Work, OrderWork.Any)),
        ("oversold", Filter.OversoldOnly ? "true" : null),
        ("tag", Filter.Tag),
        ("held", Filter.HeldOnly ? "true" : null),
        ("customer", Filter.CustomerId?.ToString()),
        ("sort", Filter.Sort is { } sort ? Query.Word(sort, (OrderSort)(-1)) : null),
        ("dir", Filter is { Sort: not null, Descending: true } ? "desc" : null),
        ("view", ViewId?.ToString()),
        one,
        other);

    private static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;
}
