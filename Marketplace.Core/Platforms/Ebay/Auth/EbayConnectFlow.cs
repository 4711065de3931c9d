using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Ebay.Signing;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Ebay.Auth;

/// <summary>eBay's authorisation-code flow. The refresh token lives for about 18 months and is never replaced.</summary>
internal sealed class EbayConnectFlow(
    EbayTokenEndpoint endpoint, EbayIdentity identity, EbaySigningKeys keys, IOptions<EbayOptions> options, TimeProvider time) : IConnectFlow
{
    /// <inheritdoc />
    public string? MissingSetting => options.Value.FirstMissing;

    /// <inheritdoc />
    public IReadOnlyList<string> Scopes => options.Value.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc />
    public Uri ConsentUrl(ConsentRequest request)
    {
        // redirect_uri takes the RuName; where the browser really returns to is set behind it in eBay's portal.
        var settings = options.Value;
        var query = string.Join('&', new (string Name, string? Value)[]
        {
            ("client_id", settings.ClientId), ("redirect_uri", settings.RuName), ("response_type", "code"),
            ("scope", settings.Scopes), ("state", request.State),
        }.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value ?? "")}"));
        return new Uri(settings.ConsentUrl, $"/oauth2/authorize?{query}");
    }

    /// <inheritdoc />
    public ConsentGrant ReadCallback(IReadOnlyDictionary<string, string> query)
    {
        if (query.TryGetValue("code", out var code) && code.Length > 0)
        {
            // The query was decoded when it was read. Decoding again would damage codes, which contain '%' lookalikes such as "#" and "^".
            return new ConsentGrant(code, query.GetValueOrDefault("state"), null);
        }

        throw new ConsentFailedException(query.ContainsKey("error")
            ? "You did not allow access on eBay's page, so nothing was connected. Start again whenever you like."
            : "eBay sent you back without a code. Start connecting again; if it stays, check the addresses behind the RuName in eBay's developer portal.")
        {
            RawCode = query.GetValueOrDefault("error"),
        };
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<AuthorizedStore>> ExchangeAsync(ConsentGrant grant, ConsentRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await endpoint.SendAsync(
                EbayOperations.ExchangeCode,
                new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["code"] = grant.Code, ["redirect_uri"] = options.Value.RuName ?? "" },
                cancellationToken);
            var set = Read(answer, answer.RefreshToken, RefreshEnd(answer));
            var user = await identity.OfTokenAsync(set.AccessToken, cancellationToken);
            return [Store(user, set, request.Region, await keys.CreateAsync(user.RegistrationMarketplaceId, cancellationToken))];
        }
        catch (PlatformException exception) when (exception is RejectedException or NeedsReauthorizationException)
        {
            throw new ConsentFailedException($"{exception.Message} Start connecting again.", exception) { RawCode = exception.RawCode, RequestId = exception.RequestId, Operation = exception.Operation };
        }
    }

    /// <inheritdoc />
    public async Task<TokenSet> RefreshAsync(TokenSet tokens, string region, CancellationToken cancellationToken)
    {
        try
        {
            // No scope: naming one that the seller has not consented to would end every older connection with invalid_scope.
            var answer = await endpoint.SendAsync(
                EbayOperations.RefreshToken,
                new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = tokens.RefreshToken },
                cancellationToken);
            return Read(answer, answer.RefreshToken ?? tokens.RefreshToken, RefreshEnd(answer) ?? tokens.RefreshExpiresAt);
        }
        catch (RejectedException exception) when (exception.RawCode == EbayTokenEndpoint.InvalidGrant)
        {
            throw new NeedsReauthorizationException(
                "eBay has ended this store's permission (it runs out after 18 months, and ends with a new password or when it is withdrawn). Connect the store again.", exception)
            {
                RawCode = exception.RawCode,
                Operation = exception.Operation,
            };
        }
    }

    /// <inheritdoc />
    public Task CheckAsync(ConnectionContext connection, CancellationToken cancellationToken) => identity.OfStoreAsync(connection, cancellationToken);

    private TokenSet Read(EbayToken answer, string? refreshToken, DateTimeOffset? refreshEnd) =>
        answer.AccessToken is { Length: > 0 } access && refreshToken is { Length: > 0 }
            ? new TokenSet(access, time.GetUtcNow().AddSeconds(answer.ExpiresIn), refreshToken, refreshEnd)
            : throw new TransientException("eBay's token answer lacks the tokens.");

    private DateTimeOffset? RefreshEnd(EbayToken answer) => answer.RefreshTokenExpiresIn is { } seconds ? time.GetUtcNow().AddSeconds(seconds) : null;

    private static AuthorizedStore Store(EbayUser user, TokenSet set, string region, EbayStoredKey? key)
    {
        if (string.IsNullOrEmpty(user.UserId))
        {
            throw new TransientException("eBay did not say whose store this is.") { Operation = EbayOperations.GetUser.Name };
        }

        return new AuthorizedStore
        {
            ExternalAccountId = user.UserId,
            Name = user.Username ?? user.UserId,
            Region = region,
            Tokens = set,
            PlatformData = new EbayConnectionData(user.Username, user.RegistrationMarketplaceId, key).ToJson(),
        };
    }
}
