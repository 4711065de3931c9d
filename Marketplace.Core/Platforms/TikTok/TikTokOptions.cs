namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Settings under <c>Platforms:TikTok</c>: the app of TikTok Shop Partner Center and the hosts to call.</summary>
public sealed class TikTokOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Platforms:TikTok";

    /// <summary>App key of the app in Partner Center.</summary>
    public string? AppKey { get; set; }

    /// <summary>App secret; signs every request.</summary>
    public string? AppSecret { get; set; }

    /// <summary>Service id of the app, which is not its key; names the app on the consent page.</summary>
    public string? ServiceId { get; set; }

    /// <summary>Host of the API, for all markets.</summary>
    public Uri ApiHost { get; set; } = new("https://open-api.tiktokglobalshop.com");

    /// <summary>Host of the token calls.</summary>
    public Uri AuthHost { get; set; } = new("https://auth.tiktok-shops.com");

    /// <summary>Host of the consent page outside the United States.</summary>
    public Uri ConsentHost { get; set; } = new("https://services.tiktokshop.com");

    /// <summary>Host of the consent page for sellers in the United States.</summary>
    public Uri ConsentHostUs { get; set; } = new("https://services.us.tiktokshop.com");

    /// <summary>Full key of the first of the three credentials that is empty; null when all are there.</summary>
    public string? FirstMissing() => Credentials().FirstOrDefault(setting => string.IsNullOrWhiteSpace(setting.Value)).Key;

    /// <summary>The credentials by full settings key.</summary>
    internal IEnumerable<KeyValuePair<string, string?>> Credentials() =>
    [
        new($"{Section}:{nameof(AppKey)}", AppKey),
        new($"{Section}:{nameof(AppSecret)}", AppSecret),
        new($"{Section}:{nameof(ServiceId)}", ServiceId),
    ];

    /// <summary>The hosts by full settings key.</summary>
    internal IEnumerable<KeyValuePair<string, Uri?>> Hosts() =>
    [
        new($"{Section}:{nameof(ApiHost)}", ApiHost),
        new($"{Section}:{nameof(AuthHost)}", AuthHost),
        new($"{Section}:{nameof(ConsentHost)}", ConsentHost),
        new($"{Section}:{nameof(ConsentHostUs)}", ConsentHostUs),
    ];
}
