using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Platforms.Amazon;

/// <summary>Goods that Amazon holds and ships itself.</summary>
public sealed class AmazonHeldStockTests
{
    [Fact]
    public async Task List_HeldByAmazon_ShowsWhatAmazonHolds()
    {
        await using var bed = await AmazonBed.StartAsync();
        var listings = await AllAsync(bed, await bed.ConnectAsync());

        var held = listings.Where(l => l.FulfilledByMarketplace).ToList();
        Assert.NotEmpty(held);
        Assert.All(held, l => Assert.Equal(JsonSerializer.SerializeToElement(bed.Amazon.DescribeListing(l.Sku!)).GetProperty("quantity").GetInt32(), l.Quantity));
        Assert.Equal(1, bed.Calls("getInventorySummaries", 200));
    }

    [Fact]
    public async Task List_RoleMissing_StillShowsTheListingsAndSaysWhatIsUnknown()
    {
        await using var bed = await AmazonBed.StartAsync();
        var connection = await bed.ConnectAsync();
        bed.Faults.Arm("amazon", "getInventorySummaries", FaultKind.Partial, 1, null);
        var listings = await AllAsync(bed, connection);
        Assert.All(listings.Where(l => l.FulfilledByMarketplace), l =>
        {
            Assert.Null(l.Quantity);
            Assert.Contains(l.Issues, issue => issue.StartsWith("How much Amazon holds cannot be shown.", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task List_WithoutAnyHeldByAmazon_AsksForNothing()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Listings = 5 });
        Assert.DoesNotContain(await AllAsync(bed, await bed.ConnectAsync()), l => l.FulfilledByMarketplace);
        Assert.Equal(0, bed.Calls("getInventorySummaries"));
    }

    private static async Task<List<RemoteListing>> AllAsync(AmazonBed bed, ConnectionContext connection)
    {
        var all = new List<RemoteListing>();
        await foreach (var page in bed.Platform.Listings!.ListAsync(connection, CancellationToken.None))
        {
            Assert.Empty(page.Defects);
            all.AddRange(page.Items);
        }

        return all;
    }
}
