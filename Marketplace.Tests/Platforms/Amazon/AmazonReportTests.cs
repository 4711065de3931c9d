using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Amazon;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Amazon;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Platforms.Amazon;

public sealed class AmazonReportTests
{
    private static readonly Dictionary<string, string?> Quick = new() { ["Platforms:Amazon:PollSeconds"] = "0.1" };

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

    [Theory]
    [InlineData(null, null)]
    [InlineData("createReport", FaultKind.Error)]
    [InlineData("getReport", FaultKind.Reset)]
    [InlineData("downloadDocument", FaultKind.Reset)]
    public async Task List_BulkUploadOfOneMoment_IsCompletedByTheReport(string? operation, FaultKind? fault)
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Listings = 50, Orders = 0 }, Quick);
        ((AmazonSandbox)bed.Amazon).CreateListings(1_300);
        var connection = await bed.ConnectAsync();
        if (operation is not null)
        {
            bed.Faults.Arm("amazon", operation, fault!.Value, 1, null);
        }

        var listings = await AllAsync(bed, connection);
        Assert.Equal(1_350, listings.Select(l => l.ExternalId).Distinct().Count());
        Assert.Equal(1_350, listings.Count);
        Assert.All(listings, l => Assert.NotNull(l.Brand));
        Assert.Equal(1, bed.Calls("createReport", 202));
    }

    [Fact]
    public async Task List_UpToAThousand_NeedsNoReport()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Listings = 900, Orders = 0 }, Quick);
        Assert.Equal(900, (await AllAsync(bed, await bed.ConnectAsync())).Count);
        Assert.Equal((0, 45 + 1), (bed.Calls("createReport"), bed.Calls("searchListingsItems", 200)));
    }

    [Fact]
    public void Table_ReadsByName_AndTakesQuotesAsData()
    {
        var rows = AmazonTable.Read("\uFEFFitem-name\tseller-sku\tquantity\r\n6\" pot\tA-1\t3\r\n\r\n\"odd\t B 2\r\n").ToList();
        Assert.Equal(["A-1", " B 2"], rows.Select(r => r["seller-sku"]));
        Assert.Equal("6\" pot", rows[0]["item-name"]);
        Assert.False(rows[1].ContainsKey("quantity"));
    }
}
