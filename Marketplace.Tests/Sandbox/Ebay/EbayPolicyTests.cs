namespace Marketplace.Tests.Sandbox.Ebay;

public sealed class EbayPolicyTests
{
    private const string Account = "/sell/account/v1";

    [Theory]
    [InlineData("fulfillment_policy", "fulfillmentPolicies", "fulfillmentPolicyId")]
    [InlineData("payment_policy", "paymentPolicies", "paymentPolicyId")]
    [InlineData("return_policy", "returnPolicies", "returnPolicyId")]
    public async Task Policy_ListedByIdAndByName_IsTheSame(string path, string list, string id)
    {
        await using var ebay = await EbayWireClient.ConnectAsync(scopes: EbayWireClient.Scopes + " https://api.ebay.com/oauth/api_scope/sell.account.readonly");
        var policy = (await ebay.GetAsync($"{Account}/{path}?marketplace_id=EBAY_US")).Json.GetProperty(list)[0];

        var byId = await ebay.GetAsync($"{Account}/{path}/{policy.GetProperty(id).GetString()}");
        var byName = await ebay.GetAsync($"{Account}/{path}/get_by_policy_name?marketplace_id=EBAY_US&name={Uri.EscapeDataString(policy.GetProperty("name").GetString()!)}");

        Assert.Equal((policy.GetRawText(), policy.GetRawText()), (byId.Body, byName.Body));
        Assert.Equal((400, 20404), Error(await ebay.GetAsync($"{Account}/{path}/1")));
        Assert.Equal((400, 20404), Error(await ebay.GetAsync($"{Account}/{path}/get_by_policy_name?marketplace_id=EBAY_US&name=none")));
        Assert.Equal((400, 20401), Error(await ebay.GetAsync($"{Account}/{path}/get_by_policy_name?marketplace_id=EBAY_US")));
        Assert.Equal((400, 20401), Error(await ebay.GetAsync($"{Account}/{path}")));
    }

    private static (int Status, int ErrorId) Error(EbayAnswer answer) => (answer.Status, answer.ErrorId);
}
