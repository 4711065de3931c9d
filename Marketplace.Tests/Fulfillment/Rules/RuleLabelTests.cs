using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Core.Fulfillment.Rules;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Fulfillment.Rules;

/// <summary>Rules that buy labels, against a real client and the sandbox.</summary>
public sealed class RuleLabelTests
{
    private static readonly ParcelSize Box = new(750, 200, 150, 100);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_LabelOfACarrier_IsItsCheapestAndShipsTheOrder()
    {
        await using var bed = await ShippingBed.ConnectAsync("amazon");
        var order = await bed.OrderAsync(1);
        var offers = (await bed.Room.Get<LabelShop>().OffersAsync(bed.Room.SellerId, new LabelWish { OrderId = order.Id, Size = Box }, Stop))!.Offers;
        var cheapest = LabelRules.Pick(offers, OfferChoice.Cheapest)!;
        var wanted = offers.Where(o => o.Carrier != cheapest.Carrier).MinBy(o => o.Price!.Value.Minor)!;

        await RunAsync(bed, new RuleStep { Kind = RuleStepKind.BuyLabel, Carrier = wanted.Carrier.ToLowerInvariant(), Choice = OfferChoice.Cheapest, Size = Box });

        var label = await LabelAsync(bed);
        Assert.Equal((ActionState.Done, wanted.Carrier, wanted.Price), (label.State, label.CarrierName, label.Price));
        var parcel = Assert.Single(await bed.Room.ShipmentsAsync(order.Id));
        Assert.Equal((ShipmentState.Confirmed, label.TrackingNumber), (parcel.State, parcel.TrackingNumber));
        Assert.Equal(OrderState.Shipped, (await bed.FindAsync(order.ExternalId)).State);
    }

    [Fact]
    public async Task Run_LabelOfACarrierThatIsNotOffered_BuysNoneAndSaysSo()
    {
        await using var bed = await ShippingBed.ConnectAsync("amazon");
        var order = await bed.OrderAsync(1);

        await RunAsync(bed, new RuleStep { Kind = RuleStepKind.BuyLabel, Carrier = "Pigeon Post", Size = Box });

        var label = await LabelAsync(bed);
        Assert.Equal((ActionState.Failed, "Amazon offers no label of Pigeon Post for this parcel. Choose another carrier."), (label.State, label.Problem));
        Assert.Empty(await bed.Room.ShipmentsAsync(order.Id));
    }

    private static async Task RunAsync(ShippingBed bed, RuleStep step)
    {
        var (seller, book) = (bed.Room.SellerId, bed.Room.Get<RuleBook>());
        var (id, _) = await book.SaveAsync(seller, null, new RuleDraft("Labels", new RuleTerms([], [step]), false), "ann", Stop);
        Assert.Null((await bed.Room.Get<RuleTrial>().TryStoredAsync(seller, id!.Value, Stop))!.Value.Problem);
        Assert.Null(await book.SwitchAsync(seller, id.Value, true, Stop));
        await bed.Room.Get<RuleRuns>().StartAsync(seller, false, "ann", Stop);
        await bed.Room.WorkAsync();
    }

    private static async Task<ShippingLabel> LabelAsync(ShippingBed bed)
    {
        await using var db = bed.Room.Database.Open(bed.Room.SellerId);
        return await db.Set<ShippingLabel>().AsNoTracking().SingleAsync(Stop);
    }
}
