using Marketplace.Core.Fulfillment;
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

    public static TheoryData<string, FaultKind> Faults => new(
        from marketplace in new[] { "ebay", "amazon", "tiktok" }
        from kind in new[] { FaultKind.Throttle, FaultKind.Error, FaultKind.Timeout, FaultKind.Reset, FaultKind.ExpiredToken, FaultKind.Ignored }
        select (marketplace, kind));

    private static async Task ShipAsync(ShippingBed bed, Order order)
    {
        var verdict = await bed.Room.ShipAsync(new ShipRequest(order.Id, "9400 1000 0000 0000 0000 13", ""));
        Assert.Equal((ShipOutcome.Accepted, null), (verdict.Outcome, verdict.Warning));
        await bed.Room.WorkAsync();
    }
}
