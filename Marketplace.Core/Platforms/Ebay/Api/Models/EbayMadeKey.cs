namespace Marketplace.Core.Platforms.Ebay.Api.Models;

/// <summary>A signing key as it is shown once. Never logged: <see cref="ToString"/> hides it.</summary>
/// <param name="Jwe">The public half, sealed.</param>
/// <param name="PrivateKey">The private half: PKCS #8 in base64.</param>
/// <param name="ExpirationTime">Unix seconds.</param>
internal sealed record EbayMadeKey(string? Jwe, string? PrivateKey, long ExpirationTime)
{
    /// <inheritdoc />
    public override string ToString() => "EbayMadeKey(hidden)";
}
