using System.Globalization;
using Marketplace.Core.Fulfillment;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Fulfillment;

/// <summary>What the page of confirmations shows, as its address tells it.</summary>
/// <param name="Filter">Which confirmations.</param>
/// <param name="Store">One store; null for all.</param>
/// <param name="Page">Number of the page, from 1.</param>
public sealed record WriteBackUrl(WriteBackFilter Filter = WriteBackFilter.Failed, Guid? Store = null, int Page = 1)
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    /// <summary>Reads an address; what makes no sense in it is taken as usual.</summary>
    public static WriteBackUrl Parse(string? show, Guid? store, int? page) => new(Query.Choice(show, WriteBackFilter.Failed), store, Math.Max(1, page ?? 1));

    /// <summary>The address.</summary>
    public override string ToString() => Query.Address(
        "confirmations",
        ("show", Query.Word(Filter, WriteBackFilter.Failed)),
        ("store", Store?.ToString()),
        ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null));
}
