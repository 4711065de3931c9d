using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Ebay;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Faults;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Platforms.Ebay;

public sealed class EbayStockTests
{
    [Fact]
    public async Task Push_FortyListings_TakesTwoCallsAndAllFollow()
    {
        await using var store = await EbayStore.ConnectAsync();
        var changes = await ChangesAsync(store);

        var verdicts = await store.Platform.Stock!.PushAsync(store.Connection, changes, CancellationToken.None);

        Assert.All(verdicts, verdict => Assert.True(verdict.Accepted, verdict.Reason));
        Assert.Equal(changes.Select(change => change.Listing.ExternalId).Order(), verdicts.Select(verdict => verdict.ExternalId).Order());
        Assert.All(changes, change => Assert.Equal(change.Quantity, QuantityOf(store, change.Listing.Sku!)));
        Assert.Equal(2, store.Calls("bulkUpdatePriceQuantity"));
    }

    [Fact]
    public async Task Read_AfterAPush_ShowsWhatWasSet()
    {
        await using var store = await EbayStore.ConnectAsync();
        var changes = await ChangesAsync(store);
        await store.Platform.Stock!.PushAsync(store.Connection, changes, CancellationToken.None);

        var seen = await store.Platform.Stock.ReadAsync(
            store.Connection, [.. changes.Select(change => change.Listing), new ListingReference("gone", "NO-SUCH-SKU", null)], CancellationToken.None);

        Assert.Equal(changes.Select(change => (change.Listing.ExternalId, change.Quantity)), seen.Select(s => (s.ExternalId, s.Quantity)));
    }

    [Fact]
    public async Task Push_UnknownSku_IsRefusedAloneWithAdvice()
    {
        await using var store = await EbayStore.ConnectAsync();
        var changes = (await ChangesAsync(store)).Take(3).ToList();

        var verdicts = await store.Platform.Stock!.PushAsync(
            store.Connection, [.. changes, new StockChange(new ListingReference("gone", "NO-SUCH-SKU", null), 1), new StockChange(new ListingReference("bare", null, null), 1)], CancellationToken.None);

        Assert.Equal(3, verdicts.Count(verdict => verdict.Accepted));
        var gone = verdicts.Single(verdict => verdict.ExternalId == "gone");
        Assert.Equal("25702", gone.RawCode);
        Assert.False(gone.MayRetry);
        Assert.Contains("import the listings again", gone.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("no SKU", verdicts.Single(verdict => verdict.ExternalId == "bare").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_PartOfTheBatchFailsInPassing_SaysWhichAndThatItMayRetry()
    {
        await using var store = await EbayStore.ConnectAsync();
        var changes = (await ChangesAsync(store)).Take(10).ToList();
        store.Fault("bulkUpdatePriceQuantity", FaultKind.Partial);

        var verdicts = await store.Platform.Stock!.PushAsync(store.Connection, changes, CancellationToken.None);

        Assert.Equal(5, verdicts.Count(verdict => verdict is { Accepted: false, MayRetry: true, RawCode: "25001" }));
        foreach (var change in changes)
        {
            var accepted = verdicts.Single(verdict => verdict.ExternalId == change.Listing.ExternalId).Accepted;
            Assert.Equal(accepted, QuantityOf(store, change.Listing.Sku!) == change.Quantity);
        }
    }

    [Fact]
    public async Task Push_SilentlyDropped_ShowsInTheReadBack()
    {
        await using var store = await EbayStore.ConnectAsync();
        var change = (await ChangesAsync(store))[0];
        store.Fault("bulkUpdatePriceQuantity", FaultKind.Ignored);

        var verdict = Assert.Single(await store.Platform.Stock!.PushAsync(store.Connection, [change], CancellationToken.None));
        var seen = Assert.Single(await store.Platform.Stock.ReadAsync(store.Connection, [change.Listing], CancellationToken.None));

        Assert.True(verdict.Accepted);
        Assert.NotEqual(change.Quantity, seen.Quantity);
    }

    [Theory]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.Error)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.ExpiredToken)]
    public async Task Push_PassingFault_Succeeds(FaultKind kind)
    {
        await using var store = await EbayStore.ConnectAsync();
        var change = (await ChangesAsync(store))[0];
        store.Fault("bulkUpdatePriceQuantity", kind);

        var verdict = Assert.Single(await store.Platform.Stock!.PushAsync(store.Connection, [change], CancellationToken.None));

        Assert.True(verdict.Accepted);
        Assert.Equal(change.Quantity, QuantityOf(store, change.Listing.Sku!));
    }

    [Fact]
    public async Task Push_ListingChangedAllDay_KeepsTheLastChangesForZero()
    {
        await using var store = await EbayStore.ConnectAsync(new SandboxOptions { Listings = 3, Orders = 0 });
        var change = (await ChangesAsync(store))[0];
        for (var i = 0; i < EbayRevisionBudget.Usual; i++)
        {
            Assert.True((await store.Platform.Stock!.PushAsync(store.Connection, [change with { Quantity = i + 1 }], CancellationToken.None))[0].Accepted);
        }

        var over = Assert.Single(await store.Platform.Stock!.PushAsync(store.Connection, [change], CancellationToken.None));
        var zero = Assert.Single(await store.Platform.Stock.PushAsync(store.Connection, [change with { Quantity = 0 }], CancellationToken.None));

        Assert.Equal((false, true), (over.Accepted, over.MayRetry));
        Assert.Contains("250 changes", over.Reason, StringComparison.Ordinal);
        Assert.True(zero.Accepted);
        Assert.Equal(0, QuantityOf(store, change.Listing.Sku!));
    }

    [Fact]
    public void Budget_NextDay_StartsAfresh()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 10, 7, 0, 0, TimeSpan.Zero));
        var budget = new EbayRevisionBudget(clock);
        var store = Guid.NewGuid();
        var taken = Enumerable.Range(0, EbayRevisionBudget.Most + 5).Count(_ => budget.Take(store, "1", 0));

        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(EbayRevisionBudget.Most, taken);
        Assert.True(budget.Take(store, "1", 5));
    }

    [Fact]
    public async Task Sale_LowersTheListing()
    {
        await using var store = await EbayStore.ConnectAsync();
        var listing = (await EbayListingsTests.ReadAsync(store))[0].Items.First(item => item.Quantity > 3);

        store.Market.CreateOrders(1, listing.Sku, 3);

        Assert.Equal(listing.Quantity - 3, QuantityOf(store, listing.Sku!));
    }

    private static async Task<IReadOnlyList<StockChange>> ChangesAsync(EbayStore store) =>
        [.. (await EbayListingsTests.ReadAsync(store)).SelectMany(page => page.Items).Select((listing, i) => new StockChange(new ListingReference(listing.ExternalId, listing.Sku, listing.PlatformData), 100 + i))];

    private static int QuantityOf(EbayStore store, string sku) =>
        JsonSerializer.SerializeToElement(store.Market.DescribeListing(sku)).GetProperty("quantity").GetInt32();
}
