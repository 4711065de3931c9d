using Bunit;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Platforms;
using Marketplace.Web.Features.Fulfillment;

namespace Marketplace.Tests.Web.Fulfillment;

public sealed class FailedParcelsPageTests : IAsyncLifetime
{
    private RoomScreen screen = null!;

    public async ValueTask InitializeAsync() => screen = await RoomScreen.OpenAsync();

    public async ValueTask DisposeAsync() => await screen.DisposeAsync();

    [Fact]
    public async Task Page_ManyOfOneCause_AreOneCardAndMendedAtOnce()
    {
        var room = screen.Room;
        for (var number = 1; number <= 3; number++)
        {
            var order = await room.OrderAsync();
            room.Marketplace.FailNext(new RejectedException($"The carrier does not know the number BOX{number}."));
            await room.ShipAsync(new ShipRequest(order.Id, $"BOX{number}", "FedEx"));
            await room.WorkAsync();
        }

        var page = screen.Bunit.Render<FailedParcelsPage>();
        var card = page.WaitForElement("[data-testid=failure-cause]", TimeSpan.FromSeconds(20));
        Assert.Contains("3 parcels", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("The carrier does not know the number ….", card.TextContent, StringComparison.Ordinal);

        page.Find("input[data-testid=mend-carrier]").Change("UPS");
        await page.Find("button[data-testid=mend-all]").ClickAsync();
        await room.WorkAsync();

        Assert.Equal([("BOX1", "UPS"), ("BOX2", "UPS"), ("BOX3", "UPS")], room.Marketplace.Stored.Select(s => (s.TrackingNumber, s.CarrierName)).Order());
        await screen.ShowsAsync(() => page.FindAll("[data-testid=no-failed]").Count == 1);
    }

    [Fact]
    public async Task Page_OfAnotherSeller_ShowsNothing()
    {
        var order = await screen.Room.OrderAsync();
        screen.Room.Marketplace.FailNext(new RejectedException("No."));
        await screen.Room.ShipAsync(new ShipRequest(order.Id, "BOX1", "UPS"));
        await screen.Room.WorkAsync();

        Assert.Single(await screen.Room.Get<FailedParcels>().ByCauseAsync(screen.Room.SellerId, CancellationToken.None));
        Assert.Empty(await screen.Room.Get<FailedParcels>().ByCauseAsync(Guid.NewGuid(), CancellationToken.None));
        Assert.Equal(0, await screen.Room.Get<FailedParcels>().CountAsync(Guid.NewGuid(), CancellationToken.None));
    }
}
