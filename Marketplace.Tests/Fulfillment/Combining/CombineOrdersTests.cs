using Marketplace.Core.Common;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Combining;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Fulfillment.Combining;

public sealed class CombineOrdersTests : IAsyncLifetime
{
    private FulfillmentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await FulfillmentRoom.OpenAsync();

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    [Fact]
    public async Task Suggestions_SameRecipientHoweverWritten_AreOneGroup_OthersAreNot()
    {
        await ImportAsync("B-1", "Ann Lee", "12 Quay Street");
        await ImportAsync("B-2", "ANN LEE", "12, Quay  street");
        await ImportAsync("B-3", "Ann Lee", "13 Quay Street");
        await ImportAsync("B-4", "Ann Lee", "12 Quay Street", reference: "HUB-77");
        await ImportAsync("B-5", "Ann Lee", "12 Quay Street", cancelRequested: true);

        var group = Assert.Single(await Suggestions.OfRecipientsAsync(room.SellerId, CancellationToken.None));

        Assert.Equal(["B-1", "B-2"], group.Orders.Select(o => o.ExternalId).Order());
        Assert.Equal(1, await Suggestions.CountAsync(room.SellerId, CancellationToken.None));
        Assert.Empty(await Suggestions.OfRecipientsAsync(Guid.NewGuid(), CancellationToken.None));
        await using var db = room.Database.Open(room.SellerId);
        Assert.All(await db.Orders.ToListAsync(), o => Assert.DoesNotContain("QUAY", o.RecipientKey!.ToUpperInvariant(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Accept_ThenShip_IsOneNumberAndOneConfirmationForEachOrder()
    {
        await ImportAsync("B-1", "Ann Lee", "12 Quay Street");
        await ImportAsync("B-2", "Ann Lee", "12 Quay Street");
        var orders = (await Suggestions.OfRecipientsAsync(room.SellerId, CancellationToken.None)).Single().Orders;

        Assert.Equal(ActionOutcome.Accepted, (await AcceptAsync(orders)).Outcome);
        Assert.Equal("One of these orders leaves in a parcel with others already.", (await AcceptAsync(orders)).Message);
        Assert.Equal(0, await Suggestions.CountAsync(room.SellerId, CancellationToken.None));
        var verdicts = await room.Ship.ShipAsync(room.SellerId, [.. orders.Select(o => new ShipRequest(o.Id, "TRACK1", "UPS"))], "ann", CancellationToken.None);
        await room.WorkAsync();

        Assert.All(verdicts, v => Assert.Equal(ShipOutcome.Accepted, v.Outcome));
        Assert.Equal(["B-1", "B-2"], room.Marketplace.Stored.Where(s => s.TrackingNumber == "TRACK1").Select(s => s.ExternalOrderId).Order());
        var group = (await Suggestions.OfOrdersAsync(room.SellerId, [orders[0].Id], CancellationToken.None))[orders[0].Id];
        Assert.Equal(ActionOutcome.Refused, (await Combine.UndoAsync(room.SellerId, group.Id, "ann", CancellationToken.None)).Outcome);
    }

    [Fact]
    public async Task Undo_BeforeShipping_SuggestsThemAgain()
    {
        await ImportAsync("B-1", "Ann Lee", "12 Quay Street");
        await ImportAsync("B-2", "Ann Lee", "12 Quay Street");
        var orders = (await Suggestions.OfRecipientsAsync(room.SellerId, CancellationToken.None)).Single().Orders;
        var group = (await AcceptAsync(orders)).ActionId!.Value;

        Assert.Equal(ActionOutcome.Unknown, (await Combine.UndoAsync(Guid.NewGuid(), group, "eve", CancellationToken.None)).Outcome);
        Assert.Equal(ActionOutcome.Accepted, (await Combine.UndoAsync(room.SellerId, group, "ann", CancellationToken.None)).Outcome);

        Assert.Equal(1, await Suggestions.CountAsync(room.SellerId, CancellationToken.None));
        Assert.Empty(await Suggestions.GroupsAsync(room.SellerId, CancellationToken.None));
    }

    [Fact]
    public async Task Accept_OrdersOfDifferentRecipients_IsRefusedInWords()
    {
        await ImportAsync("B-1", "Ann Lee", "12 Quay Street");
        await ImportAsync("B-2", "Bo Lee", "12 Quay Street");
        await using var db = room.Database.Open(room.SellerId);
        var ids = await db.Orders.Select(o => o.Id).ToListAsync();

        var verdict = await Combine.AcceptAsync(room.SellerId, ids, null, "ann", CancellationToken.None);
        var foreign = await Combine.AcceptAsync(Guid.NewGuid(), ids, null, "eve", CancellationToken.None);

        Assert.Equal("These orders go to different recipients, or an address is not known.", verdict.Message);
        Assert.Equal(ActionOutcome.Unknown, foreign.Outcome);
    }

    [Fact]
    public async Task Combine_WhereTheMarketplaceLaysParcelsOut_IsAskedAndTakenApartAgain()
    {
        await using var bed = await ShippingBed.ConnectAsync("tiktok", options => (options.Orders, options.TikTok.Markets) = (200, "TH"));
        await bed.ImportAllAsync();
        var suggestions = bed.Room.Get<ParcelSuggestions>();
        var proposal = (await suggestions.OfMarketplacesAsync(bed.Room.SellerId, CancellationToken.None)).Suggestions[0];
        var combine = bed.Room.Get<CombineOrders>();

        var accepted = await combine.AcceptAsync(bed.Room.SellerId, [.. proposal.Orders.Select(o => o.Id)], proposal.ProposalId, "ann", CancellationToken.None);
        await bed.Room.WorkAsync();

        var group = (await suggestions.GroupsAsync(bed.Room.SellerId, CancellationToken.None)).Single().Group;
        Assert.Equal((accepted.ActionId!.Value, ActionState.Done, null), (group.Id, group.State, group.Problem));
        Assert.NotNull(group.ExternalId);

        await combine.UndoAsync(bed.Room.SellerId, group.Id, "ann", CancellationToken.None);
        await bed.Room.WorkAsync();

        Assert.Empty(await suggestions.GroupsAsync(bed.Room.SellerId, CancellationToken.None));
        Assert.Contains((await suggestions.OfMarketplacesAsync(bed.Room.SellerId, CancellationToken.None)).Suggestions, s => s.ProposalId == proposal.ProposalId);
    }

    [Fact]
    public async Task Combine_ThenShip_IsOneParcelThereAndBothOrdersAreConfirmed()
    {
        await using var bed = await ShippingBed.ConnectAsync("tiktok", options => (options.Orders, options.TikTok.Markets) = (200, "TH"));
        await bed.ImportAllAsync();
        var proposal = (await bed.Room.Get<ParcelSuggestions>().OfMarketplacesAsync(bed.Room.SellerId, CancellationToken.None)).Suggestions[0];
        await bed.Room.Get<CombineOrders>().AcceptAsync(bed.Room.SellerId, [.. proposal.Orders.Select(o => o.Id)], proposal.ProposalId, "ann", CancellationToken.None);
        await bed.Room.WorkAsync();

        await bed.Room.Ship.ShipAsync(bed.Room.SellerId, [.. proposal.Orders.Select(o => new ShipRequest(o.Id, "TRACK0001", "J&T Express"))], "ann", CancellationToken.None);
        await bed.Room.WorkAsync(200);

        foreach (var order in proposal.Orders)
        {
            Assert.Equal(ShipmentState.Confirmed, Assert.Single(await bed.Room.ShipmentsAsync(order.Id)).State);
        }
    }

    private ParcelSuggestions Suggestions => room.Get<ParcelSuggestions>();

    private CombineOrders Combine => room.Get<CombineOrders>();

    private Task<ActionVerdict> AcceptAsync(IReadOnlyList<SuggestedOrder> orders) =>
        Combine.AcceptAsync(room.SellerId, [.. orders.Select(o => o.Id)], null, "ann", CancellationToken.None);

    private Task<ImportCounts> ImportAsync(string id, string name, string street, string? reference = null, bool cancelRequested = false) => room.Get<OrderImport>().ImportAsync(
        new StoreReference(room.SellerId, room.ConnectionId, "bazaar", "Bazaar"),
        [
            new RemoteOrder
            {
                ExternalId = id,
                Status = RemoteOrderStatus.ReadyToShip,
                CancelRequested = cancelRequested,
                PlacedAt = room.Time.GetUtcNow(),
                UpdatedAt = room.Time.GetUtcNow(),
                Subtotal = new Money(100, "EUR"),
                Shipping = Money.Zero("EUR"),
                Tax = Money.Zero("EUR"),
                Total = new Money(100, "EUR"),
                Buyer = new RemoteBuyer { Name = name, AddressLines = [street], City = "Porto", PostalCode = "4000-001", Country = "PT", ShipToReference = reference },
                Lines = [new RemoteOrderLine { ExternalId = "L1", Title = "Thing", Quantity = 1, UnitPrice = new Money(100, "EUR") }],
            },
        ],
        [],
        CancellationToken.None);
}
