using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Tests.Platforms.Ebay;

namespace Marketplace.Tests.Sandbox.Ebay;

/// <summary>Several sellers on one local eBay: each token sees its own store, and nobody else's.</summary>
public sealed class EbaySellersTests
{
    private const string British = "tern_and_co";

    [Fact]
    public async Task Consent_PageOffersEverySeller_AndTheTokenIsTheChosenOnes()
    {
        await using var store = await EbayStore.ConnectAsync();

        var british = await store.ConnectAlsoAsync(British, "EBAY_GB");

        Assert.Equal([store.Authorized.Name, British, "millrace_werkstatt"], ((ISandboxSellers)store.Market).Sellers);
        Assert.NotEqual(store.Connection.ExternalAccountId, british.ExternalAccountId);
        await store.Platform.Connect.CheckAsync(british, CancellationToken.None);
    }

    [Fact]
    public async Task Stores_OfTwoSellers_ShareNothing()
    {
        await using var store = await EbayStore.ConnectAsync();
        var british = await store.ConnectAlsoAsync(British, "EBAY_GB");

        var mine = (await EbayOrdersTests.ReadAsync(store, null))[0].Items;
        var theirs = (await EbayOrdersTests.ReadAsync(store, null, british))[0].Items;

        Assert.Empty(mine.Select(order => order.ExternalId).Intersect(theirs.Select(order => order.ExternalId)));
        Assert.Empty(mine.SelectMany(order => order.Lines).Select(line => line.ExternalListingId).Intersect(theirs.SelectMany(order => order.Lines).Select(line => line.ExternalListingId)));
        Assert.All(theirs, order => Assert.Equal("GBP", order.Total.Currency));
        Assert.Null(await store.Platform.Orders!.GetAsync(store.Connection, theirs[0].ExternalId, CancellationToken.None));
        var foreign = new ShipmentNotice
        {
            ExternalOrderId = theirs[0].ExternalId,
            PackageNumber = 1,
            TrackingNumber = "1Z999AA10123456784",
            CarrierName = "UPS",
            ShippedAt = theirs[0].PlacedAt,
            Lines = [new ShipmentNoticeLine(theirs[0].Lines[0].ExternalId, 1, null)],
        };
        Assert.Equal("32100", (await Assert.ThrowsAsync<RejectedException>(() => store.Platform.Shipments!.ConfirmAsync(store.Connection, foreign, CancellationToken.None))).RawCode);
    }

    [Fact]
    public async Task Orders_MadeForOneSeller_AreTheirsAlone()
    {
        await using var store = await EbayStore.ConnectAsync();
        var british = await store.ConnectAlsoAsync(British, "EBAY_GB");

        var id = store.Market.CreateOrders(British, 1, null, 1)[0];

        Assert.NotNull(await store.Platform.Orders!.GetAsync(british, id, CancellationToken.None));
        Assert.Null(await store.Platform.Orders.GetAsync(store.Connection, id, CancellationToken.None));
        Assert.Equal(1, JsonSerializer.SerializeToElement(store.Market.DescribeOrder(id)).GetProperty("lines").GetArrayLength());
    }

    [Fact]
    public async Task Revoke_OfOneSeller_LeavesTheOthersConnected()
    {
        await using var store = await EbayStore.ConnectAsync();
        var british = await store.ConnectAlsoAsync(British, "EBAY_GB");

        store.Market.Revoke(British);

        await Assert.ThrowsAsync<NeedsReauthorizationException>(() => store.Platform.Connect.CheckAsync(british, CancellationToken.None));
        await store.Platform.Connect.CheckAsync(store.Connection, CancellationToken.None);
    }

    [Fact]
    public async Task Notifications_OfTwoSellers_NameTheirOwn()
    {
        await using var store = await EbayStore.ConnectAsync(settings: EbayWebhooksTests.Settings);
        var british = await store.ConnectAlsoAsync(British, "EBAY_GB");
        await using var listener = await WebhookListener.StartAsync(store.Platform.Webhooks!);
        await store.Platform.Subscriptions!.SubscribeAsync(british, listener.Address, CancellationToken.None);

        store.Market.CreateOrders(1, null, 1);
        var id = store.Market.CreateOrders(British, 1, null, 1)[0];

        var (_, reading) = Assert.Single(await listener.WaitAsync(1));
        var signal = Assert.Single(reading.Signals);
        Assert.Equal((british.ExternalAccountId, id), (signal.ExternalAccountId, signal.ExternalId));
    }
}
