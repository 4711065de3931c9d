namespace Marketplace.Core.Platforms.TikTok.Wire;

/// <summary>Tokens of one authorisation. Both "expire_in" values are absolute Unix seconds in spite of their name.</summary>
internal sealed record TikTokTokens(
    string? AccessToken,
    long AccessTokenExpireIn,
    string? RefreshToken,
    long RefreshTokenExpireIn,
    string? OpenId,
    string? SellerName,
    int UserType,
    IReadOnlyList<string>? GrantedScopes)
{
    /// <inheritdoc />
    public override string ToString() => "TikTokTokens(hidden)";
}

/// <summary>The shops that an authorisation opens.</summary>
internal sealed record TikTokShops(IReadOnlyList<TikTokShop>? Shops);

/// <summary>One shop.</summary>
internal sealed record TikTokShop(string Id, string? Name, string Region, string? SellerType, string Cipher, string? Code);
