using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Amazon;
using Marketplace.Core.Platforms.Amazon.Wire;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Tests.Platforms.Amazon;

public sealed class AmazonFeedTests
{
    // At the real rate fifty single calls take nine seconds; a feed that is believed to take one is sooner.
    private static readonly Dictionary<string, string?> FeedsPreferred = new()
    {
        ["Platforms:Http:RateFactor"] = "1",
        ["Platforms:Amazon:FeedSeconds"] = "1",
        ["Platforms:Amazon:PollSeconds"] = "0.1",
    };

    private static List<StockChange> Changes(int count, int quantity) =>
        [.. SampleCatalog.Items(42, count).Select(i => new StockChange(new ListingReference($"ATVPDKIKX0DER:{i.Sku}", i.Sku, JsonSerializer.Serialize(new { marketplaceId = "ATVPDKIKX0DER", sku = i.Sku, productType = "PRODUCT" })), quantity))];

    private static JsonElement Describe(AmazonBed bed, string sku) => JsonSerializer.SerializeToElement(bed.Amazon.DescribeListing(sku));

    [Fact]
    public async Task Push_Many_GoesInOneFeed()
    {
        await using var bed = await AmazonBed.StartAsync(settings: FeedsPreferred);
        var changes = Changes(58, 41);
        var verdicts = await bed.Platform.Stock!.PushAsync(await bed.ConnectAsync(), changes, CancellationToken.None);

        Assert.Equal(58, verdicts.Count(v => v.Accepted));
        Assert.Equal((1, 1, 0), (bed.Calls("createFeed", 202), bed.Calls("getFeedDocument", 200), bed.Calls("patchListingsItem")));
        Assert.All(changes, c =>
        {
            Assert.Equal(41, Describe(bed, c.Listing.Sku!).GetProperty("quantity").GetInt32());
            Assert.Equal(2, Describe(bed, c.Listing.Sku!).GetProperty("leadTimeDays").GetInt32());
        });
    }

    [Fact]
    public async Task Push_Few_GoesByCalls()
    {
        await using var bed = await AmazonBed.StartAsync(settings: FeedsPreferred);
        await bed.Platform.Stock!.PushAsync(await bed.ConnectAsync(), Changes(4, 9), CancellationToken.None);
        Assert.Equal((0, 4), (bed.Calls("createFeed"), bed.Calls("patchListingsItem", 200)));
    }

    [Fact]
    public async Task Push_FeedWithBadRows_BlamesTheRightOnes()
    {
        await using var bed = await AmazonBed.StartAsync(settings: FeedsPreferred);
        var changes = Changes(40, 8);
        changes[17] = new StockChange(new ListingReference("ATVPDKIKX0DER:GONE", "GONE", """{"marketplaceId":"ATVPDKIKX0DER","sku":"GONE","productType":"PRODUCT"}"""), 8);
        var verdicts = await bed.Platform.Stock!.PushAsync(await bed.ConnectAsync(), changes, CancellationToken.None);

        var refused = Assert.Single(verdicts, v => !v.Accepted);
        Assert.Equal(("ATVPDKIKX0DER:GONE", "8541", false), (refused.ExternalId, refused.RawCode, refused.MayRetry));
    }

    [Theory]
    [InlineData(FaultKind.Partial, 20)]
    [InlineData(FaultKind.Ignored, 40)]
    public async Task Push_FeedUnderFault_VerdictsFollowTheReport(FaultKind fault, int accepted)
    {
        await using var bed = await AmazonBed.StartAsync(settings: FeedsPreferred);
        var connection = await bed.ConnectAsync();
        bed.Faults.Arm("amazon", "createFeed", fault, 1, null);
        var verdicts = await bed.Platform.Stock!.PushAsync(connection, Changes(40, 77), CancellationToken.None);

        Assert.Equal(accepted, verdicts.Count(v => v.Accepted));
        Assert.Equal(fault == FaultKind.Partial ? 20 : 0, Changes(40, 0).Count(c => Describe(bed, c.Listing.Sku!).GetProperty("quantity").GetInt32() == 77));
    }

    [Theory]
    [InlineData("createFeedDocument", FaultKind.Error)]
    [InlineData("uploadDocument", FaultKind.Error)]
    [InlineData("uploadDocument", FaultKind.Reset)]
    [InlineData("getFeed", FaultKind.ExpiredToken)]
    [InlineData("getFeedDocument", FaultKind.Reset)]
    [InlineData("downloadDocument", FaultKind.Error)]
    public async Task Push_FaultOnAnyStep_IsOvercome(string operation, FaultKind fault)
    {
        await using var bed = await AmazonBed.StartAsync(settings: FeedsPreferred);
        var connection = await bed.ConnectAsync();
        bed.Faults.Arm("amazon", operation, fault, 1, null);
        var verdicts = await bed.Platform.Stock!.PushAsync(connection, Changes(40, 12), CancellationToken.None);
        Assert.All(verdicts, v => Assert.True(v.Accepted, v.Reason));
        Assert.Contains(bed.Log.Calls, c => c.Operation == operation && c.Fault is not null);
    }

    [Fact]
    public async Task Push_WhileAFeedIsUnfinished_LeavesItsListingsAlone()
    {
        var settings = new Dictionary<string, string?>(FeedsPreferred) { ["Platforms:Amazon:PatienceMinutes"] = "0.0001" };
        await using var bed = await AmazonBed.StartAsync(new() { EnforceLimits = false, LagSeconds = 2 }, settings);
        var connection = await bed.ConnectAsync();
        var first = await bed.Platform.Stock!.PushAsync(connection, Changes(40, 5), CancellationToken.None);
        Assert.All(first, v => Assert.True(!v.Accepted && v.MayRetry));

        var second = await bed.Platform.Stock.PushAsync(connection, Changes(1, 6), CancellationToken.None);
        Assert.Contains("still works on a feed", Assert.Single(second).Reason, StringComparison.Ordinal);
        Assert.Equal(0, bed.Calls("patchListingsItem"));
        await Eventually.TrueAsync(async () => (await bed.Platform.Stock.PushAsync(connection, Changes(1, 6), CancellationToken.None))[0].Accepted);
    }

    [Fact]
    public void Judge_NothingProcessed_RefusesEveryRow()
    {
        var change = Changes(1, 1)[0];
        var report = new AmazonFeedReportWire([new AmazonFeedIssueWire(null, "4002005", "ERROR", "Attribute 'Merchant' is required, but not present.")], new AmazonFeedSummaryWire(0, 0, 0));
        var verdict = Assert.Single(AmazonListingsFeed.Judge([(change, new AmazonListingData("M", "S", "P"))], new AmazonFeedWire("1", "DONE", "d"), report));
        Assert.Equal((false, "4002005"), (verdict.Accepted, verdict.RawCode));
    }

    [Theory]
    [InlineData("text/plain; charset=Cp1252", "windows-1252")]
    [InlineData("text/plain;charset=UTF-8", "utf-8")]
    [InlineData("text/plain; charset=Windows-31J", "shift_jis")]
    [InlineData(null, "utf-8")]
    public void Charset_AmazonsNames_AreUnderstood(string? contentType, string name) => Assert.Equal(name, AmazonDocuments.CharsetOf(contentType).WebName);
}
