using System.Globalization;
using Marketplace.Core.Alerts;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Alerts;

/// <summary>What the alerts page shows, as its address tells it.</summary>
/// <param name="Filter">Which alerts.</param>
/// <param name="Page">Number of the page, from 1.</param>
public sealed record AlertsUrl(AlertFilter Filter = AlertFilter.New, int Page = 1)
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    /// <summary>Reads an address; what makes no sense in it is taken as usual.</summary>
    public static AlertsUrl Parse(string? show, int? page) => new(Query.Choice(show, AlertFilter.New), Math.Max(1, page ?? 1));

    /// <summary>The address.</summary>
    public override string ToString() => Query.Address(
        "alerts", ("show", Query.Word(Filter, AlertFilter.New)), ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null));
}
