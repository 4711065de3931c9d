using Marketplace.Core.Accounts;

namespace Marketplace.Web.Components.Layout;

/// <summary>A place in the navigation.</summary>
/// <param name="Href">Address, relative to the base.</param>
/// <param name="Label">Name.</param>
/// <param name="Icon">Body of a 24×24 SVG in strokes.</param>
public sealed record NavEntry(string Href, string Label, string Icon)
{
    /// <summary>First word of the name, for the bottom bar of a telephone.</summary>
    public string ShortLabel => Label.Split(' ')[0];

    /// <summary>The heading that it stands under.</summary>
    public NavSection Section { get; init; } = NavSection.Settings;

    /// <summary>What its page needs; it is not shown to those who lack it.</summary>
    public Right Right { get; init; }

    /// <summary>What is counted beside the name.</summary>
    public NavBadge Badge { get; init; }

    /// <summary>Whether it stands in the bottom bar of a telephone; the others are under "More" there.</summary>
    public bool OnPhones { get; init; } = true;

    /// <summary>All places, in order; those of one section stand together.</summary>
    public static IReadOnlyList<NavEntry> All { get; } =
    [
        new("", "Dashboard", """<path d="M4 11.5 12 5l8 6.5V19a1 1 0 0 1-1 1h-4.5v-5.5h-5V20H5a1 1 0 0 1-1-1Z"/>""") { Right = Right.ViewOrders, Section = NavSection.Today },
        new("orders", "Orders", """<path d="M6 4h12v16l-3-2-3 2-3-2-3 2ZM9 9h6M9 13h6"/>""") { Right = Right.ViewOrders, Section = NavSection.Orders },
        new("fulfillment", "Bulk shipping", """<path d="M4 5h16v14H4Zm0 5h16M4 14.5h16M10 10v9"/>""") { Right = Right.Ship, Section = NavSection.Orders },
        new("packing", "Packing", """<path d="M4 8V5h3m10 0h3v3M4 16v3h3m10 0h3v-3M8 9v6m2.5-6v6m3-6v6M16 9v6"/>""") { Right = Right.Ship, Section = NavSection.Orders, OnPhones = false },
        new("rules", "Shipping rules", """<path d="M4 6h7l3 4h6M4 18h7l3-4h6M17 7l3 3-3 3M17 11l3 3-3 3"/>""") { Right = Right.EditSettings, Section = NavSection.Orders, OnPhones = false },
        new("confirmations", "Confirmations", """<path d="M4 12.5 9 17l11-11M4 7.5 6.5 10"/>""") { Right = Right.ViewOrders, Section = NavSection.Orders, OnPhones = false },
        new("customers", "Customers", """<circle cx="9" cy="8.5" r="3.5"/><path d="M3 19.5c0-3.5 2.7-5.5 6-5.5s6 2 6 5.5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14.6c2.1.8 3.5 2.5 3.5 4.9"/>""") { Right = Right.ViewOrders, Section = NavSection.Orders, OnPhones = false },
        new("inventory", "Inventory", """<path d="m4 8 8-4 8 4v8l-8 4-8-4Zm0 0 8 4 8-4m-8 4v8"/>""") { Right = Right.ViewStock, Section = NavSection.Stock },
        new("linking", "To link", """<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1"/>""") { Right = Right.EditStock, Section = NavSection.Stock, Badge = NavBadge.ToLink, OnPhones = false },
        new("allocation", "Channel rules", """<path d="M4 7h9m4 0h3M4 17h3m4 0h9M15 4.5v5M9 14.5v5"/>""") { Right = Right.EditSettings, Section = NavSection.Stock, OnPhones = false },
        new("automation", "Automation", """<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>""") { Right = Right.ViewStores, Section = NavSection.Stores, OnPhones = false },
        new("health", "Store health", """<path d="M12 20S4 15 4 9.5A4 4 0 0 1 12 8a4 4 0 0 1 8 1.5C20 15 12 20 12 20Z"/>""") { Right = Right.ViewStores, Section = NavSection.Stores, OnPhones = false },
        new("webhooks", "Webhooks", """<path d="M8 9a4 4 0 1 1 6.5 3.1l2.2 3.7M12 9l-3 6H4m13 5a3.5 3.5 0 1 0-1-6.8M9 15a3.5 3.5 0 1 1-5-2"/>""") { Right = Right.ViewStores, Section = NavSection.Stores, OnPhones = false },
        new("errors", "Error log", """<path d="M12 4 3 19h18ZM12 10v4m0 2.5v.5"/>""") { Right = Right.ViewStores, Section = NavSection.Stores, OnPhones = false },
        new("analytics", "Analytics", """<path d="M5 20V10m7 10V4m7 16v-7"/>""") { Right = Right.ViewAnalytics, Section = NavSection.Insight, OnPhones = false },
        new("activity", "Activity", """<path d="M3 12h4l3-7 4 14 3-7h4"/>""") { Right = Right.ViewStores, Section = NavSection.Insight, OnPhones = false },
        new("audit", "Audit log", """<path d="M6 4h12v16H6Zm3 5h6m-6 4h6m-6 4h3"/>""") { Right = Right.ViewAudit, Section = NavSection.Insight, OnPhones = false },
        new("api-keys", "API keys", """<circle cx="8" cy="15" r="4"/><path d="m11 12 8-8m-3.5 3.5 3 3M13 9.5l2 2"/>""") { Right = Right.EditKeys, Section = NavSection.Settings, OnPhones = false },
        new("shipping-labels", "Shipping labels", """<path d="M4 5h16v14H4Zm3 4h5M7 12h10M7 15.5h10"/>""") { Right = Right.EditSettings, Section = NavSection.Settings, OnPhones = false },
        new("privacy", "Buyers' data", """<path d="M12 4 5 7v5c0 4 3 7 7 8 4-1 7-4 7-8V7Zm-3 8 2 2 4-4"/>""") { Right = Right.ErasePersonalData, OnPhones = false },
        new("team", "Team", """<path d="M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-6 8a6 6 0 0 1 12 0m1-8a2.5 2.5 0 1 0 0-5m1 8a5 5 0 0 1 4 5"/>""") { Right = Right.EditTeam, OnPhones = false },
        new("account", "Your account", """<circle cx="12" cy="8.5" r="3.5"/><path d="M5 20c0-4 3-6 7-6s7 2 7 6"/>""") { OnPhones = false },
    ];
}

/// <summary>What a place of the navigation counts.</summary>
public enum NavBadge
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>What waits to be linked.</summary>
    ToLink,
}

/// <summary>A heading of the navigation.</summary>
public enum NavSection
{
    /// <summary>First, without a heading.</summary>
    Today,

    /// <summary>Orders, packing and shipping.</summary>
    Orders,

    /// <summary>Items, stock and what channels offer of it.</summary>
    Stock,

    /// <summary>The stores: jobs, notifications, health.</summary>
    Stores,

    /// <summary>Figures and what happened.</summary>
    Insight,

    /// <summary>What is set once.</summary>
    Settings,
}
