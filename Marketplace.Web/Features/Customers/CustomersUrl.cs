using System.Globalization;
using Marketplace.Core.Orders.Customers;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Customers;

/// <summary>What the page of customers shows, as its address tells it.</summary>
/// <param name="Search">Order id, SKU or title.</param>
/// <param name="Sort">Order of the rows.</param>
/// <param name="Page">Number of the page, from 1.</param>
public sealed record CustomersUrl(string? Search = null, CustomerSort Sort = CustomerSort.Latest, int Page = 1)
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    /// <summary>Reads an address; what makes no sense in it is taken as usual.</summary>
    public static CustomersUrl Parse(string? search, string? sort, int? page) =>
        new(string.IsNullOrWhiteSpace(search) ? null : search.Trim(), Query.Choice(sort, CustomerSort.Latest), Math.Max(1, page ?? 1));

    /// <summary>The address.</summary>
    public override string ToString() => Query.Address(
        "customers",
        ("q", Search),
        ("sort", Query.Word(Sort, CustomerSort.Latest)),
        ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null));
}
