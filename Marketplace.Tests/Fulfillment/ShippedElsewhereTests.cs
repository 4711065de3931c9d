using Marketplace.Core.Fulfillment;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Fulfillment;

/// <summary>Parcels whose items left by another way before the marketplace was told of them here.</summary>
public sealed class ShippedElsewhereTests : IAsyncLifetime
{
    private FulfillmentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await FulfillmentRoom.OpenAsync();

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    private ParcelDecisions Decisions => room.Get<ParcelDecisions>();

    [Fact]
    public async Task ParcelEnteredBeforeTheOrderWasShippedElsewhere_IsNeverSentBlindly()
    {
        var parcel = await StoppedAsync();

        Assert.Equal((ShipmentState.Stopped, 0), (parcel.State, room.Marketplace.Calls));
        Assert.StartsWith("Shipped elsewhere: Bazaar shows these items in parcel THEIRS1, which was not entered here.", parcel.Problem, StringComparison.Ordinal);
        Assert.Contains(await room.EventsAsync(parcel.OrderId), e => e.IsProblem && e.Text.StartsWith("Parcel 1 was stopped.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OrderThatWaitedLong_IsNeverSentWithoutALook()
    {
        var order = await room.OrderAsync(o => o.ImportedAt = room.Time.GetUtcNow().AddDays(-3));
        await EnterAsync(order);
        ShipElsewhere(order);

        await room.WorkAsync();

        Assert.Equal((ShipmentState.Stopped, 0), ((await ParcelAsync(order.Id)).State, room.Marketplace.Calls));
    }

    [Fact]
    public async Task StoreWhoseOrdersWereNotReadForLong_IsNeverToldWithoutALook()
    {
        room.IsBehind = true;
        var order = await room.OrderAsync();
        await EnterAsync(order);
        ShipElsewhere(order);

        await room.WorkAsync();

        Assert.Equal((ShipmentState.Stopped, 0), ((await ParcelAsync(order.Id)).State, room.Marketplace.Calls));
    }

    [Fact]
    public async Task BatchOfParcels_NeverHoldsOneWhoseOrderWasShippedElsewhere()
    {
        var orders = new[] { await room.OrderAsync(), await room.OrderAsync(), await room.OrderAsync() };
        foreach (var order in orders)
        {
            await room.ShipAsync(new ShipRequest(order.Id, "OURS1", "UPS", TrackingFileId: Guid.NewGuid()));
        }

        await MarkShippedAsync(orders[1].Id, OrderState.ToShip, 1);

        var batch = await room.Get<BulkQueue>().TakeAsync(room.SellerId, room.ConnectionId, 1, 10, CancellationToken.None);

        Assert.Equal(2, batch!.MemberIds().Count);
        Assert.DoesNotContain((await ParcelAsync(orders[1].Id)).Id, batch.MemberIds());
    }

    [Fact]
    public async Task RefusalBecauseNothingIsLeft_NeverLeavesTheSellerToGuess()
    {
        var order = await room.OrderAsync();
        await EnterAsync(order);
        ShipElsewhere(order);
        room.Marketplace.FailNext(new RejectedException("The order cannot be shipped in this state."));

        await room.WorkAsync();

        Assert.Equal(ShipmentState.Stopped, (await ParcelAsync(order.Id)).State);
    }

    [Fact]
    public async Task FurtherParcelBesideOnesOfOurs_IsNeverStopped()
    {
        var order = await room.OrderAsync(null, 3);
        var line = order.Lines.Single().Id;
        await room.ShipAsync(new ShipRequest(order.Id, "OURS1", "UPS", Lines: [new ShipRequestLine(line, 1)]));
        await room.WorkAsync();
        await MarkShippedAsync(order.Id, OrderState.PartiallyShipped, 1);
        ShipElsewhere(order);
        await room.ShipAsync(new ShipRequest(order.Id, "OURS2", "UPS", Lines: [new ShipRequestLine(line, 1)]));

        await room.WorkAsync();

        Assert.All(await room.ShipmentsAsync(order.Id), parcel => Assert.Equal(ShipmentState.Confirmed, parcel.State));
    }

    [Fact]
    public async Task StoppedParcel_SentAnyway_IsToldOnce()
    {
        var parcel = await StoppedAsync();

        Assert.Equal(ShipOutcome.Accepted, (await Decisions.SendAnywayAsync(room.SellerId, parcel.Id, "ann", CancellationToken.None))!.Outcome);
        await room.WorkAsync();

        Assert.Equal((ShipmentState.Confirmed, 1), ((await ParcelAsync(parcel.OrderId)).State, room.Marketplace.Calls));
        Assert.Equal(["OURS1", "THEIRS1"], room.Marketplace.Stored.Select(s => s.TrackingNumber).Order(StringComparer.Ordinal));
        Assert.Equal(ShipOutcome.Refused, (await Decisions.SendAnywayAsync(room.SellerId, parcel.Id, "ann", CancellationToken.None))!.Outcome);
    }

    [Fact]
    public async Task StoppedParcel_Discarded_IsNeverToldAndWaitsForNobody()
    {
        var parcel = await StoppedAsync();
        var store = Assert.Single(await room.Get<WriteBacks>().StoresAsync(room.SellerId, CancellationToken.None));
        Assert.Equal((WriteBackLight.Yellow, 1), (store.Light, store.Stopped));

        Assert.Equal(ShipOutcome.Accepted, (await Decisions.DiscardAsync(room.SellerId, parcel.Id, "ann", CancellationToken.None))!.Outcome);
        await room.WorkAsync();

        Assert.Equal((ShipmentState.Discarded, 0), ((await ParcelAsync(parcel.OrderId)).State, room.Marketplace.Calls));
        Assert.Equal(0, await room.Get<WriteBacks>().StoppedAsync(room.SellerId, CancellationToken.None));
    }

    [Fact]
    public async Task ManyStoppedParcels_Discarded_OnlyThoseOfTheStore()
    {
        for (var i = 0; i < 3; i++)
        {
            await StoppedAsync();
        }

        Assert.Equal(0, await Decisions.DiscardStoppedAsync(room.SellerId, Guid.NewGuid(), "ann", CancellationToken.None));
        Assert.Equal(0, await Decisions.DiscardStoppedAsync(Guid.NewGuid(), null, "ann", CancellationToken.None));
        Assert.Equal(3, await Decisions.DiscardStoppedAsync(room.SellerId, room.ConnectionId, "ann", CancellationToken.None));
    }

    [Fact]
    public async Task RefusedParcel_Discarded_FreesItsItems()
    {
        var order = await room.OrderAsync();
        room.Marketplace.FailNext(new RejectedException("No."));
        await EnterAsync(order);
        await room.WorkAsync();

        await Decisions.DiscardAsync(room.SellerId, (await ParcelAsync(order.Id)).Id, "ann", CancellationToken.None);
        var again = await room.ShipAsync(new ShipRequest(order.Id, "OURS1", "UPS"));
        await room.WorkAsync();

        Assert.Equal(ShipOutcome.Accepted, again.Outcome);
        Assert.Equal(ShipmentState.Confirmed, (await ParcelAsync(order.Id)).State);
    }

    [Theory]
    [InlineData("ebay")]
    [InlineData("amazon")]
    [InlineData("tiktok")]
    public async Task OrderShippedOnTheMarketplaceMeanwhile_NeverGetsASecondParcel(string marketplace)
    {
        await using var bed = await ShippingBed.ConnectAsync(marketplace);
        var order = await bed.OrderAsync(2);
        Assert.Equal(ShipOutcome.Accepted, (await bed.Room.ShipAsync(new ShipRequest(order.Id, "9400100000000000000013", "USPS"))).Outcome);
        await bed.ShipElsewhereAsync(order, "9400100000000000000020");

        // Only eBay would store the parcel twice and is asked beforehand; the others' orders are read.
        if (marketplace != "ebay")
        {
            await bed.ImportAsync(order.ExternalId);
        }

        await bed.Room.WorkAsync();

        Assert.Equal(ShipmentState.Stopped, Assert.Single(await bed.Room.ShipmentsAsync(order.Id)).State);
        Assert.Equal("9400100000000000000020", Assert.Single(await bed.ParcelsAsync(order)).TrackingNumber);
    }

    private async Task<Shipment> StoppedAsync()
    {
        var order = await room.OrderAsync();
        await EnterAsync(order);
        ShipElsewhere(order);
        await MarkShippedAsync(order.Id, OrderState.Shipped, 1);
        await room.WorkAsync();
        return await ParcelAsync(order.Id);
    }

    private Task<ShipVerdict> EnterAsync(Order order) => room.ShipAsync(new ShipRequest(order.Id, "OURS1", "UPS"));

    private void ShipElsewhere(Order order) => room.Marketplace.Stored.Add(new ShipmentNotice
    {
        ExternalOrderId = order.ExternalId,
        PackageNumber = 7,
        TrackingNumber = "THEIRS1",
        CarrierName = "UPS",
        ShippedAt = room.Time.GetUtcNow(),
        Lines = [new ShipmentNoticeLine("L1", 1, null)],
    });

    private async Task MarkShippedAsync(Guid orderId, OrderState state, int shipped)
    {
        await using var db = room.Database.Open(room.SellerId);
        var order = await db.Orders.Include(o => o.Lines).SingleAsync(o => o.Id == orderId);
        order.State = state;
        order.Lines[0].QuantityShipped = shipped;
        await db.SaveChangesAsync();
    }

    private async Task<Shipment> ParcelAsync(Guid orderId) => Assert.Single(await room.ShipmentsAsync(orderId));
}
