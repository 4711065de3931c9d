using System.Net;
using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.SampleData;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Platforms.Amazon;

public sealed class AmazonStockTests
{
    private static readonly string First = SampleCatalog.Items(42, 1)[0].Sku;

    private static StockChange Change(string sku, int quantity) =>
        new(new ListingReference($"ATVPDKIKX0DER:{sku}", sku, $$"""{"marketplaceId":"ATVPDKIKX0DER","sku":{{JsonSerializer.Serialize(sku)}},"productType":"DRINKWARE"}"""), quantity);

    private static JsonElement Describe(AmazonBed bed, string sku) => JsonSerializer.SerializeToElement(bed.Amazon.DescribeListing(sku));

    [Fact]
    public async Task Push_SetsQuantity_AndKeepsHandlingTime()
    {
        await using var bed = await AmazonBed.StartAsync();
        var verdict = Assert.Single(await bed.Platform.Stock!.PushAsync(await bed.ConnectAsync(), [Change(First, 17)], CancellationToken.None));

        Assert.True(verdict.Accepted);
        var listing = Describe(bed, First);
        Assert.Equal(17, listing.GetProperty("quantity").GetInt32());
        Assert.Equal(2, listing.GetProperty("leadTimeDays").GetInt32());
        Assert.StartsWith("patch ", listing.GetProperty("changes").EnumerateArray().Last().GetProperty("cause").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_Http200Invalid_IsARejectionWithAmazonsWords()
    {
        await using var bed = await AmazonBed.StartAsync();
        var verdict = Assert.Single(await bed.Platform.Stock!.PushAsync(await bed.ConnectAsync(), [Change(First + "-FBA", 3)], CancellationToken.None));

        Assert.False(verdict.Accepted);
        Assert.False(verdict.MayRetry);
        Assert.Equal("90111", verdict.RawCode);
        Assert.Contains("another channel", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(1, bed.Calls("patchListingsItem", 200));
    }

    [Fact]
    public async Task Push_UnknownSku_SpoilsNoOther()
    {
        await using var bed = await AmazonBed.StartAsync();
        var verdicts = await bed.Platform.Stock!.PushAsync(await bed.ConnectAsync(), [Change("NO/SUCH SKU", 1), Change(First, 5)], CancellationToken.None);

        var refused = Assert.Single(verdicts, v => !v.Accepted);
        Assert.Equal("400 BAD_REQUEST", refused.RawCode);
        Assert.Contains("'NO/SUCH SKU'", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(5, Describe(bed, First).GetProperty("quantity").GetInt32());
    }

    [Theory]
    [InlineData(FaultKind.Partial, false)]
    [InlineData(FaultKind.Ignored, true)]
    public async Task Push_NotCarriedOut_ShowsInReadBack(FaultKind fault, bool accepted)
    {
        await using var bed = await AmazonBed.StartAsync();
        var connection = await bed.ConnectAsync();
        var before = Describe(bed, First).GetProperty("quantity").GetInt32();
        bed.Faults.Arm("amazon", "patchListingsItem", fault, 1, null);

        var verdict = Assert.Single(await bed.Platform.Stock!.PushAsync(connection, [Change(First, before + 1)], CancellationToken.None));
        var seen = Assert.Single(await bed.Platform.Stock.ReadAsync(connection, [Change(First, 0).Listing], CancellationToken.None));
        Assert.Equal(accepted, verdict.Accepted);
        Assert.Equal(before, seen.Quantity);
    }

    [Theory]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.Error)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.ExpiredToken)]
    public async Task Push_PassingFault_IsOvercome(FaultKind fault)
    {
        await using var bed = await AmazonBed.StartAsync();
        var connection = await bed.ConnectAsync();
        bed.Faults.Arm("amazon", "patchListingsItem", fault, 1, null);
        Assert.True(Assert.Single(await bed.Platform.Stock!.PushAsync(connection, [Change(First, 23)], CancellationToken.None)).Accepted);
        Assert.Equal(23, Describe(bed, First).GetProperty("quantity").GetInt32());
    }

    [Fact]
    public async Task Read_WithLag_ShowsTheOldUntilItIsApplied()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, LagSeconds = 1 });
        var connection = await bed.ConnectAsync();
        await bed.Platform.Stock!.PushAsync(connection, [Change(First, 1234)], CancellationToken.None);

        Assert.NotEqual(1234, Assert.Single(await bed.Platform.Stock.ReadAsync(connection, [Change(First, 0).Listing], CancellationToken.None)).Quantity);
        var until = TimeProvider.System.GetUtcNow().AddSeconds(10);
        var quantity = 0;
        while (quantity != 1234 && TimeProvider.System.GetUtcNow() < until)
        {
            await Task.Delay(100);
            quantity = (await bed.Platform.Stock.ReadAsync(connection, [Change(First, 0).Listing], CancellationToken.None))[0].Quantity;
        }

        Assert.Equal(1234, quantity);
    }

    [Fact]
    public async Task Read_ManyAndUnknown_AsksTwentyAtATime()
    {
        await using var bed = await AmazonBed.StartAsync();
        var listings = SampleCatalog.Items(42, 58).Select(i => Change(i.Sku, 0).Listing).Append(Change("NONE", 0).Listing).ToList();
        var seen = await bed.Platform.Stock!.ReadAsync(await bed.ConnectAsync(), listings, CancellationToken.None);
        Assert.Equal(58, seen.Count);
        Assert.Equal(3, bed.Calls("searchListingsItems", 200) - 1);
    }

    [Theory]
    [InlineData("a/b c")]
    [InlineData("50%&#|(x)!'*")]
    [InlineData("ＦＵＬＬ幅+plus")]
    [InlineData("a,b")]
    public async Task Sku_WithOddCharacters_IsEncodedOnceOnTheWire(string sku)
    {
        var (targets, bodies) = (new List<string>(), new List<string>());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(async http =>
        {
            targets.Add(http.Features.Get<IHttpRequestFeature>()!.RawTarget);
            bodies.Add(await new StreamReader(http.Request.Body).ReadToEndAsync());
            await http.Response.WriteAsJsonAsync(new { sku, status = "ACCEPTED", submissionId = "1" });
        });
        await app.StartAsync();
        await using var bed = await AmazonBed.StartAsync(settings: new() { ["Platforms:Http:RedirectTo"] = app.Urls.First() });
        var connection = new ConnectionContext
        {
            ConnectionId = Guid.NewGuid(),
            Marketplace = bed.Platform.Key,
            ExternalAccountId = "A1",
            Region = "NA",
            PlatformData = """{"marketplaceIds":["ATVPDKIKX0DER"]}""",
            Tokens = new AmazonTestTokens(bed.Platform.Connect, new TokenSet("Atza|x", default, "r", null), "NA"),
        };

        Assert.True(Assert.Single(await bed.Platform.Stock!.PushAsync(connection, [Change(sku, 3)], CancellationToken.None)).Accepted);
        var segment = targets[0].Split('?')[0].Split('/')[^1];
        Assert.Equal(sku, WebUtility.UrlDecode(segment.Replace("+", "%2B", StringComparison.Ordinal)));
        Assert.DoesNotContain(segment, c => !(char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' or '%'));
        Assert.Equal("""{"productType":"DRINKWARE","patches":[{"op":"merge","path":"/attributes/fulfillment_availability","value":[{"fulfillment_channel_code":"DEFAULT","quantity":3}]}]}""", bodies[0]);
    }
}
