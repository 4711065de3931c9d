using Marketplace.Core.Common;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Fulfillment;

public sealed class ConfirmShipmentTests : IAsyncLifetime
{
    private FulfillmentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await FulfillmentRoom.OpenAsync();

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    [Fact]
    public async Task Confirm_Parcel_IsToldOnceAndConfirmedWhenSeen()
    {
        var shipment = await ShipAsync();

        Assert.Equal((ShipmentState.Confirmed, null), (shipment.State, shipment.Problem));
        var told = Assert.Single(room.Marketplace.Stored);
        Assert.Equal(("B-0001", "TRACK1", "UPS_B", 1), (told.ExternalOrderId, told.TrackingNumber, told.CarrierCode, told.PackageNumber));
        Assert.Equal(("L1", 2), (told.Lines.Single().ExternalLineId, told.Lines.Single().Quantity));
    }

    [Fact]
    public async Task Confirm_AnswerLost_IsReadAndNotToldAgain()
    {
        room.Marketplace.LoseNextAnswer();

        var shipment = await ShipAsync();

        Assert.Equal(ShipmentState.Confirmed, shipment.State);
        Assert.Single(room.Marketplace.Stored);
        Assert.Equal(1, room.Marketplace.Calls);
    }

    [Fact]
    public async Task Confirm_CallLost_IsReadAndToldAgain()
    {
        room.Marketplace.LoseNextCall();

        var shipment = await ShipAsync();

        Assert.Equal(ShipmentState.Confirmed, shipment.State);
        Assert.Single(room.Marketplace.Stored);
        Assert.Equal(2, room.Marketplace.Calls);
    }

    [Fact]
    public async Task Confirm_StormOfFailures_EndsConfirmedOnce()
    {
        for (var i = 0; i < 5; i++)
        {
            room.Marketplace.FailNext(new ThrottledException("Too many calls.", room.Time.GetUtcNow()));
            room.Marketplace.FailNext(new TransientException("Server error."));
            room.Marketplace.LoseNextCall();
        }

        var shipment = await ShipAsync();

        Assert.Equal(ShipmentState.Confirmed, shipment.State);
        Assert.Single(room.Marketplace.Stored);
    }

    [Fact]
    public async Task Confirm_Throttled_NeedsNoReading()
    {
        room.Marketplace.FailNext(new ThrottledException("Too many calls.", room.Time.GetUtcNow()));

        await ShipAsync();

        Assert.Equal(1, room.Marketplace.Reads);
    }

    [Fact]
    public async Task Confirm_Refused_FailsWithTheMarketplacesWordsAndCanBeCorrected()
    {
        room.Marketplace.FailNext(new RejectedException("The carrier does not serve this address."));
        var failed = await ShipAsync();
        Assert.Equal((ShipmentState.Failed, "The carrier does not serve this address."), (failed.State, failed.Problem));
        Assert.Contains(await room.EventsAsync(failed.OrderId), e => e.IsProblem);

        var verdict = await room.Get<ShipmentRetry>().RetryAsync(room.SellerId, failed.Id, "TRACK2", "Royal Mail", "ann", CancellationToken.None);
        await room.WorkAsync();

        Assert.Equal(ShipOutcome.Accepted, verdict!.Outcome);
        var shipment = Assert.Single(await room.ShipmentsAsync(failed.OrderId));
        Assert.Equal((ShipmentState.Confirmed, "TRACK2", "RoyalMail"), (shipment.State, shipment.TrackingNumber, shipment.CarrierCode));
    }

    [Fact]
    public async Task Retry_ParcelThatIsOnItsWay_DoesNothing()
    {
        var shipment = await ShipAsync();

        var verdict = await room.Get<ShipmentRetry>().RetryAsync(room.SellerId, shipment.Id, null, null, "ann", CancellationToken.None);

        Assert.Equal(ShipOutcome.AlreadyEntered, verdict!.Outcome);
        Assert.Equal(1, room.Marketplace.Calls);
    }

    [Fact]
    public async Task Confirm_ForgottenByTheMarketplace_IsSentOnceMore()
    {
        room.Marketplace.Forgets = 1;

        var shipment = await ShipAsync();

        Assert.Equal((ShipmentState.Confirmed, 1), (shipment.State, shipment.Resends));
        Assert.Equal(2, room.Marketplace.Calls);
        Assert.Single(room.Marketplace.Stored);
    }

    [Fact]
    public async Task Confirm_ForgottenTwice_FailsInWords()
    {
        room.Marketplace.Forgets = 2;

        var shipment = await ShipAsync();

        Assert.Equal(ShipmentState.Failed, shipment.State);
        Assert.StartsWith("Bazaar said yes to the parcel TRACK1 but does not show it. It was sent twice.", shipment.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirm_TrackingDropped_FailsInWords()
    {
        room.Marketplace.DropsTracking = true;

        var shipment = await ShipAsync();

        Assert.Equal(ShipmentState.Failed, shipment.State);
        Assert.StartsWith("Bazaar stored the parcel but dropped its tracking number TRACK1.", shipment.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirm_StoreNeedsConsent_WaitsAndGoesOutLater()
    {
        room.NeedsReauthorization = true;
        var order = await room.OrderAsync();
        await room.ShipAsync(new ShipRequest(order.Id, "TRACK1", "UPS"));
        await room.WorkAsync(most: 3);
        var waiting = (await room.ShipmentsAsync(order.Id)).Single();
        Assert.Equal(ShipmentState.Queued, waiting.State);
        Assert.StartsWith("Waits until the store is connected again.", waiting.Problem, StringComparison.Ordinal);

        room.NeedsReauthorization = false;
        await room.WorkAsync();

        Assert.Equal(ShipmentState.Confirmed, (await room.ShipmentsAsync(order.Id)).Single().State);
    }

    [Fact]
    public async Task Confirm_TwoParcelsUnderOneNumber_BothMustShow()
    {
        var order = await room.OrderAsync(null, 1, 1);
        room.Marketplace.Forgets = 1;
        await room.ShipAsync(new ShipRequest(order.Id, "BOX1", "UPS", Lines: [new(order.Lines[0].Id, 1)]));
        await room.ShipAsync(new ShipRequest(order.Id, "BOX1", "UPS", Lines: [new(order.Lines[1].Id, 1)]));

        await room.WorkAsync();

        Assert.All(await room.ShipmentsAsync(order.Id), s => Assert.Equal(ShipmentState.Confirmed, s.State));
        Assert.Equal(["L1", "L2"], room.Marketplace.Stored.Select(s => s.Lines.Single().ExternalLineId).Order());
    }

    [Fact]
    public async Task Confirm_OrderShownAsShippedLater_IsReadAgainUntilItTurns()
    {
        var order = await room.OrderAsync(null, 2);
        room.Marketplace.Orders.Enqueue(Remote(order, RemoteOrderStatus.ReadyToShip));
        room.Marketplace.Orders.Enqueue(Remote(order, RemoteOrderStatus.Shipped));

        await room.ShipAsync(new ShipRequest(order.Id, "TRACK1", "UPS"));
        await room.WorkAsync();

        await using var db = room.Database.Open(room.SellerId);
        var turned = await db.Orders.Include(o => o.Lines).SingleAsync();
        Assert.Equal((OrderState.Shipped, 2), (turned.State, turned.Lines.Single().QuantityShipped));
        Assert.Contains("TRACK1", turned.SearchText, StringComparison.Ordinal);
        Assert.Single(room.Marketplace.Stored);
    }

    private RemoteOrder Remote(Order order, RemoteOrderStatus status)
    {
        var shipped = status == RemoteOrderStatus.Shipped;
        return new RemoteOrder
        {
            ExternalId = order.ExternalId,
            Status = status,
            PlacedAt = order.PlacedAt,
            UpdatedAt = room.Time.GetUtcNow().AddMinutes(shipped ? 2 : 1),
            Subtotal = Money.Zero("EUR"),
            Shipping = Money.Zero("EUR"),
            Tax = Money.Zero("EUR"),
            Total = Money.Zero("EUR"),
            Lines = [new RemoteOrderLine { ExternalId = "L1", Sku = "SKU-1", Title = "Thing 1", Quantity = 2, QuantityShipped = shipped ? 2 : 0, UnitPrice = Money.Zero("EUR") }],
        };
    }

    private async Task<Shipment> ShipAsync()
    {
        var order = await room.OrderAsync(null, 2);
        await room.ShipAsync(new ShipRequest(order.Id, "TRACK1", "UPS"));
        await room.WorkAsync();
        return (await room.ShipmentsAsync(order.Id)).Single();
    }
}
