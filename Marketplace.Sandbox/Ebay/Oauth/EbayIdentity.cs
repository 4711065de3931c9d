using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Oauth;

/// <summary>Who the seller is.</summary>
internal static class EbayIdentity
{
    /// <summary>GET /commerce/identity/v1/user/.</summary>
    public static SandboxReply User(EbaySeller seller) => SandboxReply.OfJson(200, new
    {
        userId = seller.Id,
        username = seller.Name,
        accountType = "BUSINESS",
        registrationMarketplaceId = seller.Site.Id,
        status = "CONFIRMED",
    });
}
