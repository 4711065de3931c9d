using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay;

/// <summary>The seller's account: what may be sold, and in which programs it takes part.</summary>
internal static class EbayAccount
{
    /// <summary>Path of the API.</summary>
    public const string Root = "/sell/account/v1";

    /// <summary>GET /privilege.</summary>
    public static SandboxReply Privileges(EbaySeller seller, SandboxCall call) => SandboxReply.OfJson(200, new
    {
        sellerRegistrationCompleted = true,
        sellingLimit = new { amount = EbayWire.Amount(2_500_000_00, seller.Site.Currency), quantity = 100_000 },
    });

    /// <summary>GET /program/get_opted_in_programs.</summary>
    public static SandboxReply Programs(EbaySeller seller, SandboxCall call) => SandboxReply.OfJson(200, new { programs = new[] { new { programType = "SELLING_POLICY_MANAGEMENT" } } });
}
