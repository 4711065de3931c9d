using Marketplace.Core.Fulfillment;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Fulfillment;

public sealed class ShipDraftsTests : IAsyncLifetime
{
    private FulfillmentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await FulfillmentRoom.OpenAsync();

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    private ShipDrafts Drafts => room.Get<ShipDrafts>();

    [Fact]
    public async Task Save_Typed_IsThereAgain_ForItsUserAlone()
    {
        var order = await room.OrderAsync(null, 2);
        var line = order.Lines[0].Id;
        await SaveAsync(new TypedParcel(order.Id, "1Z9", "UPS", new Dictionary<Guid, int> { [line] = 1 }));

        var kept = (await LoadAsync(room.UserId, order.Id))[order.Id];

        Assert.Equal(("1Z9", "UPS", 1, room.Time.GetUtcNow()), (kept.TrackingNumber, kept.Carrier, kept.Quantities![line], kept.SavedAt));
        Assert.Empty(await LoadAsync(Guid.NewGuid(), order.Id));
        Assert.Empty(await Drafts.LoadAsync(Guid.NewGuid(), room.UserId, [order.Id], CancellationToken.None));
    }

    [Fact]
    public async Task Save_Again_TakesThePlaceOfTheFirst_AndEmptiedIsForgotten()
    {
        var order = await room.OrderAsync();
        await SaveAsync(new TypedParcel(order.Id, "1Z9", "", null));
        await SaveAsync(new TypedParcel(order.Id, "1Z99", "", null));
        Assert.Equal("1Z99", (await LoadAsync(room.UserId, order.Id))[order.Id].TrackingNumber);

        await SaveAsync(new TypedParcel(order.Id, "  ", "UPS", null));

        Assert.Empty(await LoadAsync(room.UserId, order.Id));
    }

    [Fact]
    public async Task Drafts_AfterTheirTime_AreGone()
    {
        var (old, fresh) = (await room.OrderAsync(), await room.OrderAsync());
        await SaveAsync(new TypedParcel(old.Id, "1Z9", "", null));
        room.Time.Advance(ShipDrafts.Kept + TimeSpan.FromMinutes(1));
        Assert.Empty(await LoadAsync(room.UserId, old.Id));

        await SaveAsync(new TypedParcel(fresh.Id, "1Z8", "", null));

        await using var db = room.Database.Open(room.SellerId);
        Assert.Equal(fresh.Id, (await db.Set<ShipDraft>().SingleAsync()).OrderId);
    }

    [Fact]
    public async Task Save_ForAnOrderThatIsNotTheSellers_KeepsNothing()
    {
        await SaveAsync(new TypedParcel(Guid.NewGuid(), "1Z9", "", null));

        await using var db = room.Database.Open(room.SellerId);
        Assert.Empty(await db.Set<ShipDraft>().ToListAsync());
    }

    private Task SaveAsync(TypedParcel typed) => Drafts.SaveAsync(room.SellerId, room.UserId, [typed], CancellationToken.None);

    private Task<IReadOnlyDictionary<Guid, TypedParcel>> LoadAsync(Guid user, Guid order) => Drafts.LoadAsync(room.SellerId, user, [order], CancellationToken.None);
}
