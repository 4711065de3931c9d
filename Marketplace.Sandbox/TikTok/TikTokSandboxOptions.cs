namespace Marketplace.Sandbox.TikTok;

/// <summary>What can be set for the TikTok Shop of the sandbox alone.</summary>
public sealed class TikTokSandboxOptions
{
    /// <summary>Markets of the seller's shops, by comma; the first shop is the one that the control API works on.</summary>
    public string Markets { get; set; } = "US";

    /// <summary>Warehouses that each SKU lies in.</summary>
    public int Warehouses { get; set; } = 1;

    /// <summary>Seconds for which a new order stays unpaid; 0 means that it arrives paid.</summary>
    public double UnpaidSeconds { get; set; }

    /// <summary>Seconds for which a paid new order can still be cancelled by the buyer (ON_HOLD); the real ones take an hour, 0 skips it.</summary>
    public double OnHoldSeconds { get; set; }

    /// <summary>Of a hundred orders, how many are delivered with TikTok Shop's own label.</summary>
    public int TikTokShippingPercent { get; set; }

    /// <summary>Of a hundred orders, how many their buyers ask to cancel at once.</summary>
    public int BuyerCancelPercent { get; set; }

    /// <summary>Seconds until the carrier collects a shipped parcel, and again until it delivers it; 0 leaves parcels where they are.</summary>
    public double CarrierSeconds { get; set; }

    /// <summary>Most results that a product search shows over all its pages.</summary>
    public int MostSearchResults { get; set; } = 10_000;

    /// <summary>Seconds that TikTok Shop takes to make a label.</summary>
    public double LabelSeconds { get; set; }

    /// <summary>Seconds between the seller's approval of a refund and its payment.</summary>
    public double RefundSeconds { get; set; }

    /// <summary>Single products that the seller lists here under other titles and SKUs than elsewhere, as sellers do who never linked them.</summary>
    public int OtherNames { get; set; }

    /// <summary>Access scopes that the app was not granted, by comma.</summary>
    public string WithheldScopes { get; set; } = "";

    /// <summary>HTTP status of errors that are not the gateway's own; the documents leave it open.</summary>
    public int BusinessErrorStatus { get; set; } = 200;

    /// <summary>Divides the waits between tries to deliver a notification, which really are 2 minutes, 30 minutes, 3 and 12 hours.</summary>
    public double WebhookRetrySpeed { get; set; } = 1;

    /// <summary>Accepts <c>grant_type=authorized_code</c> on a refresh, as some generated clients send it.</summary>
    public bool LenientRefreshGrant { get; set; }

    /// <summary>Seconds for which a refresh token still works after it was replaced; the documents leave it open, 0 is the strictest reading.</summary>
    public double OldRefreshTokenSeconds { get; set; } = 300;

    /// <summary>Seconds for which an access token lives; the real ones take seven days.</summary>
    public double AccessTokenSeconds { get; set; } = 7 * 24 * 3600;
}
