namespace Marketplace.Core.Platforms.Ebay;

/// <summary>OAuth scopes. Their text is the same for production and for eBay's sandbox.</summary>
internal static class EbayScopes
{
    public const string Root = "https://api.ebay.com/oauth/api_scope";

    /// <summary>
    /// Notifications about cancellations. Not asked for by default: eBay refuses a whole consent that names a scope which the keyset was not
    /// granted, and few are granted this one.
    /// </summary>
    public const string Cancellations = Root + "/sell.cancellation";

    /// <summary>What sellers are asked for: orders, listings, refunds, who they are, and notifications.</summary>
    public static readonly string[] Default =
    [
        Root,
        Root + "/sell.fulfillment",
        Root + "/sell.inventory",
        Root + "/sell.finances",
        Root + "/commerce.identity.readonly",
        Root + "/commerce.notification.subscription",
    ];
}
