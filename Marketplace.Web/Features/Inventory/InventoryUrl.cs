using System.Globalization;
using Marketplace.Core.Inventory;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Inventory;

/// <summary>What the inventory page shows, as its address tells it.</summary>
public sealed record InventoryUrl
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    /// <summary>Address of the workbook of what is shown.</summary>
    public const string Workbook = "inventory/stock.xlsx";

    /// <summary>Which variants.</summary>
    public InventoryFilter Filter { get; init; } = new();

    /// <summary>Number of the page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Variant whose ledger is open.</summary>
    public Guid? Ledger { get; init; }

    /// <summary>Reads an address; what makes no sense in it is taken as usual.</summary>
    public static InventoryUrl Parse(string? search, string? channel, string? stock, Guid? location, int? page, Guid? ledger) => new()
    {
        Filter = new InventoryFilter
        {
            Search = string.IsNullOrWhiteSpace(search) ? null : search.Trim(),
            Marketplace = string.IsNullOrWhiteSpace(channel) ? null : channel,
            LocationId = location,
            Stock = Query.Choice(stock, StockFilter.Any),
        },
        Page = Math.Max(1, page ?? 1),
        Ledger = ledger,
    };

    /// <summary>Another filter, from its first page on.</summary>
    public InventoryUrl With(InventoryFilter filter) => new() { Filter = filter };

    /// <summary>Address of a workbook of all that the filter lets through.</summary>
    public string ToWorkbook() => Address(Workbook, 1, null);

    /// <summary>The address.</summary>
    public override string ToString() => Address("inventory", Page, Ledger);

    private string Address(string path, int page, Guid? ledger) => Query.Address(
        path,
        ("q", Filter.Search),
        ("channel", Filter.Marketplace),
        ("stock", Query.Word(Filter.Stock, StockFilter.Any)),
        ("location", Filter.LocationId?.ToString()),
        ("page", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null),
        ("ledger", ledger?.ToString()));
}
