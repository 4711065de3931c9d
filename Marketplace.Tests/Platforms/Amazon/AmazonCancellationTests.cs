using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Amazon;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Amazon;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Platforms.Amazon;

public sealed class AmazonCancellationTests
{
    private static readonly Dictionary<string, string?> Quick = new() { ["Platforms:Amazon:PollSeconds"] = "0.1" };

    private static JsonElement Describe(AmazonBed bed, string order) => JsonSerializer.SerializeToElement(bed.Amazon.DescribeOrder(order));

    private static string StatusOf(AmazonBed bed, string order) => Describe(bed, order).GetProperty("status").GetString()!;

    [Fact]
    public async Task Cancel_WholeOrder_ReturnsOnceAmazonShowsIt()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, LagSeconds = 0.3 }, Quick);
        var connection = await bed.ConnectAsync();
        var order = bed.Amazon.CreateOrders(1, null, 2)[0];

        await bed.Platform.Cancellations!.CancelAsync(connection, new CancelRequest(order, CancelReason.OutOfStock, []), CancellationToken.None);

        Assert.Equal("CANCELLED", StatusOf(bed, order));
        Assert.Equal(RemoteOrderStatus.Cancelled, (await bed.Platform.Orders!.GetAsync(connection, order, CancellationToken.None))!.Status);
    }

    [Fact]
    public async Task Cancel_Twice_SendsOneFeed()
    {
        await using var bed = await AmazonBed.StartAsync(settings: Quick);
        var connection = await bed.ConnectAsync();
        var request = new CancelRequest(bed.Amazon.CreateOrders(1, null, 1)[0], CancelReason.PricingError, []);
        await bed.Platform.Cancellations!.CancelAsync(connection, request, CancellationToken.None);
        await bed.Platform.Cancellations.CancelAsync(connection, request, CancellationToken.None);
        Assert.Equal(1, bed.Calls("createFeed", 202));
    }

    [Fact]
    public async Task Cancel_OneLine_LeavesTheOtherToShip()
    {
        await using var bed = await AmazonBed.StartAsync(settings: Quick);
        var connection = await bed.ConnectAsync();
        var order = await OpenOrderAsync(bed, connection, o => o.Lines.Count == 2);
        var line = order.Lines[1];

        await bed.Platform.Cancellations!.CancelAsync(connection, new CancelRequest(order.ExternalId, CancelReason.OutOfStock, [new(line.ExternalId, line.Quantity, null)]), CancellationToken.None);

        var now = (await bed.Platform.Orders!.GetAsync(connection, order.ExternalId, CancellationToken.None))!;
        Assert.Equal((RemoteOrderStatus.ReadyToShip, order.Lines[0].Quantity, 0), (now.Status, now.Lines[0].Quantity, now.Lines[1].Quantity));
    }

    [Fact]
    public async Task Cancel_PartOfALine_IsRefusedBeforeAnythingIsSent()
    {
        await using var bed = await AmazonBed.StartAsync(settings: Quick);
        var connection = await bed.ConnectAsync();
        var id = bed.Amazon.CreateOrders(1, null, 2)[0];
        var order = (await bed.Platform.Orders!.GetAsync(connection, id, CancellationToken.None))!;
        var refused = await Assert.ThrowsAsync<RejectedException>(() => bed.Platform.Cancellations!.CancelAsync(
            connection, new CancelRequest(id, CancelReason.OutOfStock, [new(order.Lines[0].ExternalId, 1, null)]), CancellationToken.None));
        Assert.Equal("Quantity", refused.Field);
        Assert.Equal(0, bed.Calls("createFeed"));
    }

    [Fact]
    public async Task Cancel_ShippedPendingOrAmazonsOwn_SaysWhatToDoInstead()
    {
        await using var bed = await AmazonBed.StartAsync(settings: Quick);
        var connection = await bed.ConnectAsync();
        foreach (var (choose, word) in new (Func<RemoteOrder, bool>, string)[] { (o => o.Status == RemoteOrderStatus.Pending, "not paid"), (o => o.FulfilledByMarketplace, "ships it itself") })
        {
            var order = await OpenOrderAsync(bed, connection, choose);
            var refused = await Assert.ThrowsAsync<RejectedException>(() =>
                bed.Platform.Cancellations!.CancelAsync(connection, new CancelRequest(order.ExternalId, CancelReason.OutOfStock, []), CancellationToken.None));
            Assert.Contains(word, refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, bed.Calls("createFeed"));
    }

    [Fact]
    public async Task Cancel_RefusedByTheReport_IsRejectedWithAmazonsWords()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Amazon = { FeedSeconds = 1 } }, Quick);
        var connection = await bed.ConnectAsync();
        var order = (await bed.Platform.Orders!.GetAsync(connection, bed.Amazon.CreateOrders(1, null, 1)[0], CancellationToken.None))!;
        var cancelling = bed.Platform.Cancellations!.CancelAsync(connection, new CancelRequest(order.ExternalId, CancelReason.OutOfStock, []), CancellationToken.None);
        await Eventually.TrueAsync(() => bed.Calls("createFeed", 202) == 1);
        await bed.Platform.Shipments!.ConfirmAsync(connection, new ShipmentNotice
        {
            ExternalOrderId = order.ExternalId,
            OrderPlatformData = order.PlatformData,
            PackageNumber = 1,
            TrackingNumber = "1Z1",
            CarrierCode = "UPS",
            CarrierName = "UPS",
            ShippedAt = TimeProvider.System.GetUtcNow(),
            Lines = [.. order.Lines.Select(l => new ShipmentNoticeLine(l.ExternalId, l.Quantity, null))],
        }, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<RejectedException>(() => cancelling);
        Assert.Contains("Shipped", refused.Message, StringComparison.Ordinal);
        Assert.Equal("18028", refused.RawCode);
    }

    [Fact]
    public async Task Cancel_SilentlyDropped_IsNotCalledDone()
    {
        await using var bed = await AmazonBed.StartAsync(settings: new(Quick) { ["Platforms:Amazon:PatienceMinutes"] = "0.02" });
        var connection = await bed.ConnectAsync();
        var order = bed.Amazon.CreateOrders(1, null, 1)[0];
        bed.Faults.Arm("amazon", "createFeed", FaultKind.Ignored, 1, null);
        var request = new CancelRequest(order, CancelReason.OutOfStock, []);
        await Assert.ThrowsAsync<TransientException>(() => bed.Platform.Cancellations!.CancelAsync(connection, request, CancellationToken.None));

        await bed.Platform.Cancellations!.CancelAsync(connection, request, CancellationToken.None);
        Assert.Equal("CANCELLED", StatusOf(bed, order));
    }

    [Fact]
    public async Task Answer_BuyersRequest_AcceptedCancels_DeclinedAndAbsentDoNothing()
    {
        await using var bed = await AmazonBed.StartAsync(settings: Quick);
        var connection = await bed.ConnectAsync();
        var orders = bed.Amazon.CreateOrders(2, null, 1);
        Assert.True(((AmazonSandbox)bed.Amazon).RequestCancellation(orders[0], "Ordered by mistake"));
        Assert.True((await bed.Platform.Orders!.GetAsync(connection, orders[0], CancellationToken.None))!.CancelRequested);

        await bed.Platform.Cancellations!.AnswerAsync(connection, orders[0], accept: false, CancellationToken.None);
        await bed.Platform.Cancellations.AnswerAsync(connection, orders[1], accept: true, CancellationToken.None);
        Assert.Equal(("UNSHIPPED", "UNSHIPPED"), (StatusOf(bed, orders[0]), StatusOf(bed, orders[1])));

        await bed.Platform.Cancellations.AnswerAsync(connection, orders[0], accept: true, CancellationToken.None);
        Assert.Equal("CANCELLED", StatusOf(bed, orders[0]));
        Assert.False((await bed.Platform.Orders.GetAsync(connection, orders[0], CancellationToken.None))!.CancelRequested);
    }

    [Theory]
    [InlineData(CancelReason.OutOfStock, "NoInventory")]
    [InlineData(CancelReason.PricingError, "PricingError")]
    [InlineData(CancelReason.Undeliverable, "ShippingAddressUndeliverable")]
    [InlineData(CancelReason.BuyerRequest, "BuyerCanceled")]
    public void Reason_InAmazonsWords(CancelReason reason, string word) => Assert.Equal(word, AmazonCancellations.WireOf(reason));

    private static async Task<RemoteOrder> OpenOrderAsync(AmazonBed bed, ConnectionContext connection, Func<RemoteOrder, bool> choose)
    {
        await foreach (var page in bed.Platform.Orders!.ListAsync(connection, null, CancellationToken.None))
        {
            if (page.Items.FirstOrDefault(choose) is { } order)
            {
                return order;
            }
        }

        throw new InvalidOperationException("The sandbox has no such order.");
    }
}
