using Marketplace.Core.Platforms.TikTok.Wire;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Connecting TikTok shops: consent, tokens, and the shops behind one authorisation.</summary>
internal sealed class TikTokConnectFlow(TikTokApi api, IOptions<TikTokOptions> options) : IConnectFlow
{
    public string? MissingSetting => options.Value.FirstMissing();

    // There is no redirect_uri: the address is registered with the app in Partner Center.
    public Uri ConsentUrl(ConsentRequest request)
    {
        var host = request.Region == "US" ? options.Value.ConsentHostUs : options.Value.ConsentHost;
        return new Uri(host, $"/open/authorize?service_id={Uri.EscapeDataString(options.Value.ServiceId ?? "")}&state={Uri.EscapeDataString(request.State)}");
    }

    public ConsentGrant ReadCallback(IReadOnlyDictionary<string, string> query)
    {
        if (query.GetValueOrDefault("error") is { Length: > 0 } error)
        {
            throw new ConsentFailedException("You did not allow access on TikTok Shop, so nothing was connected. Start again when you want to.") { RawCode = error };
        }

        // A refusal carries the literal text "null" as code.
        return query.GetValueOrDefault("code") is { Length: > 0 } code && code != "null"
            ? new ConsentGrant(code, query.GetValueOrDefault("state"), null)
            : throw new ConsentFailedException("TikTok Shop sent you back without an authorisation code. Start connecting again.");
    }

    public async Task<IReadOnlyList<AuthorizedStore>> ExchangeAsync(ConsentGrant grant, ConsentRequest request, CancellationToken cancellationToken)
    {
        TikTokTokens answer;
        try
        {
            answer = await api.TokenAsync(
                TikTokOperations.GetAccessToken, "/api/v2/token/get", [new("auth_code", grant.Code), new("grant_type", "authorized_code")], cancellationToken);
        }
        catch (RejectedException exception)
        {
            throw new ConsentFailedException(exception.Message, exception) { RawCode = exception.RawCode, RequestId = exception.RequestId, Operation = exception.Operation };
        }

        if (answer.UserType != 0)
        {
            throw new ConsentFailedException("That is not a seller's account. Log in to TikTok Shop as the shop's seller and connect again.");
        }

        var tokens = TokensOf(answer);
        var shops = await api.ShopsAsync(null, tokens.AccessToken, cancellationToken);
        return shops.Count == 0
            ? throw new ConsentFailedException("TikTok Shop names no shop for this account. Open a shop in Seller Center first, then connect again.")
            : [.. shops.Select(shop => new AuthorizedStore
            {
                ExternalAccountId = shop.Id,
                AuthorizationId = answer.OpenId,
                Name = string.IsNullOrWhiteSpace(shop.Name) ? answer.SellerName ?? $"TikTok Shop {shop.Code}" : shop.Name,
                Region = shop.Region,
                Tokens = tokens,
                PlatformData = TikTokJson.Write(new TikTokStore(shop.Cipher, shop.Region, shop.SellerType, shop.Code)),
            })];
    }

    public async Task<TokenSet> RefreshAsync(TokenSet tokens, string region, CancellationToken cancellationToken) =>
        TokensOf(await api.TokenAsync(
            TikTokOperations.RefreshAccessToken, "/api/v2/token/refresh", [new("refresh_token", tokens.RefreshToken), new("grant_type", "refresh_token")], cancellationToken));

    public async Task CheckAsync(ConnectionContext connection, CancellationToken cancellationToken)
    {
        var shops = await api.ShopsAsync(connection, null, cancellationToken);
        if (shops.All(shop => shop.Id != connection.ExternalAccountId))
        {
            throw new NeedsReauthorizationException("The authorisation does not cover this shop any more. Connect the shop again.") { Operation = TikTokOperations.GetAuthorizedShops.Name };
        }
    }

    private static TokenSet TokensOf(TikTokTokens answer) =>
        answer is { AccessToken.Length: > 0, RefreshToken.Length: > 0 }
            ? new TokenSet(
                answer.AccessToken, DateTimeOffset.FromUnixTimeSeconds(answer.AccessTokenExpireIn),
                answer.RefreshToken, DateTimeOffset.FromUnixTimeSeconds(answer.RefreshTokenExpireIn))
            : throw new TransientException("TikTok Shop answered without tokens. Try again.");
}
