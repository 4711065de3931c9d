using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Oauth;

/// <summary>Who the seller is.</summary>
internal static class EbayIdentity
{
    /// <summary>GET /commerce/identity/v1/user/.</summary>
    public static SandboxReply User() => SandboxReply.OfJson(200, new
    {
        userId = EbayKeyset.SellerId,
        username = EbayKeyset.SellerName,
        accountType = "BUSINESS",
        registrationMarketplaceId = "EBAY_US",
        status = "CONFIRMED",
    });
}
