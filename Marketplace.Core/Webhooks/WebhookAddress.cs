using Marketplace.Core.Platforms;

namespace Marketplace.Core.Webhooks;

/// <summary>The address that marketplaces are told to call.</summary>
/// <param name="publicUrl">Where the application is reached from outside; null when nobody has said so.</param>
public sealed class WebhookAddress(Uri? publicUrl)
{
    /// <summary>The setting that holds it, in full.</summary>
    public const string Setting = "Api:PublicUrl";

    private volatile Uri? origin = publicUrl;

    /// <summary>Where the application is reached from outside; null when nobody has said so.</summary>
    public Uri? Origin => origin;

    /// <summary>Sets it while the application runs: a demo learns its own address only when it listens.</summary>
    public void ServeAt(Uri address) => origin = address;

    /// <summary>The address for a marketplace's notifications; null when nobody has said where the application is reached.</summary>
    public Uri? For(MarketplaceKey marketplace) => origin is { } known ? new Uri(known, $"/webhooks/{marketplace}") : null;
}
