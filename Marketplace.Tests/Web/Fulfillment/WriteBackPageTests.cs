using Bunit;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Platforms;
using Marketplace.Web.Features.Fulfillment;

namespace Marketplace.Tests.Web.Fulfillment;

public sealed class WriteBackPageTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private RoomScreen screen = null!;

    public async ValueTask InitializeAsync() => screen = await RoomScreen.OpenAsync();

    public async ValueTask DisposeAsync() => await screen.DisposeAsync();

    [Fact]
    public async Task Page_RefusedParcel_ShowsReasonFieldAndRemedyAndTurnsGreenWhenMended()
    {
        var room = screen.Room;
        var order = await room.OrderAsync();
        room.Marketplace.FailNext(new RejectedException("The carrier is not known.") { Field = "carrierCode" });
        await room.ShipAsync(new ShipRequest(order.Id, "BOX1", "UPS"));
        await room.WorkAsync();

        var page = screen.Bunit.Render<WriteBackPage>();
        var row = page.WaitForElement("[data-testid=write-back]", Patience);
        Assert.Contains("The carrier is not known.", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("(field: carrierCode)", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Choose a carrier that this marketplace knows", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("red", page.Find("[data-testid=write-back-bazaar]").GetAttribute("data-light"));

        await page.Find("[data-testid=retry-write-back]").ClickAsync();
        await room.WorkAsync();
        await screen.ShowsAsync(() => page.Find("[data-testid=write-back-bazaar]").GetAttribute("data-light") == "green" && page.FindAll("[data-testid=write-back]").Count == 0);
    }

    [Fact]
    public async Task Stores_WaitingParcel_TurnsYellowAfterAQuarterOfAnHour()
    {
        var room = screen.Room;
        Assert.Equal(WriteBackLight.Unknown, await LightAsync());
        await room.ShipAsync(new ShipRequest((await room.OrderAsync()).Id, "BOX1", "UPS"));
        Assert.Equal(WriteBackLight.Green, await LightAsync());
        room.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(WriteBackLight.Yellow, await LightAsync());
        await room.WorkAsync();
        Assert.Equal(WriteBackLight.Green, await LightAsync());
        Assert.Empty(await room.Get<WriteBacks>().StoresAsync(Guid.NewGuid(), CancellationToken.None));
    }

    private async Task<WriteBackLight> LightAsync() =>
        Assert.Single(await screen.Room.Get<WriteBacks>().StoresAsync(screen.Room.SellerId, CancellationToken.None)).Light;
}
