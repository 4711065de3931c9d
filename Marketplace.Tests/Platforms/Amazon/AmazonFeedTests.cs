using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Amazon;
using Marketplace.Core.Platforms.Amazon.Wire;
using Marketplace.Sandbox;
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

    private static int QuantityOf(AmazonBed bed, StockChange change) => Describe(bed, change.Listing.Sku!).GetProperty("quantity").GetInt32();

    /// <summary>Hands changes over and waits for what Amazon refuses of them.</summary>
    private static async Task<IReadOnlyList<StockVerdict>> RefusedAsync(AmazonBed bed, ConnectionContext connection, List<StockChange> changes)
    {
        var verdicts = await bed.Platform.Stock!.PushAsync(connection, changes, CancellationToken.None);
        var ticket = Assert.Single(verdicts.Select(v => v.Ticket).Distinct());
        Assert.Equal(changes.Count, verdicts.Count);
        IReadOnlyList<StockVerdict>? refused = null;
        await Eventually.TrueAsync(async () =>
            (refused = await ((IStockOutcomes)bed.Platform.Stock).OutcomeAsync(connection, ticket!, [.. changes.Select(c => c.Listing)], CancellationToken.None)) is not null);
        return refused!;
    }

    [Fact]
    public async Task Push_Many_IsHandedOverInOneFeedAndAnsweredAtOnce()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Amazon = { FeedSeconds = 3600 } }, FeedsPreferred);
        var verdicts = await bed.Platform.Stock!.PushAsync(await bed.ConnectAsync(), Changes(58, 41), CancellationToken.None);
        Assert.All(verdicts, v => Assert.Equal((false, true), (v.Accepted, v.Ticket is not null)));
        Assert.Equal((1, 0, 0), (bed.Calls("createFeed", 202), bed.Calls("getFeed"), bed.Calls("patchListingsItem")));
    }

    [Fact]
    public async Task Outcome_OfAFeed_SetsEveryQuantityAndKeepsHandlingTimes()
    {
        await using var bed = await AmazonBed.StartAsync(settings: FeedsPreferred);
        var changes = Changes(58, 41);
        Assert.Empty(await RefusedAsync(bed, await bed.ConnectAsync(), changes));

        Assert.Equal((1, 1, 0), (bed.Calls("createFeed", 202), bed.Calls("getFeedDocument", 200), bed.Calls("patchListingsItem")));
        Assert.All(changes, c => Assert.Equal((41, 2), (QuantityOf(bed, c), Describe(bed, c.Listing.Sku!).GetProperty("leadTimeDays").GetInt32())));
    }

    [Fact]
    public async Task Push_Few_GoesByCalls()
    {
        await using var bed = await AmazonBed.StartAsync(settings: FeedsPreferred);
        await bed.Platform.Stock!.PushAsync(await bed.ConnectAsync(), Changes(4, 9), CancellationToken.None);
        Assert.Equal((0, 4), (bed.Calls("createFeed"), bed.Calls("patchListingsItem", 200)));
    }

    [Fact]
    public async Task Push_MoreCallsThanSomeSecondsTake_SendsTheMostUrgentAndDefersTheRest()
    {
        await using var bed = await AmazonBed.StartAsync(settings: new() { ["Platforms:Http:RateFactor"] = "1" });
        var connection = await bed.ConnectAsync();
        var changes = Changes(59, 30);

        var verdicts = await bed.Platform.Stock!.PushAsync(connection, [.. changes.Concat(changes), .. changes], CancellationToken.None);

        Assert.Equal(0, bed.Calls("createFeed"));
        Assert.InRange(verdicts.Count(v => v.Accepted), 4, 60);
        Assert.Equal(177, verdicts.Count(v => v.Accepted) + verdicts.Count(v => v.Deferred));
        Assert.Contains(verdicts, v => v.Accepted && v.ExternalId == changes[0].Listing.ExternalId);
    }

    [Fact]
    public async Task Outcome_FeedWithBadRows_BlamesTheRightOnes()
    {
        await using var bed = await AmazonBed.StartAsync(settings: FeedsPreferred);
        var changes = Changes(40, 8);
        changes[17] = new StockChange(new ListingReference("ATVPDKIKX0DER:GONE", "GONE", """{"marketplaceId":"ATVPDKIKX0DER","sku":"GONE","productType":"PRODUCT"}"""), 8);
        var refused = Assert.Single(await RefusedAsync(bed, await bed.ConnectAsync(), changes));
        Assert.Equal(("ATVPDKIKX0DER:GONE", "8541", false), (refused.ExternalId, refused.RawCode, refused.MayRetry));
    }

    [Theory]
    [InlineData(FaultKind.Partial, 20)]
    [InlineData(FaultKind.Ignored, 0)]
    public async Task Outcome_FeedUnderFault_FollowsTheReport(FaultKind fault, int refused)
    {
        await using var bed = await AmazonBed.StartAsync(settings: FeedsPreferred);
        var connection = await bed.ConnectAsync();
        bed.Faults.Arm("amazon", "createFeed", fault, 1, null);
        var changes = Changes(40, 77);

        Assert.Equal(refused, (await RefusedAsync(bed, connection, changes)).Count);
        Assert.Equal(fault == FaultKind.Partial ? 20 : 0, changes.Count(c => QuantityOf(bed, c) == 77));
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
        var changes = Changes(40, 12);
        Assert.Empty(await RefusedAsync(bed, connection, changes));
        Assert.All(changes, c => Assert.Equal(12, QuantityOf(bed, c)));
        Assert.Contains(bed.Log.Calls, c => c.Operation == operation && c.Fault is not null);
    }

    [Fact]
    public async Task Outcome_FeedThrownAway_IsRejectedAndSingleCallsAreTrustedMore()
    {
        await using var bed = await AmazonBed.StartAsync(settings: FeedsPreferred);
        var connection = await bed.ConnectAsync();
        var stranger = connection with { ExternalAccountId = "ANOTHER" };
        var changes = Changes(40, 5);
        var ticket = (await bed.Platform.Stock!.PushAsync(stranger, changes, CancellationToken.None))[0].Ticket!;
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                return await ((IStockOutcomes)bed.Platform.Stock).OutcomeAsync(connection, ticket, [], CancellationToken.None) is not null;
            }
            catch (RejectedException exception)
            {
                return exception.RawCode == "4002005";
            }
        });

        await bed.Platform.Stock.PushAsync(connection, changes[..8], CancellationToken.None);
        Assert.Equal(1, bed.Calls("createFeed", 202));
        Assert.Equal(8, bed.Calls("patchListingsItem", 200));
    }

    [Fact]
    public void Judge_NothingProcessed_RejectsTheWhole()
    {
        var report = new AmazonFeedReportWire([new AmazonFeedIssueWire(null, "4002005", "ERROR", "Attribute 'Merchant' is required, but not present.")], new AmazonFeedSummaryWire(0, 0, 0));
        var refused = Assert.Throws<RejectedException>(() => AmazonListingsFeed.Judge([Changes(1, 1)[0].Listing], new AmazonFeedWire("1", "DONE", "d"), report));
        Assert.Equal("4002005", refused.RawCode);
    }

    [Theory]
    [InlineData("text/plain; charset=Cp1252", "windows-1252")]
    [InlineData("text/plain;charset=UTF-8", "utf-8")]
    [InlineData("text/plain; charset=Windows-31J", "shift_jis")]
    [InlineData(null, "utf-8")]
    public void Charset_AmazonsNames_AreUnderstood(string? contentType, string name) => Assert.Equal(name, AmazonDocuments.CharsetOf(contentType).WebName);
}
