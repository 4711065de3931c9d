using System.Net.Http.Headers;
using System.Text.Json;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Ebay.Auth;

/// <summary>Asks eBay whose token this is.</summary>
internal sealed class EbayIdentity(PlatformSender sender, EbayErrors errors, EbayApi api, IOptions<EbayOptions> options)
{
    // The contract's path ends in a slash.
    private const string Path = "/commerce/identity/v1/user/";

    /// <summary>The seller behind a token that no store has yet.</summary>
    public async Task<EbayUser> OfTokenAsync(string accessToken, CancellationToken cancellationToken)
    {
        var response = await sender.SendAsync(
            new PlatformRequest
            {
                Operation = EbayOperations.GetUser,
                Build = _ => new HttpRequestMessage(HttpMethod.Get, new Uri(options.Value.IdentityUrl, Path))
                {
                    Headers = { Authorization = new AuthenticationHeaderValue("Bearer", accessToken) },
                },
                Judge = response => errors.Judge(response, inventory: false),
            },
            cancellationToken);
        return JsonSerializer.Deserialize<EbayUser>(response.Body, EbayJson.Options)
            ?? throw new TransientException("eBay's answer about the seller was empty.") { Operation = EbayOperations.GetUser.Name };
    }

    /// <summary>The seller behind a connected store.</summary>
    public Task<EbayUser> OfStoreAsync(ConnectionContext connection, CancellationToken cancellationToken) =>
        api.ReadAsync<EbayUser>(new EbayCall(EbayOperations.GetUser, connection, Path) { OnIdentityHost = true }, cancellationToken);
}
