using System.Collections.Concurrent;
using System.Security.Cryptography;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Ebay.Auth;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Platforms.Ebay.Signing;

/// <summary>
/// Keys of sellers who must sign: those at home in the EU or the UK. eBay makes a key and shows its private half once, so it is kept,
/// encrypted, with the connection, and made anew whenever the seller connects.
/// </summary>
internal sealed class EbaySigningKeys(
    EbayApi api, EbayApplication application, TimeProvider time, ILogger<EbaySigningKeys> logger, IDataProtectionProvider? protection = null)
{
    private const string Path = "/developer/key_management/v1/signing_key";
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<Guid, EbaySigningKey> made = new();

    // A bare client without an application around it has nothing to keep keys in, and forgets them when it ends.
    private readonly IDataProtector protector = (protection ?? new EphemeralDataProtectionProvider()).CreateProtector("Marketplace.Ebay.SigningKey");

    /// <summary>A key for a seller who has just connected, ready to be stored; null for one who need not sign, or when eBay gives none now.</summary>
    /// <param name="registrationSite">The site on which the account was opened.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<EbayStoredKey?> CreateAsync(string? registrationSite, CancellationToken cancellationToken)
    {
        if (!EbaySites.MustSign(registrationSite))
        {
            return null;
        }

        try
        {
            var key = await MakeAsync(cancellationToken);
            return new EbayStoredKey(key.Jwe, protector.Protect(key.PrivateKey), key.ExpiresAt);
        }
        catch (PlatformException exception)
        {
            // Orders and stock work without a key, and the first refund asks for one again.
            logger.LogWarning(exception, "eBay gave no signing key for a store that must sign refunds and cancellations; it is asked again when one is needed");
            return null;
        }
    }

    /// <summary>The key that a store signs with; null for a seller who need not.</summary>
    /// <exception cref="PlatformException">The store has no key, and eBay gives none now.</exception>
    public async Task<EbaySigningKey?> ForAsync(ConnectionContext connection, CancellationToken cancellationToken)
    {
        var data = EbayConnectionData.Read(connection.PlatformData);
        if (!EbaySites.MustSign(data.RegistrationMarketplaceId))
        {
            return null;
        }

        if (Open(data.SigningKey) is { } stored)
        {
            return stored;
        }

        if (made.TryGetValue(connection.ConnectionId, out var known) && IsFresh(known.ExpiresAt))
        {
            return known;
        }

        return made[connection.ConnectionId] = await MakeAsync(cancellationToken);
    }

    private EbaySigningKey? Open(EbayStoredKey? stored)
    {
        if (stored is null || !IsFresh(stored.ExpiresAt))
        {
            return null;
        }

        try
        {
            return new EbaySigningKey(stored.Jwe, protector.Unprotect(stored.Secret), stored.ExpiresAt);
        }
        catch (CryptographicException exception)
        {
            logger.LogWarning(exception, "A stored signing key of eBay cannot be opened with the keys of this installation; another one is made");
            return null;
        }
    }

    private bool IsFresh(DateTimeOffset expiresAt) => expiresAt - Margin > time.GetUtcNow();

    private async Task<EbaySigningKey> MakeAsync(CancellationToken cancellationToken)
    {
        var made = await api.ReadAsync<EbayMadeKey>(
            new EbayCall(EbayOperations.CreateSigningKey, application.Connection, Path) { Body = new { signingKeyCipher = "RSA" }, OnIdentityHost = true }, cancellationToken);
        return made is { Jwe: { Length: > 0 } jwe, PrivateKey: { Length: > 0 } secret }
            ? new EbaySigningKey(jwe, secret, DateTimeOffset.FromUnixTimeSeconds(made.ExpirationTime))
            : throw new TransientException("eBay's answer about the signing key lacks the key.") { Operation = EbayOperations.CreateSigningKey.Name };
    }
}
