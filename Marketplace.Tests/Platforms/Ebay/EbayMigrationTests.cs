using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Ebay;

namespace Marketplace.Tests.Platforms.Ebay;

public sealed class EbayMigrationTests
{
    [Fact]
    public async Task Migrate_ListingsMadeByHand_AreSeenByTheInventoryApiAfterwards()
    {
        await using var store = await ConnectAsync();
        var classic = await ClassicAsync(store);

        var verdicts = await store.Platform.Migration!.MigrateAsync(store.Connection, [.. classic.Where(store.Platform.Migration.CanMigrate)], CancellationToken.None);

        Assert.NotEmpty(verdicts);
        Assert.All(verdicts, verdict => Assert.True(verdict.Moved, verdict.Reason));
        var left = await ClassicAsync(store);
        Assert.Equal(classic.Count - verdicts.Count, left.Count);
        Assert.Equal(24, (await EbayListingsTests.ReadAsync(store)).Sum(page => page.Items.Count));
    }

    [Fact]
    public async Task Migrate_ListingWithoutASku_IsLeftWithAReason()
    {
        await using var store = await ConnectAsync();
        var without = (await ClassicAsync(store)).First(listing => listing.Sku is null);

        var verdict = Assert.Single(await store.Platform.Migration!.MigrateAsync(store.Connection, [without], CancellationToken.None));

        Assert.False(verdict.Moved);
        Assert.Contains("SKU", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(0, store.Calls("bulkMigrateListing"));
    }

    [Fact]
    public async Task Migrate_Again_SaysWhyNot()
    {
        await using var store = await ConnectAsync();
        var one = (await ClassicAsync(store)).First(store.Platform.Migration!.CanMigrate);
        await store.Platform.Migration.MigrateAsync(store.Connection, [one], CancellationToken.None);

        var again = Assert.Single(await store.Platform.Migration.MigrateAsync(store.Connection, [one], CancellationToken.None));

        Assert.Equal("25718", again.RawCode);
    }

    private static Task<EbayStore> ConnectAsync() =>
        EbayStore.ConnectAsync(new SandboxOptions { EnforceLimits = false, Listings = 10, Orders = 0, Ebay = new EbaySandboxOptions { ClassicListings = 14 } });

    private static async Task<List<ListingReference>> ClassicAsync(EbayStore store) =>
        [.. (await EbayListingsTests.ReadAsync(store)).SelectMany(page => page.Items)
            .Select(listing => new ListingReference(listing.ExternalId, listing.Sku, listing.PlatformData))
            .Where(listing => listing.PlatformData!.Contains("trading", StringComparison.Ordinal))];
}
