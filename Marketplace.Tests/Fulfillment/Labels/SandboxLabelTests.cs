using System.Text;
using System.Text.Json;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Core.Orders;
using Marketplace.Core.Work;
using Marketplace.Sandbox.Faults;
using Microsoft.EntityFrameworkCore;
using UglyToad.PdfPig;

namespace Marketplace.Tests.Fulfillment.Labels;

/// <summary>Labels all the way: offered, bought, stored, printed and given back, against real clients and the sandbox over HTTP.</summary>
public sealed class SandboxLabelTests
{
    private static readonly ParcelSize Box = new(750, 200, 150, 100);

    [Theory]
    [InlineData("tiktok", "US")]
    [InlineData("tiktok", "SG")]
    [InlineData("amazon", "")]
    public async Task Buy_Label_PutsItsNumberIntoTheParcelAndIsConfirmedWhenSeen(string marketplace, string market)
    {
        await using var bed = await ConnectAsync(marketplace, market);
        var order = await bed.OrderAsync(2);

        var label = await BuyAsync(bed, order);

        Assert.Equal((ActionState.Done, null), (label.State, label.Problem));
        var parcel = Assert.Single(await bed.Room.ShipmentsAsync(order.Id));
        Assert.Equal((label.TrackingNumber, ShipmentState.Confirmed, label.Id), (parcel.TrackingNumber, parcel.State, parcel.LabelId!.Value));
        Assert.Equal(OrderState.Shipped, (await bed.FindAsync(order.ExternalId)).State);
        Assert.Contains(label.TrackingNumber!, bed.Truth(order), StringComparison.Ordinal);
        var paper = (await Papers(bed).ReadAsync(bed.Room.SellerId, label.Id, CancellationToken.None))!;
        Assert.StartsWith("%PDF-", Encoding.Latin1.GetString(paper.Content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offers_AreCompared_AndTheMarketplaceSaysWhenItNeedsTheSize()
    {
        await using var bed = await ConnectAsync("amazon", "");
        var order = await bed.OrderAsync(1);

        var blind = (await Shop(bed).OffersAsync(bed.Room.SellerId, new LabelWish { OrderId = order.Id }, CancellationToken.None))!;
        var seeing = (await Shop(bed).OffersAsync(bed.Room.SellerId, new LabelWish { OrderId = order.Id, Size = Box }, CancellationToken.None))!;

        Assert.Equal((true, "Amazon's labels need the parcel's weight and size."), (blind.NeedsSize, blind.Problem));
        Assert.Null(seeing.Problem);
        Assert.Equal(seeing.Offers.Min(o => o.Price!.Value.Minor), LabelRules.Pick(seeing.Offers, OfferChoice.Cheapest)!.Price!.Value.Minor);
        Assert.Equal(seeing.Offers.Min(o => o.LatestDays), LabelRules.Pick(seeing.Offers, OfferChoice.Fastest)!.LatestDays);
        Assert.Null(await Shop(bed).OffersAsync(Guid.NewGuid(), new LabelWish { OrderId = order.Id }, CancellationToken.None));
    }

    [Theory]
    [InlineData("US", "CreatePackages", FaultKind.Reset)]
    [InlineData("SG", "ShipPackage", FaultKind.Reset)]
    [InlineData("US", "CreatePackages", FaultKind.Error)]
    [InlineData("US", "GetPackageShippingDocument", FaultKind.Error)]
    public async Task Buy_WhileTheMarketplaceFails_BuysOneLabel(string market, string operation, FaultKind kind)
    {
        await using var bed = await ConnectAsync("tiktok", market);
        var order = await bed.OrderAsync(1);
        bed.Fault(operation, kind, 4);

        var label = await BuyAsync(bed, order);

        Assert.Equal(ActionState.Done, label.State);
        Assert.Single(await bed.ParcelsAsync(order));
        Assert.Equal(ShipmentState.Confirmed, Assert.Single(await bed.Room.ShipmentsAsync(order.Id)).State);
    }

    [Fact]
    public async Task Buy_AnswerLostOnAmazon_TakesUpWhatWasBought()
    {
        await using var bed = await ConnectAsync("amazon", "");
        var order = await bed.OrderAsync(1);
        bed.Fault("createShipment", FaultKind.Reset, 1);

        var label = await BuyAsync(bed, order);

        Assert.Equal(ActionState.Done, label.State);
        Assert.Contains("Print it on Amazon", label.Problem, StringComparison.Ordinal);
        Assert.Single(await bed.ParcelsAsync(order));
        Assert.Equal((label.TrackingNumber, ShipmentState.Confirmed), (Assert.Single(await bed.Room.ShipmentsAsync(order.Id)).TrackingNumber, (await bed.Room.ShipmentsAsync(order.Id))[0].State));
    }

    [Fact]
    public async Task Buy_Twice_OrBesideAParcel_IsRefused()
    {
        await using var bed = await ConnectAsync("tiktok", "US");
        var order = await bed.OrderAsync(1);
        LabelWish wish = new() { OrderId = order.Id, Size = Box };

        var verdicts = await Shop(bed).BuyAsync(bed.Room.SellerId, [wish, wish], "ann", CancellationToken.None);
        var parcel = await bed.Room.ShipAsync(new ShipRequest(order.Id, "TRACK1", "UPS"));

        Assert.Equal([ActionOutcome.Accepted, ActionOutcome.Refused], verdicts.Select(v => v.Outcome));
        Assert.Equal(ShipOutcome.Refused, parcel.Outcome);
    }

    [Fact]
    public async Task Print_Selection_IsOnePdfOfAllItsLabels_ForItsSellerAlone()
    {
        await using var bed = await ConnectAsync("tiktok", "US");
        var orders = new List<Order> { await bed.OrderAsync(1), await bed.OrderAsync(1), await bed.OrderAsync(1) };
        await Shop(bed).BuyAsync(bed.Room.SellerId, [.. orders.Select(o => new LabelWish { OrderId = o.Id, Choice = OfferChoice.Cheapest })], "ann", CancellationToken.None);
        await bed.Room.WorkAsync(200);

        var merged = (await Papers(bed).MergeAsync(bed.Room.SellerId, [.. orders.Select(o => o.Id)], CancellationToken.None))!;

        Assert.Equal((3, 0), (merged.Count, merged.LeftOut));
        using var pdf = PdfDocument.Open(merged.Content);
        Assert.Equal(3, pdf.NumberOfPages);
        Assert.Null(await Papers(bed).MergeAsync(Guid.NewGuid(), [.. orders.Select(o => o.Id)], CancellationToken.None));
        await using var db = bed.Room.Database.Open(bed.Room.SellerId);
        Assert.All(await db.Set<LabelPaper>().ToListAsync(), p => Assert.DoesNotContain("%PDF", Encoding.Latin1.GetString(p.Content), StringComparison.Ordinal));
        Assert.All(await db.Set<ShippingLabel>().ToListAsync(), l => Assert.NotNull(l.PrintedAt));
    }

    [Fact]
    public async Task Erase_Buyer_ThrowsTheirLabelsAway()
    {
        await using var bed = await ConnectAsync("tiktok", "US");
        var (erased, kept) = (await bed.OrderAsync(1), await bed.OrderAsync(1));
        await BuyAsync(bed, erased);
        var other = await BuyAsync(bed, kept);
        await using (var db = bed.Room.Database.Open(bed.Room.SellerId))
        {
            await bed.Room.Get<WorkQueue>().EnqueueAsync(db, bed.Room.SellerId, bed.Room.ConnectionId, WorkKinds.EraseLabels, JsonSerializer.Serialize(new[] { erased.Id }));
            await db.SaveChangesAsync();
        }

        await bed.Room.WorkAsync();

        Assert.Null(await Papers(bed).MergeAsync(bed.Room.SellerId, [erased.Id], CancellationToken.None));
        Assert.NotNull(await Papers(bed).ReadAsync(bed.Room.SellerId, other.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Void_UnusedLabel_FreesItsItems_AndItsPaperIsGone()
    {
        await using var bed = await ConnectAsync("amazon", "");
        var order = await bed.OrderAsync(1);
        var label = await BuyAsync(bed, order);

        Assert.Equal(ActionOutcome.Unknown, (await Shop(bed).VoidAsync(Guid.NewGuid(), label.Id, "eve", CancellationToken.None)).Outcome);
        Assert.Equal(ActionOutcome.Accepted, (await Shop(bed).VoidAsync(bed.Room.SellerId, label.Id, "ann", CancellationToken.None)).Outcome);
        await bed.Room.WorkAsync();

        Assert.Equal(ActionState.Undone, (await LabelAsync(bed, order)).State);
        Assert.Equal(ShipmentState.Voided, Assert.Single(await bed.Room.ShipmentsAsync(order.Id)).State);
        Assert.Null(await Papers(bed).ReadAsync(bed.Room.SellerId, label.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Void_WhereTheMarketplaceTakesNoneBack_SaysWhyAndTheLabelStands()
    {
        await using var bed = await ConnectAsync("tiktok", "US");
        var order = await bed.OrderAsync(1);
        var label = await BuyAsync(bed, order);

        await Shop(bed).VoidAsync(bed.Room.SellerId, label.Id, "ann", CancellationToken.None);
        await bed.Room.WorkAsync();

        var after = await LabelAsync(bed, order);
        Assert.Equal(ActionState.Done, after.State);
        Assert.StartsWith("TikTok Shop takes no label back", after.Problem, StringComparison.Ordinal);
        Assert.NotNull(await Papers(bed).ReadAsync(bed.Room.SellerId, label.Id, CancellationToken.None));
    }

    private static LabelShop Shop(ShippingBed bed) => bed.Room.Get<LabelShop>();

    private static LabelPapers Papers(ShippingBed bed) => bed.Room.Get<LabelPapers>();

    private static Task<ShippingBed> ConnectAsync(string marketplace, string market) =>
        ShippingBed.ConnectAsync(marketplace, options => (options.TikTok.Markets, options.TikTok.TikTokShippingPercent) = (market, 100));

    private static async Task<ShippingLabel> BuyAsync(ShippingBed bed, Order order)
    {
        var verdict = (await Shop(bed).BuyAsync(bed.Room.SellerId, [new LabelWish { OrderId = order.Id, Size = Box }], "ann", CancellationToken.None)).Single();
        Assert.Equal(ActionOutcome.Accepted, verdict.Outcome);
        await bed.Room.WorkAsync();
        return await LabelAsync(bed, order);
    }

    private static async Task<ShippingLabel> LabelAsync(ShippingBed bed, Order order)
    {
        await using var db = bed.Room.Database.Open(bed.Room.SellerId);
        return await db.Set<ShippingLabel>().AsNoTracking().SingleAsync(l => l.OrderId == order.Id);
    }
}
