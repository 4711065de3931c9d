namespace Marketplace.Core.Accounts;

/// <summary>What a page or a route of the API needs; each names exactly one.</summary>
public enum Right
{
    /// <summary>One's own account and the choice of the seller: all who are signed in, whatever they are where.</summary>
    OwnAccount,

    /// <summary>Read orders with their buyers, parcels, labels and tracking files.</summary>
    ViewOrders,

    /// <summary>Ship orders: parcels, tracking files, labels, combining, trying refused ones again.</summary>
    Ship,

    /// <summary>Cancel orders, answer buyers who ask to, and refund money.</summary>
    Refund,

    /// <summary>Read items, stock and listings.</summary>
    ViewStock,

    /// <summary>Change stock, items, links, bundles and deliveries.</summary>
    EditStock,

    /// <summary>Read how stores and jobs are.</summary>
    ViewStores,

    /// <summary>Connect, disconnect and synchronise stores, and answer their brakes.</summary>
    EditStores,

    /// <summary>Read revenue and other figures in money.</summary>
    ViewAnalytics,

    /// <summary>Read alerts.</summary>
    ViewAlerts,

    /// <summary>Change rules, alerts, outbound webhooks and other settings of the seller.</summary>
    EditSettings,

    /// <summary>Erase buyers' personal data.</summary>
    ErasePersonalData,

    /// <summary>Read the log of who did what.</summary>
    ViewAudit,

    /// <summary>Make and revoke keys of the API.</summary>
    EditKeys,

    /// <summary>Invite people, change what they are, and take them off; rename the seller.</summary>
    EditTeam,
}
