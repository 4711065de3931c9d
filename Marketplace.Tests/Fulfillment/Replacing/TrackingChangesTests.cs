using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Replacing;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Fulfillment.Replacing;

public sealed class TrackingChangesTests : IAsyncLifetime
{
    private FulfillmentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await FulfillmentRoom.OpenAsync();

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    private TrackingChanges Changes => room.Get<TrackingChanges>();

    [Fact]
    public async Task Change_OfAConfirmedParcel_ReachesTheMarketplace_AndIsFindableUnderBothNumbers()
    {
        var (order, parcel) = await ShippedAsync();

        var verdict = await ChangeAsync(parcel, "b ox 2", "Royal Mail");
        Assert.Equal((ActionOutcome.Accepted, "BOX1"), (verdict.Outcome, (await ParcelAsync(order)).TrackingNumber));
        await room.WorkAsync();

        var stored = Assert.Single(room.Marketplace.Stored);
        Assert.Equal(("box2", "RoyalMail", 1), (stored.TrackingNumber, stored.CarrierCode, stored.PackageNumber));
        var now = await ParcelAsync(order);
        Assert.Equal(("box2", "Royal Mail", ShipmentState.Confirmed), (now.TrackingNumber, now.CarrierName, now.State));
        Assert.Contains(await room.EventsAsync(order.Id), e => e.Text == "Bazaar shows parcel 1 with the tracking number box2 instead of BOX1.");
        await using var db = room.Database.Open(room.SellerId);
        Assert.True(await db.Orders.AnyAsync(o => o.Id == order.Id && o.SearchText.Contains("BOX1") && o.SearchText.Contains("BOX2")));
    }

    [Fact]
    public async Task Change_AnswerLost_IsLookedForBeforeItIsToldAgain()
    {
        var (order, parcel) = await ShippedAsync();
        room.Marketplace.FailNextNumber(new TransientException("The connection was reset.") { OutcomeUnknown = true }, kept: true);
        var calls = room.Marketplace.Calls;

        await ChangeAsync(parcel, "BOX2");
        await room.WorkAsync();

        Assert.Equal((calls + 1, "BOX2"), (room.Marketplace.Calls, (await ParcelAsync(order)).TrackingNumber));
    }

    [Fact]
    public async Task Change_ThatTheMarketplaceForgets_LeavesTheOldNumberAndSaysSo()
    {
        var (order, parcel) = await ShippedAsync();
        room.Marketplace.ForgetsNumbers = 1;

        await ChangeAsync(parcel, "BOX2");
        await room.WorkAsync();

        Assert.Equal("BOX1", (await ParcelAsync(order)).TrackingNumber);
        Assert.Contains("still shows the parcel without it", (await ChoiceAsync(parcel)).Latest!.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_Refused_LeavesTheOldNumber_AndCanBeTriedAgain()
    {
        var (order, parcel) = await ShippedAsync();
        room.Marketplace.FailNextNumber(new RejectedException("The number is not known."));
        await ChangeAsync(parcel, "BOX2");
        await room.WorkAsync();
        Assert.Equal((ActionState.Failed, "BOX1"), ((await ChoiceAsync(parcel)).Latest!.State, (await ParcelAsync(order)).TrackingNumber));

        await ChangeAsync(parcel, "BOX3");
        await room.WorkAsync();

        Assert.Equal("BOX3", (await ParcelAsync(order)).TrackingNumber);
    }

    [Fact]
    public async Task Change_OfAParcelWhoseLabelWasGivenBack_MakesItAParcelAgain()
    {
        var (order, parcel) = await ShippedAsync();
        await using (var db = room.Database.Open(room.SellerId))
        {
            (await db.Shipments.SingleAsync(s => s.Id == parcel.Id)).Move(ShipmentState.Voided);
            await db.SaveChangesAsync();
        }

        await ChangeAsync(parcel, "BOX2");
        await room.WorkAsync();

        var now = await ParcelAsync(order);
        Assert.Equal(("BOX2", ShipmentState.Confirmed, "BOX2"), (now.TrackingNumber, now.State, Assert.Single(room.Marketplace.Stored).TrackingNumber));
    }

    [Theory]
    [InlineData("BOX1", "This is the number that the parcel has already. Enter the new one.")]
    [InlineData("", "Enter the tracking number.")]
    [InlineData("BOX#2", "Bazaar does not take this tracking number: letters and digits only.")]
    public async Task Change_ToANumberThatCannotBe_IsRefusedInWords(string number, string message)
    {
        var (_, parcel) = await ShippedAsync();

        var verdict = await ChangeAsync(parcel, number);

        Assert.Equal((ActionOutcome.Refused, message), (verdict.Outcome, verdict.Message));
    }

    [Fact]
    public async Task Change_WhileOneIsUnderWay_IsNotTakenTwice()
    {
        var (_, parcel) = await ShippedAsync();
        var first = await ChangeAsync(parcel, "BOX2");

        Assert.Equal((ActionOutcome.Already, first.ActionId), ((await ChangeAsync(parcel, "BOX2")) is var again ? (again.Outcome, again.ActionId) : default));
        Assert.Equal(ActionOutcome.Refused, (await ChangeAsync(parcel, "BOX3")).Outcome);
    }

    [Fact]
    public async Task Change_BeyondWhatTheMarketplaceAllows_IsRefusedBeforeItIsTried()
    {
        var (_, parcel) = await ShippedAsync();
        room.Marketplace.Terms = new TrackingReplacementTerms(1, TimeSpan.FromHours(72));
        room.Time.Advance(TimeSpan.FromHours(73));

        Assert.Equal("Bazaar lets a tracking number be changed within 72 hours after shipping only. Ask its seller support.", (await ChangeAsync(parcel, "BOX2")).Message);
    }

    [Fact]
    public async Task Change_OfAParcelThatIsNotShownYet_Waits()
    {
        var order = await room.OrderAsync();
        await room.ShipAsync(new ShipRequest(order.Id, "BOX1", "UPS"));

        Assert.Equal("Bazaar was not told of this parcel, so there is no number to change there.", (await ChangeAsync(await ParcelAsync(order), "BOX2")).Message);
        Assert.Empty(await Changes.OfOrderAsync(room.SellerId, order.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Change_OfAnothersParcel_IsUnknown()
    {
        var (_, parcel) = await ShippedAsync();

        Assert.Equal(ActionOutcome.Unknown, (await Changes.ChangeAsync(Guid.NewGuid(), parcel.Id, "BOX2", null, "eve", CancellationToken.None)).Outcome);
    }

    private Task<ActionVerdict> ChangeAsync(Shipment parcel, string number, string carrier = "UPS") =>
        Changes.ChangeAsync(room.SellerId, parcel.Id, number, carrier, "ann", CancellationToken.None);

    private async Task<TrackingChoice> ChoiceAsync(Shipment parcel) => (await Changes.OfOrderAsync(room.SellerId, parcel.OrderId, CancellationToken.None))[parcel.Id];

    private async Task<(Order Order, Shipment Parcel)> ShippedAsync()
    {
        var order = await room.OrderAsync();
        await room.ShipAsync(new ShipRequest(order.Id, "BOX1", "UPS"));
        await room.WorkAsync();
        return (order, await ParcelAsync(order));
    }

    private async Task<Shipment> ParcelAsync(Order order) => Assert.Single(await room.ShipmentsAsync(order.Id));
}
