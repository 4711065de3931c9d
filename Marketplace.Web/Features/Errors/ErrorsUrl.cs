using System.Globalization;
using Marketplace.Core.Alerts.Errors;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Errors;

/// <summary>What the error log shows, as its address tells it.</summary>
/// <param name="Filter">Which causes.</param>
/// <param name="Page">Number of the page, from 1.</param>
public sealed record ErrorsUrl(ErrorFilter Filter, int Page = 1)
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    /// <summary>Reads an address; what makes no sense in it is taken as usual.</summary>
    public static ErrorsUrl Parse(bool resolved, string? search, string? marketplace, int? page) =>
        new(new ErrorFilter(resolved, string.IsNullOrWhiteSpace(search) ? null : search.Trim(), string.IsNullOrWhiteSpace(marketplace) ? null : marketplace), Math.Max(1, page ?? 1));

    /// <summary>The address.</summary>
    public override string ToString() => Query.Address(
        "errors",
        ("resolved", Filter.IsResolved ? "true" : null),
        ("q", Filter.Search),
        ("channel", Filter.Marketplace),
        ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null));
}
