using Marketplace.Core.Platforms.Amazon.Wire;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Connects a seller's account through Seller Central and keeps its tokens fresh.</summary>
public sealed class AmazonConnectFlow(AmazonTokens login, AmazonClient client, IOptions<AmazonOptions> options) : IConnectFlow
{
    private const string ParticipationsPath = "/sellers/v1/marketplaceParticipations";

    /// <inheritdoc />
    public string? MissingSetting => options.Value.MissingSetting;

    /// <inheritdoc />
    public Uri ConsentUrl(ConsentRequest request) => new(
        options.Value.SellerCentralOf(request.Region),
        "/apps/authorize/consent" + AmazonClient.Query(
            ("application_id", options.Value.ApplicationId),
            ("state", request.State),
            ("redirect_uri", request.Callback.AbsoluteUri),
            ("version", options.Value.DraftApplication ? "beta" : null)));

    /// <inheritdoc />
    public ConsentGrant ReadCallback(IReadOnlyDictionary<string, string> query)
    {
        if (query.TryGetValue("error", out _))
        {
            throw new ConsentFailedException("Amazon reports that access was refused. Nothing was connected.");
        }

        var code = query.GetValueOrDefault("spapi_oauth_code");
        var seller = query.GetValueOrDefault("selling_partner_id");
        return code is { Length: > 0 } && IsSellerId(seller)
            ? new ConsentGrant(code, query.GetValueOrDefault("state"), seller)
            : throw new ConsentFailedException("Amazon came back without an authorisation. Start again from Connect.");
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<AuthorizedStore>> ExchangeAsync(ConsentGrant grant, ConsentRequest request, CancellationToken cancellationToken)
    {
        var seller = grant.ExternalAccountId ?? throw new ConsentFailedException("Amazon did not say whose account it is. Start again from Connect.");
        var set = await login.ExchangeAsync(grant.Code, request.Callback, cancellationToken);
        try
        {
            var answer = await client.SendWithTokenAsync<AmazonParticipationsWire>(
                request.Region, set.AccessToken, AmazonOperations.GetMarketplaceParticipations, HttpMethod.Get, ParticipationsPath, null, cancellationToken);
            var fronts = FrontsOf(answer, request.Region);
            await ProveSellerAsync(seller, request.Region, set.AccessToken, fronts[0].Marketplace.Id, cancellationToken);
            return
            [
                new AuthorizedStore
                {
                    ExternalAccountId = seller,
                    Name = fronts.Select(f => f.StoreName).FirstOrDefault(n => !string.IsNullOrWhiteSpace(n)) ?? $"Amazon {seller}",
                    Region = request.Region,
                    Tokens = set,
                    PlatformData = AmazonJson.Write(new AmazonStoreData([.. fronts.Select(f => f.Marketplace.Id)])),
                },
            ];
        }
        catch (Exception exception) when (exception is NeedsReauthorizationException or RejectedException)
        {
            var failure = (PlatformException)exception;
            throw new ConsentFailedException(
                $"The consent was given, but Amazon does not open the store {seller} with it. Check that the region is right and that the application has its roles. Amazon says: {failure.Message}",
                exception)
            { RawCode = failure.RawCode, RequestId = failure.RequestId, Operation = failure.Operation };
        }
    }

    /// <inheritdoc />
    public Task<TokenSet> RefreshAsync(TokenSet tokens, string region, CancellationToken cancellationToken) => login.RefreshAsync(tokens, cancellationToken);

    /// <inheritdoc />
    public Task CheckAsync(ConnectionContext connection, CancellationToken cancellationToken) =>
        client.SendAsync(connection, AmazonOperations.GetMarketplaceParticipations, HttpMethod.Get, ParticipationsPath, null, cancellationToken);

    private static List<AmazonParticipationWire> FrontsOf(AmazonParticipationsWire answer, string region)
    {
        var order = AmazonMarketplaces.All.Select((m, i) => (m, i)).Where(x => x.m.Region == region).ToDictionary(x => x.m.Id, x => x.i);
        var fronts = (answer.Payload ?? [])
            .Where(p => p.Participation.IsParticipating && order.ContainsKey(p.Marketplace.Id))
            .OrderBy(p => order[p.Marketplace.Id])
            .ToList();
        return fronts.Count > 0
            ? fronts
            : throw new ConsentFailedException($"This Amazon account sells on none of the marketplaces of region {region}. Choose the region in which it sells.");
    }

    // The seller id travels unsigned in the redirect; only a call under that id shows that the tokens belong to it.
    private async Task ProveSellerAsync(string seller, string region, string accessToken, string marketplaceId, CancellationToken cancellationToken)
    {
        var path = $"/listings/2021-08-01/items/{AmazonClient.Encode(seller)}" + AmazonClient.Query(("marketplaceIds", marketplaceId), ("pageSize", "1"));
        await client.SendWithTokenAsync<AmazonListingsPageWire>(region, accessToken, AmazonOperations.SearchListingsItems, HttpMethod.Get, path, null, cancellationToken);
    }

    private static bool IsSellerId(string? id) => id is { Length: >= 5 and <= 40 } && id[0] == 'A' && id.All(char.IsAsciiLetterOrDigit);
}
