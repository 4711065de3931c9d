using System.Text.Json;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Signing;

namespace Marketplace.Core.Platforms.Ebay;

/// <summary>What is stored with a connection.</summary>
/// <param name="Username">The seller's name, for support.</param>
/// <param name="RegistrationMarketplaceId">Site on which the account was opened; decides whether the seller must sign.</param>
/// <param name="SigningKey">What the seller signs with; null for one who need not.</param>
internal sealed record EbayConnectionData(string? Username = null, string? RegistrationMarketplaceId = null, EbayStoredKey? SigningKey = null)
{
    private static readonly EbayConnectionData Nothing = new();

    /// <summary>As stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EbayJson.Options);

    /// <summary>As read back; empty where nothing is stored.</summary>
    public static EbayConnectionData Read(string? json) =>
        string.IsNullOrEmpty(json) ? Nothing : JsonSerializer.Deserialize<EbayConnectionData>(json, EbayJson.Options) ?? Nothing;
}
