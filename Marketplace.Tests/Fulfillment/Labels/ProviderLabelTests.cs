using System.Text;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Core.Fulfillment.Labels.Providers;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Postage;
using Marketplace.Core.Postage.EasyPost;
using Marketplace.Core.Security;
using Marketplace.Sandbox.EasyPost;
using Marketplace.Sandbox.Faults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Fulfillment.Labels;

/// <summary>Labels of an independent provider, over HTTP against its sandbox, for orders of a marketplace that sells none.</summary>
public sealed class ProviderLabelTests
{
    private static readonly ParcelSize Box = new(750, 200, 150, 100);
    private static readonly PostalAddress Shed = new() { Name = "Corner shop", Street = "1 Main St", City = "Burlington", State = "VT", PostalCode = "05401", Country = "US" };

    [Fact]
    public async Task Buy_Cheapest_TellsTheMarketplaceItsTrackingNumber_AndItsPaperIsStored()
    {
        await using var bed = await Bed.StartAsync(EasyPostSandbox.ProductionKey);
        var order = await bed.OrderAsync();

        var offers = (await bed.Shop.OffersAsync(bed.Room.SellerId, new LabelWish { OrderId = order.Id, Size = Box }, default))!;
        var label = await bed.BuyAsync(order, OfferChoice.Cheapest);

        Assert.Equal((ActionState.Done, null, "USPS"), (label.State, label.Problem, label.CarrierName));
        Assert.Equal(offers.Offers.Min(o => o.Price!.Value.Minor), label.PriceMinor);
        var parcel = Assert.Single(await bed.Room.ShipmentsAsync(order.Id));
        Assert.Equal((ShipmentState.Confirmed, label.TrackingNumber), (parcel.State, parcel.TrackingNumber));
        Assert.Equal(label.TrackingNumber, Assert.Single(bed.Room.Marketplace.Stored).TrackingNumber);
        var paper = (await bed.Room.Get<LabelPapers>().ReadAsync(bed.Room.SellerId, label.Id, default))!;
        Assert.StartsWith("%PDF-", Encoding.Latin1.GetString(paper.Content), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("buyShipment", FaultKind.Reset)]
    [InlineData("buyShipment", FaultKind.Error)]
    [InlineData("buyShipment", FaultKind.Throttle)]
    [InlineData("createShipment", FaultKind.Reset)]
    public async Task Buy_WhileTheProviderFails_BuysOneLabel(string operation, FaultKind kind)
    {
        await using var bed = await Bed.StartAsync(EasyPostSandbox.ProductionKey);
        var order = await bed.OrderAsync();
        bed.Faults.Arm("easypost", operation, kind, 2, null);

        var label = await bed.BuyAsync(order, OfferChoice.Fastest);

        Assert.Equal(ActionState.Done, label.State);
        Assert.Equal(label.TrackingNumber, Assert.Single(bed.Provider.BoughtTrackingCodes));
    }

    [Fact]
    public async Task Buy_WithATestKey_TellsTheMarketplaceNothing()
    {
        await using var bed = await Bed.StartAsync(EasyPostSandbox.TestKey);
        var order = await bed.OrderAsync();

        var label = await bed.BuyAsync(order, OfferChoice.Cheapest);

        Assert.Equal((ActionState.Done, true), (label.State, label.IsTest));
        Assert.Empty(await bed.Room.ShipmentsAsync(order.Id));
        Assert.Empty(bed.Room.Marketplace.Stored);
    }

    [Fact]
    public async Task Void_GivesTheLabelBack_AndItsItemsAreFree()
    {
        await using var bed = await Bed.StartAsync(EasyPostSandbox.ProductionKey);
        var order = await bed.OrderAsync();
        var label = await bed.BuyAsync(order, OfferChoice.Cheapest);

        await bed.Shop.VoidAsync(bed.Room.SellerId, label.Id, "ann", default);
        await bed.Room.WorkAsync();

        Assert.Empty(bed.Provider.BoughtTrackingCodes);
        Assert.Equal(ShipmentState.Voided, Assert.Single(await bed.Room.ShipmentsAsync(order.Id)).State);
        Assert.Null(await bed.Room.Get<LabelPapers>().ReadAsync(bed.Room.SellerId, label.Id, default));
    }

    [Fact]
    public async Task Void_BeforeTheMarketplaceWasTold_NeverTellsIt()
    {
        await using var bed = await Bed.StartAsync(EasyPostSandbox.ProductionKey);
        var order = await bed.OrderAsync();
        bed.Room.Marketplace.FailNext(new TransientException("Down."));
        bed.Room.Marketplace.FailNext(new TransientException("Still down."));
        await bed.Shop.BuyAsync(bed.Room.SellerId, [new LabelWish { OrderId = order.Id, Size = Box, Choice = OfferChoice.Cheapest }], "ann", default);

        // The purchase, the call that fails, and the paper.
        await bed.Room.WorkAsync(most: 3);
        var label = await bed.LabelAsync(order);
        Assert.Equal((ActionState.Done, ShipmentState.Queued), (label.State, Assert.Single(await bed.Room.ShipmentsAsync(order.Id)).State));
        await bed.Shop.VoidAsync(bed.Room.SellerId, label.Id, "ann", default);
        await bed.Room.WorkAsync();

        Assert.Equal(ActionState.Undone, (await bed.LabelAsync(order)).State);
        Assert.Equal(ShipmentState.Voided, Assert.Single(await bed.Room.ShipmentsAsync(order.Id)).State);
        Assert.Empty(bed.Room.Marketplace.Stored);
    }

    [Fact]
    public async Task Offers_WithoutSizeOrAddress_SayWhatIsMissing()
    {
        await using var bed = await Bed.StartAsync(EasyPostSandbox.ProductionKey);
        var (order, nameless, abroad) = (await bed.OrderAsync(), await bed.Room.OrderAsync(), await bed.OrderAsync("DE"));

        var problems = new List<string?>();
        foreach (var (id, size) in new[] { (order.Id, new ParcelSize()), (nameless.Id, Box), (abroad.Id, Box) })
        {
            problems.Add((await bed.Shop.OffersAsync(bed.Room.SellerId, new LabelWish { OrderId = id, Size = size }, default))!.Problem);
        }

        Assert.Equal("EasyPost's labels need the parcel's weight and size.", problems[0]);
        Assert.Contains("a name is missing", problems[1], StringComparison.Ordinal);
        Assert.Contains("customs declaration", problems[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_KeyThatIsRefused_StoresNothing_AndAnAcceptedOneLiesEncrypted()
    {
        await using var bed = await Bed.StartAsync(null);
        var accounts = bed.Room.Get<LabelProviderAccounts>();
        var seller = bed.Room.SellerId;

        Assert.False((await accounts.SaveAsync(seller, "easypost", "sk_live_1", Shed, default)).IsDone);
        Assert.False((await accounts.SaveAsync(seller, "easypost", "EZAKwrong", Shed, default)).IsDone);
        Assert.False((await accounts.SaveAsync(seller, "easypost", EasyPostSandbox.ProductionKey, Shed with { City = "" }, default)).IsDone);
        Assert.Null(await accounts.FindAsync(seller, "easypost", default));
        Assert.True((await accounts.SaveAsync(seller, "easypost", EasyPostSandbox.ProductionKey, Shed, default)).IsDone);

        Assert.Equal(("0000", false, "Burlington"), (await accounts.FindAsync(seller, "easypost", default)) is { } view ? (view.KeyEnd, view.IsTest, view.Sender.City) : default);
        Assert.Null(await accounts.FindAsync(Guid.NewGuid(), "easypost", default));
        await using var db = bed.Room.Database.Open(seller);
        var stored = await db.Set<LabelProviderAccount>().SingleAsync();
        Assert.DoesNotContain("EZAK", stored.ProtectedKey, StringComparison.Ordinal);
        Assert.DoesNotContain("Burlington", stored.ProtectedSender, StringComparison.Ordinal);
    }

    private sealed class Bed(TestSandbox sandbox, ServiceProvider clients, FulfillmentRoom room) : IAsyncDisposable
    {
        public FulfillmentRoom Room => room;

        public LabelShop Shop => room.Get<LabelShop>();

        public EasyPostSandbox Provider => sandbox.Services.GetRequiredService<EasyPostSandbox>();

        public FaultBox Faults => sandbox.Services.GetRequiredService<FaultBox>();

        public static async Task<Bed> StartAsync(string? key)
        {
            var sandbox = await TestSandbox.StartAsync();
            var clients = sandbox.Clients(builder => builder.AddEasyPost());
            var bed = new Bed(sandbox, clients, await FulfillmentRoom.OpenAsync(labels: clients.GetRequiredService<IShippingLabels>()));
            if (key is not null)
            {
                Assert.True((await bed.Room.Get<LabelProviderAccounts>().SaveAsync(bed.Room.SellerId, "easypost", key, Shed, default)).IsDone);
            }

            return bed;
        }

        public Task<Order> OrderAsync(string country = "US") => room.OrderAsync(o => o.ProtectedBuyer = room.Get<PersonalDataProtector>().Protect(
            new RemoteBuyer { Name = "Ada Birch", AddressLines = ["36 Example St"], City = "Burlington", State = "VT", PostalCode = "05401", Country = country }));

        public async Task<ShippingLabel> BuyAsync(Order order, OfferChoice choice)
        {
            var verdict = (await Shop.BuyAsync(room.SellerId, [new LabelWish { OrderId = order.Id, Size = Box, Choice = choice }], "ann", default)).Single();
            Assert.Equal((ActionOutcome.Accepted, "The label is being bought."), (verdict.Outcome, verdict.Message));
            await room.WorkAsync();
            return await LabelAsync(order);
        }

        public async Task<ShippingLabel> LabelAsync(Order order)
        {
            await using var db = room.Database.Open(room.SellerId);
            return await db.Set<ShippingLabel>().AsNoTracking().SingleAsync(l => l.OrderId == order.Id);
        }

        public async ValueTask DisposeAsync()
        {
            await room.DisposeAsync();
            await clients.DisposeAsync();
            await sandbox.DisposeAsync();
        }
    }
}
