using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Replacing;
using Marketplace.Core.Orders;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Fulfillment;

/// <summary>Parcels all the way to the marketplaces and back, over real HTTP.</summary>
public sealed class SandboxShippingTests
{
    [Theory]
    [InlineData("ebay")]
    [InlineData("amazon")]
    [InlineData("tiktok")]
    public async Task Ship_Order_IsConfirmedThere_TurnsShippedHere_AndStockFalls(string marketplace)
    {
        await using var bed = await ShippingBed.ConnectAsync(marketplace);
        var order = await bed.OrderAsync(2);
        var line = order.Lines.Single();
        var before = await bed.StockAsync(line);

        await ShipAsync(bed, order);

        var parcel = Assert.Single(await bed.ParcelsAsync(order));
        Assert.Equal(("9400100000000000000013", 2), (parcel.TrackingNumber, parcel.Lines.Values.Sum()));
        Assert.Equal(ShipmentState.Confirmed, Assert.Single(await bed.Room.ShipmentsAsync(order.Id)).State);
        Assert.Equal(OrderState.Shipped, (await bed.FindAsync(order.ExternalId)).State);
        Assert.Equal((before.OnHand - 2, before.Reserved - 2), await bed.StockAsync(line));
        Assert.Contains("9400100000000000000013", bed.Truth(order), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Ship_WhileTheMarketplaceFails_IsConfirmedExactlyOnce(string marketplace, FaultKind kind)
    {
        await using var bed = await ShippingBed.ConnectAsync(marketplace);
        var order = await bed.OrderAsync(1);
        bed.Fault(kind);

        await ShipAsync(bed, order);

        Assert.Equal(ShipmentState.Confirmed, Assert.Single(await bed.Room.ShipmentsAsync(order.Id)).State);
        Assert.Single(await bed.ParcelsAsync(order));
        Assert.Equal(OrderState.Shipped, (await bed.FindAsync(order.ExternalId)).State);
    }

    [Theory]
    [InlineData("amazon")]
    [InlineData("tiktok")]
    public async Task ChangeTracking_OfAToldParcel_ReplacesItsNumberThere(string marketplace)
    {
        await using var bed = await ShippingBed.ConnectAsync(marketplace);
        var order = await bed.OrderAsync(2);
        await ShipAsync(bed, order);

        await ChangeAsync(bed, order, "9400100000000000000020");

        Assert.Equal(("9400100000000000000020", ShipmentState.Confirmed), await NumberAsync(bed, order));
        var parcel = Assert.Single(await bed.ParcelsAsync(order));
        Assert.Equal(("9400100000000000000020", 2), (parcel.TrackingNumber, parcel.Lines.Values.Sum()));
        Assert.DoesNotContain("9400100000000000000013", bed.Truth(order), StringComparison.Ordinal);
        Assert.Equal(OrderState.Shipped, (await bed.FindAsync(order.ExternalId)).State);
    }

    [Theory]
    [InlineData("amazon", "confirmShipment", FaultKind.Reset)]
    [InlineData("amazon", "confirmShipment", FaultKind.Throttle)]
    [InlineData("tiktok", "UpdatePackageShippingInfo", FaultKind.Reset)]
    [InlineData("tiktok", "UpdatePackageShippingInfo", FaultKind.Throttle)]
    public async Task ChangeTracking_WhileTheMarketplaceFails_IsDoneOnce(string marketplace, string operation, FaultKind kind)
    {
        await using var bed = await ShippingBed.ConnectAsync(marketplace);
        var order = await bed.OrderAsync(1);
        await ShipAsync(bed, order);
        bed.Fault(operation, kind);

        await ChangeAsync(bed, order, "9400100000000000000020");

        Assert.Equal("9400100000000000000020", Assert.Single(await bed.ParcelsAsync(order)).TrackingNumber);
        Assert.Equal(("9400100000000000000020", ShipmentState.Confirmed), await NumberAsync(bed, order));
    }

    [Fact]
    public async Task ChangeTracking_AtTikTokASecondTime_IsRefusedBeforeItIsTried()
    {
        await using var bed = await ShippingBed.ConnectAsync("tiktok");
        var order = await bed.OrderAsync(1);
        await ShipAsync(bed, order);
        await ChangeAsync(bed, order, "9400100000000000000020");

        var parcel = Assert.Single(await bed.Room.ShipmentsAsync(order.Id));
        var verdict = await bed.Room.Get<TrackingChanges>().ChangeAsync(bed.Room.SellerId, parcel.Id, "9400100000000000000037", "", "ann", CancellationToken.None);

        Assert.Equal((ActionOutcome.Refused, "TikTok Shop lets a tracking number be changed once only. Ask its seller support."), (verdict.Outcome, verdict.Message));
    }

    [Fact]
    public async Task ChangeTracking_AtEbay_TellsNothingThere_AndSaysWhereToChangeIt()
    {
        await using var bed = await ShippingBed.ConnectAsync("ebay");
        var order = await bed.OrderAsync(1);
        await ShipAsync(bed, order);

        var verdict = await ChangeAsync(bed, order, "9400100000000000000020");

        Assert.Contains("Seller Hub", verdict.Message, StringComparison.Ordinal);
        Assert.Equal("9400100000000000000013", Assert.Single(await bed.ParcelsAsync(order)).TrackingNumber);
        Assert.Equal(("9400100000000000000013", ShipmentState.Confirmed), await NumberAsync(bed, order));
    }

    public static TheoryData<string, FaultKind> Faults => new(
        from marketplace in new[] { "ebay", "amazon", "tiktok" }
        from kind in new[] { FaultKind.Throttle, FaultKind.Error, FaultKind.Timeout, FaultKind.Reset, FaultKind.ExpiredToken, FaultKind.Ignored }
        select (marketplace, kind));

    private static async Task<ActionVerdict> ChangeAsync(ShippingBed bed, Order order, string number)
    {
        var parcel = Assert.Single(await bed.Room.ShipmentsAsync(order.Id));
        var verdict = await bed.Room.Get<TrackingChanges>().ChangeAsync(bed.Room.SellerId, parcel.Id, number, "", "ann", CancellationToken.None);
        Assert.Equal(ActionOutcome.Accepted, verdict.Outcome);
        await bed.Room.WorkAsync();
        return verdict;
    }

    private static async Task<(string Number, ShipmentState State)> NumberAsync(ShippingBed bed, Order order)
    {
        var parcel = Assert.Single(await bed.Room.ShipmentsAsync(order.Id));
        return (parcel.TrackingNumber, parcel.State);
    }

    private static async Task ShipAsync(ShippingBed bed, Order order)
    {
        var verdict = await bed.Room.ShipAsync(new ShipRequest(order.Id, "9400 1000 0000 0000 0000 13", ""));
        Assert.Equal((ShipOutcome.Accepted, null), (verdict.Outcome, verdict.Warning));
        await bed.Room.WorkAsync();
    }
}
