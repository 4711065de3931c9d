using Marketplace.Core.Connections;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Fulfillment;

public sealed class ShipOrdersTests : IAsyncLifetime
{
    private const string Ups = "1Z999AA10123456784";
    private FulfillmentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await FulfillmentRoom.OpenAsync();

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    [Fact]
    public async Task Ship_WholeOrder_StoresParcelEventAndWorkTogether()
    {
        var order = await room.OrderAsync(null, 2, 1);

        var verdict = await room.ShipAsync(new ShipRequest(order.Id, " 1Z999 AA1 0123456784 ", "u.p.s."));

        Assert.Equal(ShipOutcome.Accepted, verdict.Outcome);
        var shipment = Assert.Single(await room.ShipmentsAsync(order.Id));
        Assert.Equal((Ups, "UPS_B", "UPS", 1, ShipmentState.Queued), (shipment.TrackingNumber, shipment.CarrierCode, shipment.CarrierName, shipment.PackageNumber, shipment.State));
        Assert.Equal([2, 1], order.Lines.Select(l => shipment.Lines.Single(s => s.OrderLineId == l.Id).Quantity));
        Assert.Contains(Ups, Assert.Single(await room.EventsAsync(order.Id)).Text, StringComparison.Ordinal);
        await using var db = room.Database.Open(room.SellerId);
        var work = await db.WorkItems.SingleAsync();
        Assert.Equal((ShipOrders.ConfirmWork, shipment.Id.ToString(), room.ConnectionId), (work.Kind, work.Payload, work.ConnectionId));
    }

    [Fact]
    public async Task Ship_SameParcelTwice_AddsNothing()
    {
        var order = await room.OrderAsync();
        var first = await room.ShipAsync(new ShipRequest(order.Id, Ups, "UPS"));

        var again = await room.ShipAsync(new ShipRequest(order.Id, Ups.ToLowerInvariant(), "UPS"));

        Assert.Equal((ShipOutcome.AlreadyEntered, first.ShipmentId), (again.Outcome, again.ShipmentId));
        Assert.Single(await room.ShipmentsAsync(order.Id));
    }

    [Fact]
    public async Task Ship_SameParcelByManyAtOnce_StoresOne()
    {
        var order = await room.OrderAsync(null, 3);

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => room.ShipAsync(new ShipRequest(order.Id, Ups, "UPS")))));

        Assert.Single(verdicts, v => v.Outcome == ShipOutcome.Accepted);
        Assert.Equal(11, verdicts.Count(v => v.Outcome == ShipOutcome.AlreadyEntered));
        Assert.Single(await room.ShipmentsAsync(order.Id));
    }

    [Fact]
    public async Task Ship_InParts_CountsWhatIsLeft()
    {
        var order = await room.OrderAsync(null, 3);
        var line = order.Lines[0].Id;

        var first = await room.ShipAsync(new ShipRequest(order.Id, "AAA1", "UPS", Lines: [new(line, 2)]));
        var tooMany = await room.ShipAsync(new ShipRequest(order.Id, "AAA2", "UPS", Lines: [new(line, 2)]));
        var rest = await room.ShipAsync(new ShipRequest(order.Id, "AAA3", "UPS"));
        var none = await room.ShipAsync(new ShipRequest(order.Id, "AAA4", "UPS"));

        Assert.Equal(ShipOutcome.Accepted, first.Outcome);
        Assert.Equal((ShipOutcome.Refused, "Only 1 of 3 × SKU-1 is left to ship."), (tooMany.Outcome, tooMany.Message));
        Assert.Equal(ShipOutcome.Accepted, rest.Outcome);
        Assert.Equal(ShipOutcome.Refused, none.Outcome);
        Assert.Equal([(1, 2), (2, 1)], (await room.ShipmentsAsync(order.Id)).Select(s => (s.PackageNumber, s.Lines.Single().Quantity)));
    }

    [Theory]
    [InlineData("", "UPS", "Enter the tracking number.")]
    [InlineData("12-34", "UPS", "Bazaar does not take this tracking number: letters and digits only.")]
    [InlineData("9.4E+21", "UPS", "The spreadsheet turned the tracking number into 9.4E+21 and lost digits. Format the column as text and enter it again.")]
    [InlineData("1234567890123456789012345678901", "UPS", "The tracking number has 31 characters; Bazaar takes at most 30.")]
    [InlineData("ABC123", "Pigeon post", "Bazaar does not know the carrier “Pigeon post”. Use one of its carriers, such as UPS, USPS, Royal Mail, FedEx, or say on the page Carriers what “Pigeon post” means there.")]
    [InlineData("ABC123", "", "Name the carrier; the tracking number alone does not tell it.")]
    public async Task Ship_WhatTheMarketplaceWouldRefuse_IsRefusedInWords(string tracking, string carrier, string words)
    {
        var order = await room.OrderAsync();

        var verdict = await room.ShipAsync(new ShipRequest(order.Id, tracking, carrier));

        Assert.Equal((ShipOutcome.Refused, words), (verdict.Outcome, verdict.Message));
        Assert.Empty(await room.ShipmentsAsync(order.Id));
    }

    [Theory]
    [InlineData(OrderState.Pending, ShipOutcome.Refused)]
    [InlineData(OrderState.Cancelled, ShipOutcome.Refused)]
    [InlineData(OrderState.Shipped, ShipOutcome.AlreadyShipped)]
    [InlineData(OrderState.Delivered, ShipOutcome.AlreadyShipped)]
    [InlineData(OrderState.PartiallyShipped, ShipOutcome.Accepted)]
    public async Task Ship_ByStateOfTheOrder(OrderState state, ShipOutcome expected)
    {
        var order = await room.OrderAsync(o => o.State = state);

        Assert.Equal(expected, (await room.ShipAsync(new ShipRequest(order.Id, Ups, "UPS"))).Outcome);
    }

    [Fact]
    public async Task Ship_OrderThatTheMarketplaceShips_IsRefused()
    {
        var order = await room.OrderAsync(o => o.FulfilledByMarketplace = true);

        Assert.Equal("Bazaar ships this order itself; there is nothing to enter.", (await room.ShipAsync(new ShipRequest(order.Id, Ups, "UPS"))).Message);
    }

    [Fact]
    public async Task Ship_CancelRequestedAndDoubtfulCarrier_IsAcceptedWithWarning()
    {
        var order = await room.OrderAsync(o => o.CancelRequested = true);

        var verdict = await room.ShipAsync(new ShipRequest(order.Id, "AB123456789GB", "FedEx", DespiteCancelRequest: true));

        Assert.Equal(ShipOutcome.Accepted, verdict.Outcome);
        Assert.Equal("The buyer has asked to cancel this order. The number looks like one of Royal Mail, not FedEx. Check it.", verdict.Warning);
    }

    [Fact]
    public async Task Ship_OrderOfAnotherSeller_IsUnknown()
    {
        var order = await room.OrderAsync();

        var verdict = (await room.Ship.ShipAsync(Guid.NewGuid(), [new ShipRequest(order.Id, Ups, "UPS")], "eve", CancellationToken.None)).Single();

        Assert.Equal(ShipOutcome.UnknownOrder, verdict.Outcome);
        Assert.Empty(await room.ShipmentsAsync(order.Id));
    }

    [Fact]
    public async Task Ship_StoreDisconnected_IsRefusedWithWhatToDo()
    {
        var order = await room.OrderAsync();
        await using (var db = room.Database.Open(room.SellerId))
        {
            await db.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => c.State, ConnectionState.Disconnected));
        }

        Assert.Equal("The store Corner shop is not connected. Connect it again, then enter the parcel.", (await room.ShipAsync(new ShipRequest(order.Id, Ups, "UPS"))).Message);
    }

    [Fact]
    public async Task Ship_DateBeforeTheSale_IsMovedToTheSale()
    {
        var order = await room.OrderAsync();

        await room.ShipAsync(new ShipRequest(order.Id, Ups, "UPS", ShippedAt: order.PlacedAt.AddHours(-6)));

        Assert.Equal(order.PlacedAt, (await room.ShipmentsAsync(order.Id)).Single().ShippedAt);
    }
}
