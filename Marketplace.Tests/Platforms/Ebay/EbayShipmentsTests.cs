using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Platforms.Ebay;

public sealed class EbayShipmentsTests
{
    [Fact]
    public async Task Confirm_OneParcel_IsStoredAndReadBack()
    {
        await using var store = await EbayStore.ConnectAsync();
        var notice = await NoticeAsync(store);

        var receipt = await store.Platform.Shipments!.ConfirmAsync(store.Connection, notice, CancellationToken.None);

        var stored = Assert.Single(Stored(store, notice.ExternalOrderId));
        Assert.Equal("1Z999AA10123456784", stored.GetProperty("tracking").GetString());
        Assert.Equal("UPS", stored.GetProperty("carrier").GetString());
        Assert.Equal("1Z999AA10123456784", receipt.ExternalShipmentId);
        var seen = Assert.Single(await store.Platform.Shipments.ReadAsync(store.Connection, notice.ExternalOrderId, null, CancellationToken.None));
        Assert.Equal(notice.Lines.ToDictionary(line => line.ExternalLineId, line => line.Quantity), seen.Lines);
        Assert.Equal(RemoteOrderStatus.Shipped, (await store.Platform.Orders!.GetAsync(store.Connection, notice.ExternalOrderId, CancellationToken.None))!.Status);
    }

    [Fact]
    public async Task Confirm_SameParcelAgain_IsStoredOnce()
    {
        await using var store = await EbayStore.ConnectAsync();
        var notice = await NoticeAsync(store);

        await store.Platform.Shipments!.ConfirmAsync(store.Connection, notice, CancellationToken.None);
        var again = await store.Platform.Shipments.ConfirmAsync(store.Connection, notice, CancellationToken.None);

        Assert.Single(Stored(store, notice.ExternalOrderId));
        Assert.Equal("1Z999AA10123456784", again.ExternalShipmentId);
    }

    [Fact]
    public async Task Confirm_KnownToBeUnsent_TakesOneCall()
    {
        await using var store = await EbayStore.ConnectAsync();
        var notice = await NoticeAsync(store) with { KnownUnsent = true };

        await store.Platform.Shipments!.ConfirmAsync(store.Connection, notice, CancellationToken.None);

        Assert.Equal((1, 0), (store.Calls("createShippingFulfillment"), store.Calls("getShippingFulfillments")));
    }

    [Theory]
    [InlineData(FaultKind.Reset, true)]
    [InlineData(FaultKind.Reset, false)]
    [InlineData(FaultKind.Error, true)]
    [InlineData(FaultKind.Throttle, true)]
    [InlineData(FaultKind.ExpiredToken, true)]
    public async Task Confirm_FaultOnSending_IsStoredExactlyOnce(FaultKind kind, bool knownUnsent)
    {
        await using var store = await EbayStore.ConnectAsync();
        var notice = await NoticeAsync(store) with { KnownUnsent = knownUnsent };
        store.Fault("createShippingFulfillment", kind);

        await store.Platform.Shipments!.ConfirmAsync(store.Connection, notice, CancellationToken.None);

        Assert.Single(Stored(store, notice.ExternalOrderId));
    }

    [Fact]
    public async Task Confirm_SilentlyDropped_ShowsInTheReadBack()
    {
        await using var store = await EbayStore.ConnectAsync();
        var notice = await NoticeAsync(store);
        store.Fault("createShippingFulfillment", FaultKind.Ignored);

        await store.Platform.Shipments!.ConfirmAsync(store.Connection, notice, CancellationToken.None);

        Assert.Empty(await store.Platform.Shipments.ReadAsync(store.Connection, notice.ExternalOrderId, null, CancellationToken.None));
    }

    [Fact]
    public async Task Confirm_TwoParcelsOfOneOrder_AreBothStored()
    {
        await using var store = await EbayStore.ConnectAsync();
        var order = (await EbayOrdersTests.ReadAsync(store, null)).SelectMany(page => page.Items).First(known => known.Lines.Count == 2);
        var parcels = order.Lines.Select((line, i) => Notice(order, [line]) with { PackageNumber = i + 1, TrackingNumber = $"TRACK{i}" }).ToList();

        await store.Platform.Shipments!.ConfirmAsync(store.Connection, parcels[0], CancellationToken.None);
        var half = await store.Platform.Orders!.GetAsync(store.Connection, order.ExternalId, CancellationToken.None);
        await store.Platform.Shipments.ConfirmAsync(store.Connection, parcels[1], CancellationToken.None);

        Assert.Equal(RemoteOrderStatus.PartiallyShipped, half!.Status);
        Assert.Equal(["TRACK0", "TRACK1"], Stored(store, order.ExternalId).Select(shipment => shipment.GetProperty("tracking").GetString()!));
    }

    [Fact]
    public async Task Confirm_HyphenInTheNumber_IsRefusedWithAdvice()
    {
        await using var store = await EbayStore.ConnectAsync();
        var notice = await NoticeAsync(store) with { TrackingNumber = "1Z-999" };

        var failure = await Assert.ThrowsAsync<RejectedException>(() => store.Platform.Shipments!.ConfirmAsync(store.Connection, notice, CancellationToken.None));

        Assert.Equal("32300", failure.RawCode);
        Assert.Equal("trackingNumber", failure.Field);
        Assert.Contains("letters and digits only", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotMatch(store.Platform.Descriptor.Tracking.Pattern, notice.TrackingNumber);
    }

    [Theory]
    [InlineData(null, "Royal Mail", "RoyalMail")]
    [InlineData(null, "ups", "UPS")]
    [InlineData(null, "Pete's (local) Vans", "Petes local Vans")]
    [InlineData("FedEx", "whatever", "FedEx")]
    public async Task Confirm_CarrierByName_IsSentAsEbayWritesIt(string? code, string name, string sent)
    {
        await using var store = await EbayStore.ConnectAsync();
        var notice = await NoticeAsync(store) with { CarrierCode = code, CarrierName = name };

        await store.Platform.Shipments!.ConfirmAsync(store.Connection, notice, CancellationToken.None);

        Assert.Equal(sent, Assert.Single(Stored(store, notice.ExternalOrderId)).GetProperty("carrier").GetString());
    }

    [Fact]
    public async Task Carriers_FromSettings_AreAddedToTheUsualOnes()
    {
        await using var store = await EbayStore.ConnectAsync(settings: new Dictionary<string, string?> { ["Platforms:Ebay:Carriers:PetesVans"] = "Pete's Vans" });

        var carriers = await store.Platform.Shipments!.CarriersAsync(store.Connection, CancellationToken.None);

        Assert.Contains(new Carrier("PetesVans", "Pete's Vans"), carriers);
        Assert.Contains(carriers, carrier => carrier.Code == "USPS");
    }

    internal static async Task<ShipmentNotice> NoticeAsync(EbayStore store)
    {
        var order = (await EbayOrdersTests.ReadAsync(store, null)).SelectMany(page => page.Items).First();
        return Notice(order, order.Lines);
    }

    private static ShipmentNotice Notice(RemoteOrder order, IReadOnlyList<RemoteOrderLine> lines) => new()
    {
        ExternalOrderId = order.ExternalId,
        PackageNumber = 1,
        TrackingNumber = "1Z999AA10123456784",
        CarrierCode = "UPS",
        CarrierName = "UPS",
        ShippedAt = TimeProvider.System.GetUtcNow(),
        Lines = [.. lines.Select(line => new ShipmentNoticeLine(line.ExternalId, line.Quantity, line.PlatformData))],
    };

    private static List<JsonElement> Stored(EbayStore store, string orderId) =>
        [.. JsonSerializer.SerializeToElement(store.Market.DescribeOrder(orderId)).GetProperty("shipments").EnumerateArray()];
}
