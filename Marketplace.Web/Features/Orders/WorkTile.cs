using Marketplace.Core.Orders;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Orders;

/// <summary>A kind of work that waits: a number that is a filter.</summary>
/// <param name="Id">Name for tests.</param>
/// <param name="Label">What is counted.</param>
/// <param name="Count">How many orders; null while they are counted.</param>
/// <param name="Tone">How a number above zero should be taken.</param>
/// <param name="Filter">The orders behind it; its search, sort and channel do not matter.</param>
public sealed record WorkTile(string Id, string Label, int? Count, StatusTone Tone, OrderFilter Filter)
{
    /// <summary>All kinds, the most pressing first.</summary>
    public static IReadOnlyList<WorkTile> Of(OrderWorkload? work) =>
    [
        new("overdue", "Overdue", work?.Overdue, StatusTone.Bad, new OrderFilter { Due = OrderDue.Late }),
        new("due-today", "Due today", work?.DueToday, StatusTone.Caution, new OrderFilter { Due = OrderDue.Today }),
        new("late-risk", "Late risk", work?.LateRisk, StatusTone.Caution, new OrderFilter { Due = OrderDue.Risk }),
        new("attention", "Needs attention", work?.Attention, StatusTone.Bad, new OrderFilter { Tab = OrderTab.All, Work = OrderWork.Attention }),
        new("to-link", "To link", work?.ToLink, StatusTone.Caution, new OrderFilter { Tab = OrderTab.All, Work = OrderWork.ToLink }),
        new("cancel-requested", "Cancel requests", work?.CancelRequested, StatusTone.Bad, new OrderFilter { Tab = OrderTab.CancelRequested }),
        new("returns", "Returns to answer", work?.Returns, StatusTone.Bad, new OrderFilter { Tab = OrderTab.All, Work = OrderWork.Returns }),
        new("held", "On hold", work?.Held, StatusTone.Neutral, new OrderFilter { HeldOnly = true }),
    ];

    /// <summary>Whether a filter shows just this kind, on whatever channel and in whatever order.</summary>
    public bool IsShownBy(OrderFilter filter) => filter with { Marketplace = null, Search = null, Sort = null, Descending = false, DayEnds = null } == Filter;

    /// <summary>Address of its orders on the page's channel; a second click leaves it again.</summary>
    public string Href(OrderFilter now) =>
        new OrdersUrl { Filter = IsShownBy(now) ? new OrderFilter { Marketplace = now.Marketplace } : Filter with { Marketplace = now.Marketplace } }.ToString();
}
