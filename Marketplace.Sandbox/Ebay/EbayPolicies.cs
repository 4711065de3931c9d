using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay;

/// <summary>One kind of business policy, which offers name: as a list, by id, and by name.</summary>
/// <param name="list">Name of the list in answers.</param>
/// <param name="idField">Name of a policy's id.</param>
/// <param name="id">Id of the one policy that the seller has.</param>
/// <param name="name">Its name.</param>
/// <param name="rest">What else it says.</param>
internal sealed class EbayPolicies(string list, string idField, string id, string name, IReadOnlyDictionary<string, object> rest)
{
    private static readonly object[] AllCategories = [new Dictionary<string, object> { ["name"] = "ALL_EXCLUDING_MOTORS_VEHICLES", ["default"] = true }];

    /// <summary>Three days, tracked.</summary>
    public static EbayPolicies Fulfillment { get; } = new("fulfillmentPolicies", "fulfillmentPolicyId", "6200000001", "Three days, tracked", new Dictionary<string, object>
    {
        ["handlingTime"] = new { value = 3, unit = "DAY" },
        ["globalShipping"] = false,
        ["localPickup"] = false,
        ["freightShipping"] = false,
        ["pickupDropOff"] = false,
    });

    /// <summary>At once.</summary>
    public static EbayPolicies Payment { get; } = new("paymentPolicies", "paymentPolicyId", "6200000002", "At once", new Dictionary<string, object>
    {
        ["paymentMethods"] = Array.Empty<object>(),
        ["immediatePay"] = true,
    });

    /// <summary>Thirty days.</summary>
    public static EbayPolicies Return { get; } = new("returnPolicies", "returnPolicyId", "6200000003", "Thirty days", new Dictionary<string, object>
    {
        ["returnsAccepted"] = true,
        ["returnPeriod"] = new { value = 30, unit = "DAY" },
        ["refundMethod"] = "MONEY_BACK",
        ["returnShippingCostPayer"] = "BUYER",
    });

    /// <summary>All of a marketplace.</summary>
    public SandboxReply List(EbaySeller seller, SandboxCall call)
    {
        if (call.QueryValue("marketplace_id") is not { Length: > 0 } site)
        {
            return Missing("marketplace_id");
        }

        object[] found = site == seller.Site.Id ? [Policy(seller)] : [];
        return SandboxReply.OfJson(200, new Dictionary<string, object> { ["total"] = found.Length, [list] = found });
    }

    /// <summary>One by its id.</summary>
    public SandboxReply ById(EbaySeller seller, SandboxCall call) => call.Path["policyId"] == id ? SandboxReply.OfJson(200, Policy(seller)) : NotFound(idField);

    /// <summary>One by its name.</summary>
    public SandboxReply ByName(EbaySeller seller, SandboxCall call) =>
        call.QueryValue("marketplace_id") is not { Length: > 0 } site ? Missing("marketplace_id")
        : call.QueryValue("name") is not { Length: > 0 } wanted ? Missing("name")
        : site == seller.Site.Id && wanted == name ? SandboxReply.OfJson(200, Policy(seller))
        : NotFound("name");

    private Dictionary<string, object> Policy(EbaySeller seller) => new(rest)
    {
        ["name"] = name,
        [idField] = id,
        ["marketplaceId"] = seller.Site.Id,
        ["categoryTypes"] = AllCategories,
    };

    private static SandboxReply Missing(string field) => EbayRefusal.Of(400, new EbayFault(20401, "API_ACCOUNT", "REQUEST", $"Missing field {field}."));

    private static SandboxReply NotFound(string field) => EbayRefusal.Of(400, new EbayFault(20404, "API_ACCOUNT", "REQUEST", $"{field} not found."));
}
