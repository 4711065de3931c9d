using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Sandbox;
using Marketplace.Tests.Platforms.Amazon;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Sandbox.Amazon;

/// <summary>What sellers' tools ask for beside orders, listings and feeds.</summary>
public sealed class AmazonSellerToolTests
{
    private const string Market = "ATVPDKIKX0DER";
    private const string Reports = "/reports/2021-06-30";
    private const string Definitions = "/definitions/2020-09-01/productTypes";

    [Fact]
    public async Task Schedule_OnceMade_BringsReportsUntilItIsCancelled()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false }, time: clock);
        var token = await bed.TokenAsync();
        var wish = $$"""{"reportType":"GET_MERCHANT_LISTINGS_ALL_DATA","marketplaceIds":["{{Market}}"],"period":"PT5M"}""";
        using var made = await bed.SendAsync(HttpMethod.Post, AmazonWire.Api, $"{Reports}/schedules", token, AmazonWire.Json(wish));
        var id = (await made.BodyAsync()).GetProperty("reportScheduleId").GetString();

        clock.Advance(TimeSpan.FromMinutes(11));
        using var reports = await bed.GetAsync($"{Reports}/reports?reportTypes=GET_MERCHANT_LISTINGS_ALL_DATA", token);
        using var listed = await bed.GetAsync($"{Reports}/schedules?reportTypes=GET_MERCHANT_LISTINGS_ALL_DATA", token);
        using var one = await bed.GetAsync($"{Reports}/schedules/{id}", token);
        using var cancelled = await bed.SendAsync(HttpMethod.Delete, AmazonWire.Api, $"{Reports}/schedules/{id}", token);
        using var gone = await bed.GetAsync($"{Reports}/schedules/{id}", token);

        Assert.Equal((201, 200, 404), ((int)made.StatusCode, (int)cancelled.StatusCode, (int)gone.StatusCode));
        Assert.Equal(2, (await reports.BodyAsync()).GetProperty("reports").GetArrayLength());
        var schedule = await one.BodyAsync();
        Assert.Equal(schedule.GetRawText(), (await listed.BodyAsync()).GetProperty("reportSchedules")[0].GetRawText());
        Assert.Equal("2026-11-02T08:15:00.000Z", schedule.GetProperty("nextReportCreationTime").GetString());
    }

    [Fact]
    public async Task Schedule_OfAnotherPeriod_IsRefused()
    {
        await using var bed = await AmazonBed.StartAsync();
        var wish = $$"""{"reportType":"GET_MERCHANT_LISTINGS_ALL_DATA","marketplaceIds":["{{Market}}"],"period":"PT7M"}""";
        using var answer = await bed.SendAsync(HttpMethod.Post, AmazonWire.Api, $"{Reports}/schedules", await bed.TokenAsync(), AmazonWire.Json(wish));

        Assert.Contains("period", (await answer.ErrorAsync()).Details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET_FLAT_FILE_OPEN_LISTINGS_DATA", "sku\tasin\tprice\tquantity\r\n")]
    [InlineData("GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL", "amazon-order-id\tmerchant-order-id\tpurchase-date\t")]
    public async Task Report_OfEachKind_HasItsColumns(string type, string begin)
    {
        await using var bed = await AmazonBed.StartAsync();
        var token = await bed.TokenAsync();
        using var made = await bed.SendAsync(HttpMethod.Post, AmazonWire.Api, $"{Reports}/reports", token, AmazonWire.Json($$"""{"reportType":"{{type}}","marketplaceIds":["{{Market}}"]}"""));
        var id = (await made.BodyAsync()).GetProperty("reportId").GetString();
        JsonElement report = default;
        await Eventually.TrueAsync(async () =>
        {
            using var state = await bed.GetAsync($"{Reports}/reports/{id}", token);
            report = await state.BodyAsync();
            return report.GetProperty("processingStatus").GetString() == "DONE";
        });
        using var described = await bed.GetAsync($"{Reports}/documents/{report.GetProperty("reportDocumentId").GetString()}", token);
        var link = new Uri((await described.BodyAsync()).GetProperty("url").GetString()!);
        using var document = await bed.SendAsync(HttpMethod.Get, link.Host, link.PathAndQuery);
        await using var text = new GZipStream(await document.Content.ReadAsStreamAsync(), CompressionMode.Decompress);

        Assert.StartsWith(begin, await new StreamReader(text).ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_OfAReport_AnswersWithSomethingThatClientsCanRead()
    {
        await using var bed = await AmazonBed.StartAsync();
        var token = await bed.TokenAsync();
        using var made = await bed.SendAsync(HttpMethod.Post, AmazonWire.Api, $"{Reports}/reports", token, AmazonWire.Json($$"""{"reportType":"GET_MERCHANT_LISTINGS_ALL_DATA","marketplaceIds":["{{Market}}"]}"""));
        using var cancelled = await bed.SendAsync(HttpMethod.Delete, AmazonWire.Api, $"{Reports}/reports/{(await made.BodyAsync()).GetProperty("reportId").GetString()}", token);

        Assert.Equal((200, JsonValueKind.Object), ((int)cancelled.StatusCode, (await cancelled.BodyAsync()).ValueKind));
    }

    [Fact]
    public async Task Definition_OfAProductType_LinksToItsSchema()
    {
        await using var bed = await AmazonBed.StartAsync();
        var token = await bed.TokenAsync();
        using var found = await bed.GetAsync($"{Definitions}?marketplaceIds={Market}", token);
        var type = (await found.BodyAsync()).GetProperty("productTypes")[0].GetProperty("name").GetString();
        using var answer = await bed.GetAsync($"{Definitions}/{type}?marketplaceIds={Market}&requirements=LISTING_OFFER_ONLY", token);
        var schema = (await answer.BodyAsync()).GetProperty("schema");

        var link = new Uri(schema.GetProperty("link").GetProperty("resource").GetString()!);
        using var document = await bed.SendAsync(HttpMethod.Get, link.Host, link.PathAndQuery);
        var bytes = await document.Content.ReadAsByteArrayAsync();

        // The contract has the checksum as MD5; it guards against damage, not against people.
#pragma warning disable CA5351
        Assert.Equal(schema.GetProperty("checksum").GetString(), Convert.ToBase64String(MD5.HashData(bytes)));
#pragma warning restore CA5351
        Assert.True(JsonDocument.Parse(bytes).RootElement.GetProperty("properties").TryGetProperty("fulfillment_availability", out _));
        using var unknown = await bed.GetAsync($"{Definitions}/NOTHING?marketplaceIds={Market}", token);
        Assert.Equal(404, (int)unknown.StatusCode);
    }

    [Fact]
    public async Task Inputs_OfAService_AreNone()
    {
        await using var bed = await AmazonBed.StartAsync();
        var order = bed.Amazon.CreateOrders(1, null, 1)[0];
        const string From = """{"Name":"n","AddressLine1":"a","City":"Portland","PostalCode":"97201","CountryCode":"US","Email":"a@example.test","Phone":"1"}""";
        using var answer = await bed.SendAsync(
            HttpMethod.Post, AmazonWire.Api, "/mfn/v0/additionalSellerInputs", await bed.TokenAsync(), AmazonWire.Json($$"""{"ShippingServiceId":"UPS_PTP_GND","OrderId":"{{order}}","ShipFromAddress":{{From}} }"""));

        Assert.Equal(0, (await answer.BodyAsync()).GetProperty("payload").GetProperty("ShipmentLevelFields").GetArrayLength());
    }

    [Fact]
    public async Task PickUp_OfAnOrderThatIsSent_IsRefused()
    {
        await using var bed = await AmazonBed.StartAsync();
        var order = bed.Amazon.CreateOrders(1, null, 1)[0];
        using var answer = await bed.SendAsync(
            HttpMethod.Post, AmazonWire.Api, $"/orders/v0/orders/{order}/shipment", await bed.TokenAsync(), AmazonWire.Json($$"""{"marketplaceId":"{{Market}}","shipmentStatus":"ReadyForPickup"}"""));

        Assert.Equal((400, "InvalidInput"), ((int)answer.StatusCode, (await answer.ErrorAsync()).Code));
    }

    [Fact]
    public async Task Subscriptions_OfAKind_AreListed()
    {
        await using var bed = await AmazonBed.StartAsync(settings: new() { ["Platforms:Amazon:NotificationQueueArn"] = "arn:aws:sqs:us-east-1:000000000000:marketplace" });
        await bed.Platform.Subscriptions!.SubscribeAsync(await bed.ConnectAsync(), new Uri("http://localhost:5080/webhooks/amazon"), CancellationToken.None);
        var token = await bed.TokenAsync();

        using var some = await bed.GetAsync("/notifications/v1/subscriptions?notificationTypes=ORDER_CHANGE", token);
        using var none = await bed.GetAsync("/notifications/v1/subscriptions?notificationTypes=ORDER_CHANGE&payloadVersion=2.0", token);
        using var two = await bed.GetAsync("/notifications/v1/subscriptions?notificationTypes=ORDER_CHANGE,ANY_OFFER_CHANGED", token);

        Assert.Equal(1, (await some.BodyAsync()).GetProperty("payload").GetProperty("subscriptions").GetArrayLength());
        Assert.Equal(0, (await none.BodyAsync()).GetProperty("payload").GetProperty("subscriptions").GetArrayLength());
        Assert.Equal(400, (int)two.StatusCode);
    }
}
