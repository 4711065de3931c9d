using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>Settings under <c>Platforms:Ebay</c>: a keyset of the eBay developer portal. Either none of its three names is set, or all are.</summary>
public sealed class EbayOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Platforms:Ebay";

    /// <summary>The keyset's App ID.</summary>
    public string? ClientId { get; set; }

    /// <summary>The keyset's Cert ID.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The keyset's Dev ID; needed only to believe the older Platform Notifications, which are refused without it.</summary>
    public string? DevId { get; set; }

    /// <summary>The "eBay redirect URL name" of the portal: an opaque name, never an address.</summary>
    public string? RuName { get; set; }

    /// <summary>Host of most REST calls, of the token endpoint and of Trading; <c>https://api.sandbox.ebay.com</c> for eBay's own sandbox.</summary>
    public Uri ApiUrl { get; set; } = new("https://api.ebay.com");

    /// <summary>Host of the Identity API; <c>https://apiz.sandbox.ebay.com</c> for eBay's own sandbox.</summary>
    public Uri IdentityUrl { get; set; } = new("https://apiz.ebay.com");

    /// <summary>Host of the consent page; <c>https://auth.sandbox.ebay.com</c> for eBay's own sandbox.</summary>
    public Uri ConsentUrl { get; set; } = new("https://auth.ebay.com");

    /// <summary>Scopes that a seller is asked for, separated by spaces. A store connected earlier keeps its old ones until it connects again.</summary>
    public string Scopes { get; set; } = string.Join(' ', EbayScopes.Default);

    /// <summary>Further carriers by eBay's code, with the name to show; a known code gets the new name.</summary>
    public Dictionary<string, string> Carriers { get; set; } = [];

    /// <summary>Secret of our own choice that answers eBay's challenge: 32 to 80 letters, digits, underscores and hyphens. Without it there are no notifications.</summary>
    public string? VerificationToken { get; set; }

    /// <summary>The address of notifications exactly as eBay knows it, where that differs from the one that requests arrive under.</summary>
    public string? NotificationEndpoint { get; set; }

    /// <summary>Where eBay writes to when notifications cannot be delivered.</summary>
    public string? AlertEmail { get; set; }

    /// <summary>Full key of the first name that is missing before a seller can connect; null when all are there.</summary>
    public string? FirstMissing =>
        string.IsNullOrWhiteSpace(ClientId) ? $"{Section}:{nameof(ClientId)}"
        : string.IsNullOrWhiteSpace(ClientSecret) ? $"{Section}:{nameof(ClientSecret)}"
        : string.IsNullOrWhiteSpace(RuName) ? $"{Section}:{nameof(RuName)}"
        : null;
}

/// <summary>Stops the start on a half-filled or malformed section and names the key.</summary>
internal sealed partial class EbayOptionsValidator : IValidateOptions<EbayOptions>
{
    public ValidateOptionsResult Validate(string? name, EbayOptions options)
    {
        var faults = new List<string>();
        var empty = string.IsNullOrWhiteSpace(options.ClientId) && string.IsNullOrWhiteSpace(options.ClientSecret) && string.IsNullOrWhiteSpace(options.RuName);
        if (!empty && options.FirstMissing is { } missing)
        {
            faults.Add($"{missing} is missing: eBay needs ClientId, ClientSecret and RuName together. Fill it in, or remove all three.");
        }

        if (options.RuName?.Contains("://", StringComparison.Ordinal) == true)
        {
            faults.Add($"{EbayOptions.Section}:RuName is an address. eBay wants the redirect URL name of the developer portal there, such as 'Your_Name-YourApp-PRD-abcdef'.");
        }

        Check(faults, nameof(EbayOptions.ApiUrl), options.ApiUrl);
        Check(faults, nameof(EbayOptions.IdentityUrl), options.IdentityUrl);
        Check(faults, nameof(EbayOptions.ConsentUrl), options.ConsentUrl);
        if (string.IsNullOrWhiteSpace(options.Scopes))
        {
            faults.Add($"{EbayOptions.Section}:Scopes is empty. Name the OAuth scopes that sellers are asked for, separated by spaces.");
        }

        if (!string.IsNullOrEmpty(options.VerificationToken) && !Token().IsMatch(options.VerificationToken))
        {
            faults.Add($"{EbayOptions.Section}:VerificationToken must be 32 to 80 letters, digits, underscores and hyphens, as eBay wants it.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{32,80}$")]
    private static partial Regex Token();

    private static void Check(List<string> faults, string key, Uri? address)
    {
        if (address is not { IsAbsoluteUri: true, Scheme: "https" or "http" })
        {
            faults.Add($"{EbayOptions.Section}:{key} must be a full https address, such as https://api.ebay.com.");
        }
    }
}
