using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Sellers v1 and Tokens 2021-03-01.</summary>
internal sealed class AmazonSellersApi(AmazonGrants grants)
{
    private const int MostRestrictedResources = 50;

    /// <summary>getMarketplaceParticipations.</summary>
    public static SandboxReply Participations(AmazonCall request)
    {
        var region = request.Store.Region;
        return SandboxReply.OfJson(200, new
        {
            payload = new[]
            {
                new
                {
                    marketplace = new
                    {
                        id = region.MarketplaceId,
                        name = region.MarketplaceName,
                        countryCode = region.Country,
                        defaultCurrencyCode = region.Currency,
                        defaultLanguageCode = region.Language,
                        domainName = region.Domain,
                    },
                    storeName = request.Store.Seller.Name,
                    participation = new { isParticipating = true, hasSuspendedListings = false },
                },
            },
        });
    }

    /// <summary>createRestrictedDataToken.</summary>
    public SandboxReply RestrictedDataToken(AmazonCall request)
    {
        var body = AmazonBody.Object(request.Call);
        var resources = body["restrictedResources"] as System.Text.Json.Nodes.JsonArray ?? throw AmazonReplies.Invalid("restrictedResources is required.");
        if (resources.Count is 0 or > MostRestrictedResources)
        {
            throw AmazonReplies.Invalid($"restrictedResources must hold 1 to {MostRestrictedResources} resources.");
        }

        foreach (var resource in resources)
        {
            if (AmazonBody.Text(resource, "method") is not ("GET" or "PUT" or "POST" or "DELETE") || AmazonBody.Text(resource, "path") is not { Length: > 0 })
            {
                throw AmazonReplies.Invalid("Each restricted resource needs a method and a path.");
            }

            AmazonBody.Texts(resource, "dataElements", "restrictedResources.dataElements");
        }

        return SandboxReply.OfJson(200, new
        {
            restrictedDataToken = grants.Issue(AmazonGrants.Restricted, request.Store.Seller.Key),
            expiresIn = AmazonGrants.AccessSeconds,
        });
    }
}
