using System.Text.Json.Serialization;

namespace Marketplace.Core.Platforms.Ebay.Api.Models;

/// <summary>Answer of the token endpoint; a refresh brings no new refresh token.</summary>
internal sealed record EbayToken
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("expires_in")]
    public int ExpiresIn { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("refresh_token_expires_in")]
    public int? RefreshTokenExpiresIn { get; init; }
}

/// <summary>Refusal of the token endpoint, which is not the envelope of the other APIs.</summary>
internal sealed record EbayTokenError
{
    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("error_description")]
    public string? Description { get; init; }
}

/// <summary>The seller, as far as it is needed.</summary>
/// <param name="UserId">Never changes, unlike the name.</param>
/// <param name="Username">Public name.</param>
/// <param name="RegistrationMarketplaceId">Site on which the account was opened.</param>
internal sealed record EbayUser(string? UserId, string? Username, string? RegistrationMarketplaceId);
