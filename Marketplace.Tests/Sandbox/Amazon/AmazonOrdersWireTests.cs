using System.Globalization;
using Marketplace.Sandbox;
using Marketplace.Tests.Platforms.Amazon;

namespace Marketplace.Tests.Sandbox.Amazon;

public sealed class AmazonOrdersWireTests
{
    private const string Search = "/orders/2026-01-01/orders";

    private static string Ago(double minutes) =>
        Uri.EscapeDataString(TimeProvider.System.GetUtcNow().AddMinutes(-minutes).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    [Fact]
    public async Task Search_ImpossibleWindows_AreRefused()
    {
        await using var bed = await AmazonBed.StartAsync();
        var token = await bed.TokenAsync();
        string[] wrong =
        [
            "", $"createdAfter={Ago(60)}&lastUpdatedAfter={Ago(60)}", $"createdAfter={Ago(60)}&lastUpdatedBefore={Ago(10)}", $"createdAfter={Ago(60)}&createdBefore={Ago(1)}",
            $"createdAfter={Ago(60)}&createdBefore={Ago(90)}", "createdAfter=2026-01-01", "createdAfter=yesterday", $"createdAfter={Ago(60)}&maxResultsPerPage=101",
            $"createdAfter={Ago(60)}&fulfillmentStatuses=Unshipped", $"createdAfter={Ago(60)}&includedData=EVERYTHING",
        ];
        foreach (var query in wrong)
        {
            using var answer = await bed.GetAsync($"{Search}?{query}", token);
            var error = await answer.ErrorAsync();
            Assert.True(error is (400, "InvalidInput", _, _), query);
        }
    }

    [Theory]
    [InlineData("includedData=BUYER,FULFILLMENT")]
    [InlineData("includedData=BUYER%2CFULFILLMENT")]
    [InlineData("includedData=BUYER&includedData=FULFILLMENT&whatever=1")]
    public async Task Search_Lists_MayBeWrittenInThreeWays(string included)
    {
        await using var bed = await AmazonBed.StartAsync();
        using var answer = await bed.GetAsync($"{Search}?createdAfter={Ago(5000)}&fulfillmentStatuses=UNSHIPPED&{included}", await bed.TokenAsync());
        var order = (await answer.BodyAsync()).GetProperty("orders")[0];
        Assert.True(order.TryGetProperty("buyer", out _) && order.TryGetProperty("fulfillment", out _));
        Assert.False(order.TryGetProperty("proceeds", out _));
    }

    [Fact]
    public async Task Search_Token_IsBoundToTheParameters()
    {
        await using var bed = await AmazonBed.StartAsync();
        var token = await bed.TokenAsync();
        var after = Ago(5000);
        using var first = await bed.GetAsync($"{Search}?createdAfter={after}&maxResultsPerPage=5", token);
        var next = (await first.BodyAsync()).GetProperty("pagination").GetProperty("nextToken").GetString()!;
        Assert.All("/+=", c => Assert.Contains(c, next));

        using var same = await bed.GetAsync($"{Search}?createdAfter={after}&maxResultsPerPage=100&includedData=BUYER&paginationToken={Uri.EscapeDataString(next)}", token);
        Assert.Equal(7, (await same.BodyAsync()).GetProperty("orders").GetArrayLength());
        using var other = await bed.GetAsync($"{Search}?createdAfter={Ago(4000)}&paginationToken={Uri.EscapeDataString(next)}", token);
        Assert.Contains("All parameters must match the original request", (await other.ErrorAsync()).Message, StringComparison.Ordinal);
        using var raw = await bed.GetAsync($"{Search}?createdAfter={after}&paginationToken={next}", token);
        Assert.Equal(400, (int)raw.StatusCode);
    }

    [Fact]
    public async Task Search_Order_ThatChangesWhilePaging_WaitsForTheNextWindow()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Orders = 0 });
        var token = await bed.TokenAsync();
        var after = Ago(10);
        bed.Amazon.CreateOrders(3, null, 1);
        using var first = await bed.GetAsync($"{Search}?lastUpdatedAfter={after}&maxResultsPerPage=2", token);
        var next = (await first.BodyAsync()).GetProperty("pagination").GetProperty("nextToken").GetString()!;
        await Task.Delay(5);
        bed.Amazon.CreateOrders(1, null, 1);
        using var second = await bed.GetAsync($"{Search}?lastUpdatedAfter={after}&maxResultsPerPage=2&paginationToken={Uri.EscapeDataString(next)}", token);
        Assert.Equal(1, (await second.BodyAsync()).GetProperty("orders").GetArrayLength());
    }

    [Fact]
    public async Task Search_WithLag_ShowsNothingThatIsTooYoung()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, LagSeconds = 60 });
        bed.Amazon.CreateOrders(2, null, 1);
        using var answer = await bed.GetAsync($"{Search}?lastUpdatedAfter={Ago(3)}", await bed.TokenAsync());
        Assert.Equal(0, (await answer.BodyAsync()).GetProperty("orders").GetArrayLength());
    }

    [Fact]
    public async Task Old_Orders_AreWrappedAndCapitalised_AndHideBuyersWithoutRestrictedToken()
    {
        await using var bed = await AmazonBed.StartAsync();
        var token = await bed.TokenAsync();
        var target = $"/orders/v0/orders?MarketplaceIds=ATVPDKIKX0DER&OrderStatuses=Unshipped&CreatedAfter={Ago(5000)}&MaxResultsPerPage=4";
        using var plain = await bed.GetAsync(target, token);
        var payload = (await plain.BodyAsync()).GetProperty("payload");
        var order = payload.GetProperty("Orders")[0];
        Assert.False(order.GetProperty("ShippingAddress").TryGetProperty("Name", out _));
        Assert.Equal("USD", order.GetProperty("OrderTotal").GetProperty("CurrencyCode").GetString());

        using var next = await bed.GetAsync($"/orders/v0/orders?MarketplaceIds=ATVPDKIKX0DER&MaxResultsPerPage=4&NextToken={Uri.EscapeDataString(payload.GetProperty("NextToken").GetString()!)}", token);
        Assert.NotEqual(order.GetProperty("AmazonOrderId").GetString(), (await next.BodyAsync()).GetProperty("payload").GetProperty("Orders")[0].GetProperty("AmazonOrderId").GetString());
        using var broken = await bed.GetAsync("/orders/v0/orders?MarketplaceIds=ATVPDKIKX0DER&NextToken=abc%2Fd", token);
        Assert.StartsWith("We could not decode your NextToken", (await broken.ErrorAsync()).Message, StringComparison.Ordinal);

        using var grant = await bed.SendAsync(HttpMethod.Post, AmazonWire.Api, "/tokens/2021-03-01/restrictedDataToken", token, AmazonWire.Json("""{"restrictedResources":[{"method":"GET","path":"/orders/v0/orders","dataElements":["buyerInfo","shippingAddress"]}]}"""));
        var restricted = (await grant.BodyAsync()).GetProperty("restrictedDataToken").GetString();
        using var seen = await bed.GetAsync(target, restricted);
        Assert.True((await seen.BodyAsync()).GetProperty("payload").GetProperty("Orders")[0].GetProperty("ShippingAddress").TryGetProperty("Name", out _));

        using var items = await bed.GetAsync($"/orders/v0/orders/{order.GetProperty("AmazonOrderId").GetString()}/orderItems", token);
        var line = (await items.BodyAsync()).GetProperty("payload").GetProperty("OrderItems")[0];
        Assert.Equal("false", line.GetProperty("IsGift").GetString());
    }

    [Theory]
    [InlineData("1", "[packageDetail.packageReferenceId]")]
    [InlineData("\"one\"", "must be a positive numeric value")]
    public async Task Confirm_PackageReference_IsAStringOfDigits(string reference, string words)
    {
        await using var bed = await AmazonBed.StartAsync();
        var id = bed.Amazon.CreateOrders(1, null, 1)[0];
        using var answer = await bed.SendAsync(HttpMethod.Post, AmazonWire.Api, $"/orders/v0/orders/{id}/shipmentConfirmation", await bed.TokenAsync(), AmazonWire.Json($$$"""
            {"marketplaceId":"ATVPDKIKX0DER","packageDetail":{"packageReferenceId":{{{reference}}},"carrierCode":"UPS","trackingNumber":"1","shipDate":"2026-01-01T00:00:00Z","orderItems":[{"orderItemId":"1","quantity":1}]}}
            """));
        var error = await answer.ErrorAsync();
        Assert.Equal(400, error.Status);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirm_AfterEverythingIsShipped_NeedsAKnownParcel()
    {
        await using var bed = await AmazonBed.StartAsync();
        var token = await bed.TokenAsync();
        var id = bed.Amazon.CreateOrders(1, null, 1)[0];
        using var found = await bed.GetAsync($"{Search}/{id}", token);
        var item = (await found.BodyAsync()).GetProperty("order").GetProperty("orderItems")[0].GetProperty("orderItemId").GetString();
        async Task<HttpResponseMessage> ConfirmAsync(string reference) =>
            await bed.SendAsync(HttpMethod.Post, AmazonWire.Api, $"/orders/v0/orders/{id}/shipmentConfirmation", token, AmazonWire.Json($$$"""
                {"marketplaceId":"ATVPDKIKX0DER","packageDetail":{"packageReferenceId":"{{{reference}}}","carrierCode":"UPS","trackingNumber":"1Z","shipDate":"2026-01-01T00:00:00Z","orderItems":[{"orderItemId":"{{{item}}}","quantity":1}]}}
                """));

        using var first = await ConfirmAsync("1");
        Assert.Equal((204, 0L), ((int)first.StatusCode, first.Content.Headers.ContentLength ?? 0));
        using var edit = await ConfirmAsync("1");
        Assert.Equal(204, (int)edit.StatusCode);
        using var more = await ConfirmAsync("2");
        Assert.Contains("PackageToUpdateNotFound", (await more.ErrorAsync()).Message, StringComparison.Ordinal);
    }
}
