using System.Globalization;
using Marketplace.Core.Inventory;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Inventory;

/// <summary>What the inventory page shows, as its address tells it.</summary>
public sealed record InventoryUrl
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    /// <summary>Which variants.</summary>
    public InventoryFilter Filter { get; init; } = new();

    /// <summary>Number of the page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Variant whose ledger is open.</summary>
    public Guid? Ledger { get; init; }

    /// <summary>Reads an address; what makes no sense in it is taken as usual.</summary>
    public static InventoryUrl Parse(string? search, string? channel, string? stock, int? page, Guid? ledger) => new()
    {
        Filter = new InventoryFilter
        {
            Search = string.IsNullOrWhiteSpace(search) ? null : search.Trim(),
            Marketplace = string.IsNullOrWhiteSpace(channel) ? null : channel,
            Stock = Query.Choice(stock, StockFilter.Any),
        },
        Page = Math.Max(1, page ?? 1),
        Ledger = ledger,
    };

    /// <summary>Another filter, from its first page on.</summary>
    public InventoryUrl With(InventoryFilter filter) => new() { Filter = filter };

    /// <summary>The address.</summary>
    public override string ToString() => Query.Address(
        "inventory",
        ("q", Filter.Search),
        ("channel", Filter.Marketplace),
        ("stock", Query.Word(Filter.Stock, StockFilter.Any)),
        ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null),
        ("ledger", Ledger?.ToString()));
}
