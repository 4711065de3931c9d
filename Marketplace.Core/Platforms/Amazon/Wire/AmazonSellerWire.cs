using System.Text.Json.Serialization;

namespace Marketplace.Core.Platforms.Amazon.Wire;

/// <summary>Answer of Login with Amazon.</summary>
internal sealed record AmazonTokenWire(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken)
{
    // The default would write the tokens out.
    public override string ToString() => "AmazonTokenWire(hidden)";
}

/// <summary>Answer of getMarketplaceParticipations.</summary>
internal sealed record AmazonParticipationsWire(IReadOnlyList<AmazonParticipationWire>? Payload);

/// <summary>A store front and the seller's part in it.</summary>
internal sealed record AmazonParticipationWire(AmazonMarketplaceWire Marketplace, AmazonTakesPartWire Participation, string? StoreName);

/// <summary>A store front.</summary>
internal sealed record AmazonMarketplaceWire(string Id, string? CountryCode);

/// <summary>Whether the seller sells there.</summary>
internal sealed record AmazonTakesPartWire(bool IsParticipating);
