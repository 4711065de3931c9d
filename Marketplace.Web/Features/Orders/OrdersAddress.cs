using Marketplace.Web.Live;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Orders;

/// <summary>A page whose address says which orders it shows. The parameters are the address's words, before any of it is believed.</summary>
public abstract class OrdersAddress : LiveComponent
{
    /// <summary>Tab, of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    /// <summary>Search, of the address.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    /// <summary>Channel, of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Channel { get; set; }

    /// <summary>Nearness of the ship-by time, of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Due { get; set; }

    /// <summary>What open orders wait for, of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Work { get; set; }

    /// <summary>Oversold orders alone, of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Oversold { get; set; }

    /// <summary>Tag, of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Tag { get; set; }

    /// <summary>Held orders alone, of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Held { get; set; }

    /// <summary>Customer, of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Customer { get; set; }

    /// <summary>Column to sort by, of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    /// <summary>Direction of the sort, of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Dir { get; set; }

    /// <summary>Saved view, of the address.</summary>
    [SupplyParameterFromQuery]
    public string? View { get; set; }

    /// <summary>Page, of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Page { get; set; }

    /// <summary>Open order, of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Order { get; set; }

    /// <summary>What the address asks for.</summary>
    protected OrdersUrl ReadAddress() => OrdersUrl.Parse(new OrdersQuery
    {
        Tab = Tab,
        Search = Search,
        Channel = Channel,
        Due = Due,
        Work = Work,
        Oversold = Oversold,
        Tag = Tag,
        Held = Held,
        Customer = Customer,
        Sort = Sort,
        Dir = Dir,
        View = View,
        Page = Page,
        Order = Order,
    });
}
