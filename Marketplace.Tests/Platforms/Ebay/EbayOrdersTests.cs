using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Faults;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Platforms.Ebay;

public sealed class EbayOrdersTests
{
    [Fact]
    public async Task List_NoTime_BringsEveryOpenOrderOnce()
    {
        await using var store = await EbayStore.ConnectAsync(new SandboxOptions { EnforceLimits = false, Listings = 40, Orders = 450 });

        var pages = await ReadAsync(store, null);

        Assert.Equal(3, pages.Count);
        Assert.Equal(450, pages.SelectMany(page => page.Items).Select(order => order.ExternalId).Distinct().Count());
        Assert.Empty(pages.SelectMany(page => page.Defects));
        Assert.All(pages, page => Assert.Equal(450, page.Total));
    }

    [Fact]
    public async Task List_OrdersLeaveTheWindowMeanwhile_SkipsNone()
    {
        await using var store = await EbayStore.ConnectAsync(new SandboxOptions { EnforceLimits = false, Listings = 40, Orders = 450 });
        var seen = new List<RemoteOrder>();

        await foreach (var page in store.Platform.Orders!.ListAsync(store.Connection, DateTimeOffset.UnixEpoch, CancellationToken.None))
        {
            if (seen.Count == 0)
            {
                foreach (var order in page.Items.Take(60))
                {
                    store.Market.ChangeOrder(order.ExternalId, cancelState: "IN_PROGRESS");
                }
            }

            seen.AddRange(page.Items);
        }

        Assert.Equal(450, seen.Select(order => order.ExternalId).Distinct().Count());
        Assert.Equal(450, seen.Count);
    }

    [Fact]
    public async Task List_ChangedSince_BringsWhatChangedWhateverItsAge()
    {
        await using var store = await EbayStore.ConnectAsync();
        var old = (await ReadAsync(store, null))[0].Items[0];
        var before = TimeProvider.System.GetUtcNow();
        store.Market.ChangeOrder(old.ExternalId, cancelState: "CANCELED");
        var made = store.Market.CreateOrders(2, null, 1);

        var changed = (await ReadAsync(store, before.AddSeconds(-1))).SelectMany(page => page.Items).ToList();

        Assert.Equal([old.ExternalId, .. made], changed.Select(order => order.ExternalId));
        Assert.Equal(RemoteOrderStatus.Cancelled, changed[0].Status);
    }

    [Fact]
    public async Task List_OurClockIsAhead_StillBringsWhatChanged()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(-5));
        await using var store = await EbayStore.ConnectAsync(time: clock);
        var made = store.Market.CreateOrders(2, null, 1);

        var changed = (await ReadAsync(store, clock.GetUtcNow().AddSeconds(-1))).SelectMany(page => page.Items);

        Assert.Equal(made, changed.Select(order => order.ExternalId));
    }

    [Fact]
    public async Task List_NewOrder_IsMappedWhole()
    {
        await using var store = await EbayStore.ConnectAsync();
        var listing = (await EbayListingsTests.ReadAsync(store)).SelectMany(page => page.Items).First(item => item.VariationTitle is not null);
        var id = store.Market.CreateOrders(1, listing.Sku, 2)[0];

        var order = (await store.Platform.Orders!.GetAsync(store.Connection, id, CancellationToken.None))!;

        var line = Assert.Single(order.Lines);
        Assert.Equal(RemoteOrderStatus.ReadyToShip, order.Status);
        Assert.Equal(listing.ExternalId, line.ExternalListingId);
        Assert.Equal(listing.Sku, line.Sku);
        Assert.Equal(2, line.Quantity);
        Assert.Equal(listing.Price, line.UnitPrice);
        Assert.Equal(listing.VariationTitle, line.VariationTitle);
        Assert.Equal(line.UnitPrice * 2, order.Subtotal);
        Assert.Equal(order.Subtotal + order.Shipping + order.Tax, order.Total);
        Assert.True(order.ShipBy > order.PlacedAt && order.DeliverBy > order.ShipBy && order.PaidAt >= order.PlacedAt);
        Assert.NotEmpty(order.Buyer!.AddressLines);
        Assert.Equal("US", order.Buyer.Country);
        Assert.DoesNotContain(order.Buyer.Name!, order.Buyer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PENDING", null, RemoteOrderStatus.Pending)]
    [InlineData("FAILED", null, RemoteOrderStatus.Pending)]
    [InlineData("PARTIALLY_REFUNDED", null, RemoteOrderStatus.ReadyToShip)]
    [InlineData("FULLY_REFUNDED", null, RemoteOrderStatus.Cancelled)]
    [InlineData("PAID", "CANCELED", RemoteOrderStatus.Cancelled)]
    public async Task Get_PaymentAndCancellation_DecideTheStatus(string payment, string? cancel, RemoteOrderStatus expected)
    {
        await using var store = await EbayStore.ConnectAsync();
        var id = store.Market.CreateOrders(1, null, 1)[0];
        store.Market.ChangeOrder(id, payment, cancel);

        var order = await store.Platform.Orders!.GetAsync(store.Connection, id, CancellationToken.None);

        Assert.Equal(expected, order!.Status);
    }

    [Fact]
    public async Task Get_BuyerAsksToCancel_ShowsIt()
    {
        await using var store = await EbayStore.ConnectAsync();
        var id = store.Market.CreateOrders(1, null, 1)[0];
        store.Market.ChangeOrder(id, cancelState: "IN_PROGRESS");

        var order = await store.Platform.Orders!.GetAsync(store.Connection, id, CancellationToken.None);

        Assert.True(order!.CancelRequested);
        Assert.Equal(RemoteOrderStatus.ReadyToShip, order.Status);
    }

    [Fact]
    public async Task List_ParcelForTheHub_CarriesTheHubsReference()
    {
        await using var store = await EbayStore.ConnectAsync();

        var orders = (await ReadAsync(store, null)).SelectMany(page => page.Items).ToList();

        var hub = Assert.Single(orders, order => order.Buyer!.ShipToReference is not null);
        Assert.Equal("KY", hub.Buyer!.State);
    }

    [Fact]
    public async Task Get_UnknownOrder_IsNull()
    {
        await using var store = await EbayStore.ConnectAsync();

        Assert.Null(await store.Platform.Orders!.GetAsync(store.Connection, "99-00000-00000", CancellationToken.None));
    }

    [Theory]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.Error)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.ExpiredToken)]
    public async Task List_PassingFault_StillBringsAll(FaultKind kind)
    {
        await using var store = await EbayStore.ConnectAsync();
        store.Fault("getOrders", kind);

        var pages = await ReadAsync(store, null);

        Assert.Equal(12, pages.Sum(page => page.Items.Count));
        Assert.Equal(kind == FaultKind.ExpiredToken ? 1 : 0, store.Tokens.Renewals);
    }

    [Fact]
    public async Task List_ErrorsWithoutEnd_AreReportedAsPassing()
    {
        await using var store = await EbayStore.ConnectAsync();
        store.Fault("getOrders", FaultKind.Error, 100);

        var failure = await Assert.ThrowsAsync<TransientException>(() => ReadAsync(store, null));

        Assert.Equal("30500", failure.RawCode);
        Assert.Equal("getOrders", failure.Operation);
    }

    [Fact]
    public async Task List_ConsentWithdrawn_NeedsReauthorization()
    {
        await using var store = await EbayStore.ConnectAsync();
        store.Market.Revoke();

        await Assert.ThrowsAsync<NeedsReauthorizationException>(() => ReadAsync(store, null));
    }

    internal static async Task<IReadOnlyList<RemotePage<RemoteOrder>>> ReadAsync(EbayStore store, DateTimeOffset? since, ConnectionContext? connection = null)
    {
        var pages = new List<RemotePage<RemoteOrder>>();
        await foreach (var page in store.Platform.Orders!.ListAsync(connection ?? store.Connection, since, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages;
    }
}
