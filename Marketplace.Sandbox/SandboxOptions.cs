namespace Marketplace.Sandbox;

/// <summary>How a sandbox is set up; the same options and seed always give the same stores.</summary>
public sealed class SandboxOptions
{
    /// <summary>The settings' section when the sandbox is mounted in the application.</summary>
    public const string Section = "Sandbox";

    /// <summary>Seed of everything that looks random.</summary>
    public int Seed { get; set; } = 42;

    /// <summary>Listings of each marketplace's store.</summary>
    public int Listings { get; set; } = 60;

    /// <summary>Open orders of each marketplace's store at the start.</summary>
    public int Orders { get; set; } = 12;

    /// <summary>Seconds between two sales on one of the stores, in turn; 0 sells nothing by itself.</summary>
    public double SellEverySeconds { get; set; }

    /// <summary>Whether each marketplace's published limits are enforced.</summary>
    public bool EnforceLimits { get; set; } = true;

    /// <summary>Multiplies the published rates and bursts; 1 is the real ones.</summary>
    public double RateFactor { get; set; } = 1;

    /// <summary>Seconds until a write can be read back, as the real marketplaces lag.</summary>
    public double LagSeconds { get; set; }

    /// <summary>Milliseconds that each answer of a marketplace is on its way; the real ones are seldom below 200.</summary>
    public double AnswerMilliseconds { get; set; }

    /// <summary>Where a consent page sends the browser; <c>{marketplace}</c> stands for the key. Relative means the sandbox's own origin.</summary>
    public string CallbackUrl { get; set; } = "/api/v1/platforms/callback/{marketplace}";

    /// <summary>How notifications are delivered.</summary>
    public NotificationOptions Notifications { get; set; } = new();

    /// <summary>What eBay alone can be set to.</summary>
    public Ebay.EbaySandboxOptions Ebay { get; set; } = new();

    /// <summary>What only Amazon has.</summary>
    public Amazon.AmazonSandboxOptions Amazon { get; set; } = new();

    /// <summary>What TikTok Shop alone can be set to.</summary>
    public TikTok.TikTokSandboxOptions TikTok { get; set; } = new();

    /// <summary>The callback of one marketplace.</summary>
    public string CallbackOf(string marketplace) => CallbackUrl.Replace("{marketplace}", marketplace, StringComparison.Ordinal);
}
