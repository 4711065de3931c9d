using System.Text.Json;

namespace Marketplace.Tests.Contract;

/// <summary>The official documents are there, are found by address, and catch what breaks them.</summary>
public sealed class ContractLibraryTests
{
    private const string Absent = "The official documents are not part of the repository; put them beside it as shared/contracts.";

    [Fact]
    public void Contract_OfficialDocuments_ArePresent()
    {
        Assert.SkipWhen(ContractLibrary.Instance is null, Absent);
        Assert.Equal(["amazon", "ebay", "tiktok"], ContractLibrary.Instance.Operations.Select(operation => operation.Marketplace).Distinct().Order());
    }

    [Theory]
    [InlineData("GET", "apiz.ebay.com", "/commerce/identity/v1/user/", "getUser")]
    [InlineData("GET", "api.ebay.com", "/sell/fulfillment/v1/order/13-1-2", "getOrder")]
    [InlineData("POST", "api.ebay.com", "/sell/inventory/v1/bulk_update_price_quantity", "bulkUpdatePriceQuantity")]
    [InlineData("GET", "sellingpartnerapi-eu.amazon.com", "/orders/2026-01-01/orders", "searchOrders")]
    [InlineData("PATCH", "sellingpartnerapi-na.amazon.com", "/listings/2021-08-01/items/A1/SKU%2F1", "patchListingsItem")]
    [InlineData("GET", "auth.tiktok-shops.com", "/api/v2/token/get", "GetAccessToken")]
    [InlineData("POST", "open-api.tiktokglobalshop.com", "/order/202309/orders/search", "GetOrderList_202309")]
    [InlineData("GET", "api.ebay.com", "/commerce/identity/v1/user/", null)]
    public void Find_ByAddress_KnowsHostAndPath(string method, string host, string path, string? expected)
    {
        Assert.SkipWhen(ContractLibrary.Instance is null, Absent);
        Assert.Equal(expected, ContractLibrary.Instance.Find(method, host, path)?.Name);
    }

    [Fact]
    public async Task Add_RequestOutsideTheDocument_IsReported()
    {
        Assert.SkipWhen(ContractLibrary.Instance is null, Absent);
        var traffic = new ContractTraffic();
        await traffic.AddAsync(new Exchange
        {
            Method = "GET",
            Url = new Uri("https://sellingpartnerapi-na.amazon.com/orders/2026-01-01/orders?maxResultsPerPage=many&fulfillmentStatuses=UNSHIPPED,SENT&page=2"),
            Headers = new Dictionary<string, string>(),
            Body = "",
            Status = 200,
            Answer = """{"orders":[{"orderId":"1","orderItems":[],"colour":"red"}]}""",
        });
        var found = traffic.Violations.Select(violation => $"{violation.Side} {violation.Path}").ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "Request query maxResultsPerPage", "Request query fulfillmentStatuses", "Request query page",
                "Answer $.orders[*].createdTime", "Answer $.orders[*].colour",
            },
            found);
        Assert.Throws<ContractViolatedException>(traffic.AssertKept);
    }

    [Fact]
    public async Task Add_FailureWithUndocumentedCode_IsReported()
    {
        Assert.SkipWhen(ContractLibrary.Instance is null, Absent);
        var traffic = new ContractTraffic();
        await traffic.AddAsync(Refusal("https://api.ebay.com/sell/fulfillment/v1/order?limit=201", """{"errors":[{"errorId":31100,"domain":"API_FULFILLMENT","category":"REQUEST","message":"Invalid limit"}]}"""));
        Assert.Empty(traffic.Violations);
        await traffic.AddAsync(Refusal("https://api.ebay.com/sell/fulfillment/v1/order?limit=201", """{"errors":[{"errorId":4711,"domain":"API_FULFILLMENT","category":"REQUEST","message":"Invented"}]}"""));
        Assert.Equal("$.errors[*].errorId", Assert.Single(traffic.Violations).Path);
    }

    [Fact]
    public async Task Add_AnswersOfTheLivingEbay_DepartOnlyAsListed()
    {
        Assert.SkipWhen(ContractLibrary.Instance is null, Absent);
        var live = JsonDocument.Parse(File.ReadAllText(Path.Combine(ContractLibrary.Folder, "ebay", "examples", "live_shapes_anonymised.json"))).RootElement;
        var traffic = new ContractTraffic();
        await traffic.AddAsync(Refusal("https://api.ebay.com/sell/fulfillment/v1/order/13-00000-00001", live.GetProperty("order").GetRawText()) with { Status = 200 });
        await traffic.AddAsync(Refusal("https://api.ebay.com/sell/fulfillment/v1/order/13-00000-00001/shipping_fulfillment", live.GetProperty("getShippingFulfillments_empty").GetRawText()) with { Status = 200 });
        await traffic.AddAsync(Refusal("https://api.ebay.com/sell/fulfillment/v1/order", live.GetProperty("error_401").GetRawText()) with { Status = 401 });
        await traffic.AddAsync(Refusal("https://api.ebay.com/sell/fulfillment/v1/order", live.GetProperty("error_429").GetRawText()) with { Status = 429 });
        Assert.Empty(traffic.Violations);
        Assert.Equal(3, traffic.Covered.Count);
    }

    private static Exchange Refusal(string url, string answer) => new()
    {
        Method = "GET",
        Url = new Uri(url),
        Headers = new Dictionary<string, string>(),
        Body = "",
        Status = 400,
        Answer = answer,
    };
}
