using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Features.Orders;

/// <summary>The query of an address of orders as it was written, before any of it is believed; the page and its files share it.</summary>
public sealed record OrdersQuery
{
    /// <summary>Group of states.</summary>
    public string? Tab { get; init; }

    /// <summary>Search.</summary>
    [FromQuery(Name = "q")]
    public string? Search { get; init; }

    /// <summary>Marketplace key.</summary>
    public string? Channel { get; init; }

    /// <summary>Nearness of the ship-by time.</summary>
    public string? Due { get; init; }

    /// <summary>What open orders wait for.</summary>
    public string? Work { get; init; }

    /// <summary>Oversold orders alone.</summary>
    public string? Oversold { get; init; }

    /// <summary>Tag that they have.</summary>
    public string? Tag { get; init; }

    /// <summary>Held orders alone.</summary>
    public string? Held { get; init; }

    /// <summary>Customer whose orders they are.</summary>
    public string? Customer { get; init; }

    /// <summary>Column to sort by.</summary>
    public string? Sort { get; init; }

    /// <summary>"desc" for the largest or latest first.</summary>
    public string? Dir { get; init; }

    /// <summary>Saved view that is open.</summary>
    public string? View { get; init; }

    /// <summary>Number of the page.</summary>
    public string? Page { get; init; }

    /// <summary>Order whose panel is open.</summary>
    public string? Order { get; init; }
}
