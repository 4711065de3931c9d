using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay;

/// <summary>The seller's account: what may be sold, and the policies that offers name.</summary>
internal static class EbayAccount
{
    /// <summary>Path of the API.</summary>
    public const string Root = "/sell/account/v1";

    private static readonly object[] AllCategories = [new Dictionary<string, object> { ["name"] = "ALL_EXCLUDING_MOTORS_VEHICLES", ["default"] = true }];

    /// <summary>GET /privilege.</summary>
    public static SandboxReply Privileges(EbaySeller seller, SandboxCall call) => SandboxReply.OfJson(200, new
    {
        sellerRegistrationCompleted = true,
        sellingLimit = new { amount = EbayWire.Amount(2_500_000_00, seller.Site.Currency), quantity = 100_000 },
    });

    /// <summary>GET /program/get_opted_in_programs.</summary>
    public static SandboxReply Programs(EbaySeller seller, SandboxCall call) => SandboxReply.OfJson(200, new { programs = new[] { new { programType = "SELLING_POLICY_MANAGEMENT" } } });

    /// <summary>GET /fulfillment_policy.</summary>
    public static SandboxReply FulfillmentPolicies(EbaySeller seller, SandboxCall call) => Policies(seller, call, "fulfillmentPolicies", new
    {
        name = "Three days, tracked",
        fulfillmentPolicyId = "6200000001",
        marketplaceId = seller.Site.Id,
        categoryTypes = AllCategories,
        handlingTime = new { value = 3, unit = "DAY" },
        globalShipping = false,
        localPickup = false,
        freightShipping = false,
        pickupDropOff = false,
    });

    /// <summary>GET /payment_policy.</summary>
    public static SandboxReply PaymentPolicies(EbaySeller seller, SandboxCall call) => Policies(seller, call, "paymentPolicies", new
    {
        name = "At once",
        paymentPolicyId = "6200000002",
        marketplaceId = seller.Site.Id,
        categoryTypes = AllCategories,
        paymentMethods = Array.Empty<object>(),
        immediatePay = true,
    });

    /// <summary>GET /return_policy.</summary>
    public static SandboxReply ReturnPolicies(EbaySeller seller, SandboxCall call) => Policies(seller, call, "returnPolicies", new
    {
        name = "Thirty days",
        returnPolicyId = "6200000003",
        marketplaceId = seller.Site.Id,
        categoryTypes = AllCategories,
        returnsAccepted = true,
        returnPeriod = new { value = 30, unit = "DAY" },
        refundMethod = "MONEY_BACK",
        returnShippingCostPayer = "BUYER",
    });

    private static SandboxReply Policies(EbaySeller seller, SandboxCall call, string name, object policy)
    {
        if (call.QueryValue("marketplace_id") is not { Length: > 0 } site)
        {
            return EbayRefusal.Of(400, new EbayFault(20401, "API_ACCOUNT", "REQUEST", "Missing field marketplace_id."));
        }

        object[] found = site == seller.Site.Id ? [policy] : [];
        return SandboxReply.OfJson(200, new Dictionary<string, object> { ["total"] = found.Length, [name] = found });
    }
}
