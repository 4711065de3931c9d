using Marketplace.Core.Accounts;
using Marketplace.Core.Insights;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Dashboard;

/// <summary>A number that leads to the rows behind it.</summary>
/// <param name="Id">Name for tests.</param>
/// <param name="Label">What is counted.</param>
/// <param name="Count">The number; null while it is read.</param>
/// <param name="Href">Page with the rows.</param>
/// <param name="Tone">How a number above zero should be taken.</param>
/// <param name="Right">What that page asks for; whoever has it not is not shown the way there.</param>
public sealed record Tile(string Id, string Label, int? Count, string Href, StatusTone Tone, Right Right)
{
    /// <summary>The dashboard's tiles, the most pressing first.</summary>
    public static IReadOnlyList<Tile> Of(DashboardTiles? tiles) =>
    [
        new("to-ship", "To ship", tiles?.ToShip, "orders", StatusTone.Good, Right.ViewOrders),
        new("due-soon", "Due in 24 hours", tiles?.DueSoon, "orders?due=soon", StatusTone.Caution, Right.ViewOrders),
        new("late", "Overdue", tiles?.Late, "orders?due=late", StatusTone.Bad, Right.ViewOrders),
        new("oversold", "Oversold orders", tiles?.Oversold, "orders?tab=all&oversold=true", StatusTone.Bad, Right.ViewOrders),
        new("low-stock", "Low stock", tiles?.LowStock, "inventory?stock=low", StatusTone.Caution, Right.ViewStock),
        new("out-of-stock", "Out of stock", tiles?.OutOfStock, "inventory?stock=out", StatusTone.Caution, Right.ViewStock),
        new("to-link", "Listings to link", tiles?.ToLink, "linking", StatusTone.Caution, Right.EditStock),
        new("alerts", "New alerts", tiles?.Alerts, "alerts", StatusTone.Caution, Right.ViewAlerts),
        new("set-aside", "Orders set aside", tiles?.SetAside, "activity#set-aside", StatusTone.Bad, Right.ViewStores),
        new("given-up", "Stuck work", tiles?.GivenUp, "activity#given-up", StatusTone.Bad, Right.ViewStores),
    ];
}
