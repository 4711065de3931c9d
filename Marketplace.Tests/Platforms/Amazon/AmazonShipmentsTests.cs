using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Platforms.Amazon;

public sealed class AmazonShipmentsTests
{
    private static async Task<(ConnectionContext Connection, RemoteOrder Order)> SaleAsync(AmazonBed bed, int quantity = 1, string? sku = null)
    {
        var connection = await bed.ConnectAsync();
        var id = bed.Amazon.CreateOrders(1, sku, quantity)[0];
        return (connection, (await bed.Platform.Orders!.GetAsync(connection, id, CancellationToken.None))!);
    }

    private static ShipmentNotice Notice(RemoteOrder order, int package = 1, int? quantity = null, string tracking = "1Z999AA10123456784", string? code = "UPS") => new()
    {
        ExternalOrderId = order.ExternalId,
        OrderPlatformData = order.PlatformData,
        PackageNumber = package,
        TrackingNumber = tracking,
        CarrierCode = code,
        CarrierName = code ?? "Pigeon Post",
        ShippedAt = TimeProvider.System.GetUtcNow(),
        Lines = [.. order.Lines.Select(l => new ShipmentNoticeLine(l.ExternalId, quantity ?? l.Quantity, l.PlatformData))],
    };

    private static JsonElement Stored(AmazonBed bed, RemoteOrder order) => JsonSerializer.SerializeToElement(bed.Amazon.DescribeOrder(order.ExternalId));

    [Fact]
    public async Task Confirm_WholeOrder_IsShippedAndReadBack()
    {
        await using var bed = await AmazonBed.StartAsync();
        var (connection, order) = await SaleAsync(bed);
        var receipt = await bed.Platform.Shipments!.ConfirmAsync(connection, Notice(order), CancellationToken.None);

        Assert.Equal("1", receipt.ExternalShipmentId);
        var shipment = Assert.Single(await bed.Platform.Shipments.ReadAsync(connection, order.ExternalId, order.PlatformData, CancellationToken.None));
        Assert.Equal(("1Z999AA10123456784", "UPS"), (shipment.TrackingNumber, shipment.CarrierCode));
        Assert.Equal(1, shipment.Lines[order.Lines[0].ExternalId]);
        Assert.Equal(RemoteOrderStatus.Shipped, (await bed.Platform.Orders!.GetAsync(connection, order.ExternalId, CancellationToken.None))!.Status);
    }

    [Fact]
    public async Task Confirm_TwoParcels_GoesThroughPartiallyShipped()
    {
        await using var bed = await AmazonBed.StartAsync();
        var (connection, order) = await SaleAsync(bed, quantity: 3);
        await bed.Platform.Shipments!.ConfirmAsync(connection, Notice(order, 1, 1, "FIRST1"), CancellationToken.None);
        var partly = await bed.Platform.Orders!.GetAsync(connection, order.ExternalId, CancellationToken.None);
        Assert.Equal((RemoteOrderStatus.PartiallyShipped, 1), (partly!.Status, partly.Lines[0].QuantityShipped));

        await bed.Platform.Shipments.ConfirmAsync(connection, Notice(order, 2, 2, "SECOND2"), CancellationToken.None);
        Assert.Equal("SHIPPED", Stored(bed, order).GetProperty("status").GetString());
        Assert.Equal(2, Stored(bed, order).GetProperty("shipments").GetArrayLength());
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Error)]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.ExpiredToken)]
    public async Task Confirm_PassingFault_ShipsOnce(FaultKind fault)
    {
        await using var bed = await AmazonBed.StartAsync();
        var (connection, order) = await SaleAsync(bed);
        bed.Faults.Arm("amazon", "confirmShipment", fault, 1, null);
        await bed.Platform.Shipments!.ConfirmAsync(connection, Notice(order), CancellationToken.None);
        Assert.Equal(1, Stored(bed, order).GetProperty("shipments").GetArrayLength());
    }

    [Fact]
    public async Task Confirm_Again_ChangesTheSameParcel()
    {
        await using var bed = await AmazonBed.StartAsync();
        var (connection, order) = await SaleAsync(bed);
        await bed.Platform.Shipments!.ConfirmAsync(connection, Notice(order), CancellationToken.None);
        await bed.Platform.Shipments.ConfirmAsync(connection, Notice(order, tracking: "CORRECTED9"), CancellationToken.None);

        var shipment = Assert.Single(await bed.Platform.Shipments.ReadAsync(connection, order.ExternalId, order.PlatformData, CancellationToken.None));
        Assert.Equal("CORRECTED9", shipment.TrackingNumber);
    }

    [Fact]
    public async Task Confirm_DroppedSilently_IsSeenInReadBack()
    {
        await using var bed = await AmazonBed.StartAsync();
        var (connection, order) = await SaleAsync(bed);
        bed.Faults.Arm("amazon", "confirmShipment", FaultKind.Ignored, 1, null);
        await bed.Platform.Shipments!.ConfirmAsync(connection, Notice(order), CancellationToken.None);
        Assert.Empty(await bed.Platform.Shipments.ReadAsync(connection, order.ExternalId, order.PlatformData, CancellationToken.None));
    }

    [Fact]
    public async Task Confirm_OtherCarrier_GoesByName()
    {
        await using var bed = await AmazonBed.StartAsync();
        var (connection, order) = await SaleAsync(bed);
        await bed.Platform.Shipments!.ConfirmAsync(connection, Notice(order, code: null), CancellationToken.None);
        var stored = Stored(bed, order).GetProperty("shipments")[0];
        Assert.Equal(("Other", "Pigeon Post"), (stored.GetProperty("carrierCode").GetString(), stored.GetProperty("carrierName").GetString()));
    }

    [Fact]
    public async Task Confirm_AmazonsOwnOrder_IsRefusedWithoutACall()
    {
        await using var bed = await AmazonBed.StartAsync();
        var sku = Marketplace.Sandbox.SampleData.SampleCatalog.Items(42, 1)[0].Sku + "-FBA";
        var (connection, order) = await SaleAsync(bed, sku: sku);
        Assert.True(order.FulfilledByMarketplace);
        await Assert.ThrowsAsync<RejectedException>(() => bed.Platform.Shipments!.ConfirmAsync(connection, Notice(order), CancellationToken.None));
        Assert.Equal(0, bed.Calls("confirmShipment"));
    }

    [Fact]
    public async Task Confirm_UnknownLine_SaysWhatToDo()
    {
        await using var bed = await AmazonBed.StartAsync();
        var (connection, order) = await SaleAsync(bed);
        var wrong = Notice(order) with { Lines = [new ShipmentNoticeLine("1", 1, null)] };
        var failure = await Assert.ThrowsAsync<RejectedException>(() => bed.Platform.Shipments!.ConfirmAsync(connection, wrong, CancellationToken.None));
        Assert.Contains("OrderItemId is invalid", failure.Message, StringComparison.Ordinal);
        Assert.Equal("400 InvalidInput", failure.RawCode);
        Assert.NotNull(failure.RequestId);
    }

    [Fact]
    public async Task Carriers_AllAreKnownToAmazon()
    {
        await using var bed = await AmazonBed.StartAsync();
        var connection = await bed.ConnectAsync();
        foreach (var carrier in await bed.Platform.Shipments!.CarriersAsync(connection, CancellationToken.None))
        {
            var id = bed.Amazon.CreateOrders(1, null, 1)[0];
            var order = (await bed.Platform.Orders!.GetAsync(connection, id, CancellationToken.None))!;
            await bed.Platform.Shipments.ConfirmAsync(connection, Notice(order, code: carrier.Code), CancellationToken.None);
            Assert.True(Stored(bed, order).GetProperty("status").GetString() == "SHIPPED", $"{carrier.Code} was dropped");
        }
    }
}
