using System.Text;
using Marketplace.Core.Platforms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Platforms.Ebay;

/// <summary>Answers that the local eBay never gives: shapes seen on the living service, and broken ones.</summary>
public sealed class EbayOrderShapesTests
{
    // As the living service writes it: fields that left the contract, arrays that are missing, values nobody has announced.
    private const string Living = """
        {"orderId":"21-00000-00001","legacyOrderId":"21-00000-00001","creationDate":"2026-06-19T14:15:22.000Z","lastModifiedDate":"2026-06-19T14:16:58.000Z",
         "orderFulfillmentStatus":"NOT_STARTED","orderPaymentStatus":"PAID","sellerId":"a_seller","buyer":{"username":"a_buyer"},
         "pricingSummary":{"priceSubtotal":{"value":"4085.0","currency":"USD"},"priceDiscount":{"value":"-85.0","currency":"USD"},"deliveryCost":{"value":"0.0","currency":"USD"},"tax":{"value":"12.34","currency":"USD"},"total":{"value":"4012.34","currency":"USD"}},
         "cancelStatus":{"cancelState":"NONE_REQUESTED","cancelRequests":[]},
         "paymentSummary":{"totalDueSeller":{"value":"3807.77","currency":"USD"},"refunds":[],"payments":[{"paymentMethod":"SOMETHING_NEW","paymentDate":"2026-06-19T14:15:22.915Z","amount":{"value":"3807.77","currency":"USD"},"paymentStatus":"PAID"}]},
         "fulfillmentStartInstructions":[{"fulfillmentInstructionsType":"SHIP_TO","ebaySupportedFulfillment":false,"shippingStep":{"shipTo":{"fullName":"A Buyer","contactAddress":{"addressLine1":"1 Example St","addressLine2":"","city":"Springfield","countryCode":"US"}},"shippingServiceCode":"UPSGround"}}],
         "lineItems":[{"lineItemId":"1","legacyItemId":"287000000001","title":"Thing","lineItemCost":{"value":"4085.0","currency":"USD"},"discountedLineItemCost":{"value":"4000.0","currency":"USD"},"quantity":20,"lineItemFulfillmentStatus":"NOT_STARTED","soldFormat":"SOMETHING_ELSE","taxes":[]}]}
        """;

    private const string WithoutPrices = """{"orderId":"21-00000-00002","creationDate":"2026-06-19T14:15:22.000Z","lastModifiedDate":"2026-06-19T14:16:58.000Z","lineItems":[{"lineItemId":"1","quantity":1}]}""";

    private const string OddQuantity = """{"orderId":"21-00000-00003","lineItems":[{"lineItemId":"1","quantity":"many"}]}""";

    [Fact]
    public async Task List_OrderOfTheLivingService_IsUnderstood()
    {
        await using var server = await ServeAsync($$"""{"total":1,"orders":[{{Living}}]}""");

        var order = Assert.Single((await ReadAsync(server)).Items);

        Assert.Equal((400_000, 0, 1_234, 401_234), (order.Subtotal.Minor, order.Shipping.Minor, order.Tax.Minor, order.Total.Minor));
        Assert.Equal(20_000, order.Lines[0].UnitPrice.Minor);
        Assert.Null(order.Lines[0].Sku);
        Assert.Equal("287000000001", order.Lines[0].ExternalListingId);
        Assert.Equal(["1 Example St"], order.Buyer!.AddressLines);
        Assert.Equal(new DateTimeOffset(2026, 6, 19, 14, 15, 22, 915, TimeSpan.Zero), order.PaidAt);
    }

    [Fact]
    public async Task List_PoisonousOrders_AreSetAsideAndTheRestGoOn()
    {
        await using var server = await ServeAsync($$"""{"total":5,"orders":[{{WithoutPrices}},{{Living}},{{OddQuantity}},7,{}]}""");

        var page = await ReadAsync(server);

        Assert.Equal("21-00000-00001", Assert.Single(page.Items).ExternalId);
        Assert.Equal(["21-00000-00002", "21-00000-00003", "(order without id)", "(order without id)"], page.Defects.Select(defect => defect.ExternalId));
        Assert.Contains("pricingSummary", page.Defects[0].Reason, StringComparison.Ordinal);
        Assert.Contains("quantity", page.Defects[1].Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("many", page.Defects[1].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>not eBay</html>")]
    [InlineData("")]
    [InlineData("{\"orders\":")]
    public async Task List_AnswerThatIsNoJson_IsTriedAgainLater(string body)
    {
        await using var server = await ServeAsync(body);

        var failure = await Assert.ThrowsAsync<TransientException>(() => ReadAsync(server));

        Assert.Equal("getOrders", failure.Operation);
    }

    [Fact]
    public async Task List_NextThatLeadsNowhere_Ends()
    {
        await using var server = await ServeAsync($$"""{"total":900,"next":"https://elsewhere.test/sell/fulfillment/v1/order?limit=200&offset=0","orders":[{{Living}}]}""");

        Assert.Single((await ReadAsync(server)).Items);
    }

    private static async Task<RemotePage<RemoteOrder>> ReadAsync(WebApplication server)
    {
        var settings = new Dictionary<string, string?> { ["Platforms:Http:RedirectTo"] = server.Urls.First(), ["Platforms:Http:RetryDelayMilliseconds"] = "1" };
        var services = new ServiceCollection().AddLogging();
        services.AddPlatforms(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).AddEbay();
        await using var provider = services.BuildServiceProvider();
        var platform = provider.GetRequiredService<PlatformCatalog>().Get(new MarketplaceKey("ebay"));
        var store = new ConnectionContext { ConnectionId = Guid.NewGuid(), Marketplace = platform.Key, ExternalAccountId = "x", Region = "EBAY_US", Tokens = new OneToken() };
        var pages = new List<RemotePage<RemoteOrder>>();
        await foreach (var page in platform.Orders!.ListAsync(store, null, CancellationToken.None))
        {
            pages.Add(page);
        }

        return Assert.Single(pages);
    }

    private static async Task<WebApplication> ServeAsync(string body)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/sell/fulfillment/v1/order", () => TypedResults.Text(body, "application/json", Encoding.UTF8));
        await app.StartAsync();
        return app;
    }

    private sealed class OneToken : IAccessTokenSource
    {
        public ValueTask<string> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult("token");

        public ValueTask<string> RenewAsync(string refused, CancellationToken cancellationToken) => ValueTask.FromResult("token");
    }
}
