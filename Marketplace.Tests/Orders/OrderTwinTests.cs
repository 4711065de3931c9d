using Marketplace.Core.Common;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Tests.Fulfillment;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Orders;

/// <summary>Orders that look like one order twice.</summary>
public sealed class OrderTwinTests : IAsyncLifetime
{
    private static readonly CancellationToken Stop = CancellationToken.None;
    private FulfillmentRoom room = null!;

    public async ValueTask InitializeAsync()
    {
        room = await FulfillmentRoom.OpenAsync();
        await room.Get<HoldWindows>().SetAsync(room.SellerId, room.ConnectionId, null, true, Stop);
    }

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    [Fact]
    public async Task SameOrderTwice_IsNeverShippedTwiceUnnoticed()
    {
        await ImportAsync(Remote("R-1"));
        await ImportAsync(Remote("R-2", minutes: 3));

        var (first, second) = (await FindAsync("R-1"), await FindAsync("R-2"));
        Assert.Null(first.HoldUntil);
        Assert.Equal((Order.UntilReleased, HoldWords.Twin("R-1")), (second.HoldUntil, second.HoldReason));
        Assert.Equal(ShipOutcome.Accepted, (await room.ShipAsync(new ShipRequest(first.Id, "BOX1", "UPS"))).Outcome);
        Assert.Equal(ShipOutcome.Refused, (await room.ShipAsync(new ShipRequest(second.Id, "BOX2", "UPS"))).Outcome);
    }

    [Fact]
    public async Task SameOrderThrice_InOneReading_OnlyTheFirstGoes()
    {
        await ImportAsync(Remote("R-3", minutes: 2), Remote("R-1"), Remote("R-2", minutes: 1));

        Assert.Equal([null, HoldWords.Twin("R-1"), HoldWords.Twin("R-1")], new[] { (await FindAsync("R-1")).HoldReason, (await FindAsync("R-2")).HoldReason, (await FindAsync("R-3")).HoldReason });
    }

    [Fact]
    public async Task OtherThings_OtherRecipient_OrADayLater_AreNeverHeld()
    {
        await ImportAsync(Remote("R-1"), Remote("R-2", title: "Cup"), Remote("R-3", name: "Bo Birch"), Remote("R-4", minutes: 1441), Remote("R-5", minor: 900));

        await using var db = room.Database.Open(room.SellerId);
        Assert.Equal(0, await db.Orders.CountAsync(o => o.HoldUntil != null, Stop));
    }

    [Fact]
    public async Task OtherOneCancelled_LetsTheHeldOneGo()
    {
        await ImportAsync(Remote("R-1"), Remote("R-2", minutes: 1));
        Assert.NotNull((await FindAsync("R-2")).HoldUntil);

        await ImportAsync(Remote("R-1") with { Status = RemoteOrderStatus.Cancelled, UpdatedAt = room.Time.GetUtcNow() });

        Assert.Null((await FindAsync("R-2")).HoldUntil);
    }

    [Fact]
    public async Task StoreThatDoesNotWantIt_HoldsNothing()
    {
        await room.Get<HoldWindows>().SetAsync(room.SellerId, room.ConnectionId, null, false, Stop);

        await ImportAsync(Remote("R-1"), Remote("R-2", minutes: 1));

        Assert.Null((await FindAsync("R-2")).HoldUntil);
    }

    private Task<ImportCounts> ImportAsync(params RemoteOrder[] orders) => room.Get<OrderImport>().ImportAsync(
        new StoreReference(room.SellerId, room.ConnectionId, room.Platform.Key.Value, room.Platform.Descriptor.Name), orders, [], Stop);

    private async Task<Order> FindAsync(string id)
    {
        await using var db = room.Database.Open(room.SellerId);
        return await db.Orders.SingleAsync(o => o.ExternalId == id, Stop);
    }

    private RemoteOrder Remote(string id, int minutes = 0, string title = "Mug", string name = "Ada Alder", long minor = 1000)
    {
        var placed = room.Time.GetUtcNow().AddHours(-30).AddMinutes(minutes);
        return new RemoteOrder
        {
            ExternalId = id,
            Status = RemoteOrderStatus.ReadyToShip,
            PlacedAt = placed,
            UpdatedAt = placed,
            Buyer = new RemoteBuyer { Name = name, AddressLines = ["1 Example St"], City = "Porto", PostalCode = "4000-001", Country = "PT" },
            Subtotal = new Money(minor, "EUR"),
            Shipping = new Money(0, "EUR"),
            Tax = new Money(0, "EUR"),
            Total = new Money(minor, "EUR"),
            Lines = [new RemoteOrderLine { ExternalId = "L1", Title = title, Quantity = 1, UnitPrice = new Money(minor, "EUR") }],
        };
    }
}
