using Bunit;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Platforms;
using Marketplace.Web.Features.Fulfillment;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

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
    public async Task Page_ParcelShippedElsewhere_AsksAndFollowsTheAnswer()
    {
        var room = screen.Room;
        room.IsBehind = true;
        foreach (var number in new[] { "BOX1", "BOX2" })
        {
            var order = await room.OrderAsync();
            room.Marketplace.Stored.Add(new ShipmentNotice
            {
                ExternalOrderId = order.ExternalId,
                PackageNumber = 7,
                TrackingNumber = "THEIRS1",
                CarrierName = "UPS",
                ShippedAt = room.Time.GetUtcNow(),
                Lines = [new ShipmentNoticeLine("L1", 1, null)],
            });
            await room.ShipAsync(new ShipRequest(order.Id, number, "UPS"));
        }

        await room.WorkAsync();
        screen.Bunit.Services.GetRequiredService<NavigationManager>().NavigateTo("confirmations?show=stopped");

        var page = screen.Bunit.Render<WriteBackPage>();
        var row = page.WaitForElement("[data-testid=write-back]", Patience);
        Assert.Contains("Shipped elsewhere: Bazaar shows these items in parcel THEIRS1", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("yellow", page.Find("[data-testid=write-back-bazaar]").GetAttribute("data-light"));
        Assert.NotEmpty(page.FindAll("[data-testid=discard-stopped]"));

        await page.Find("[data-testid=send-anyway]").ClickAsync();
        await room.WorkAsync();
        await screen.ShowsAsync(() => page.FindAll("[data-testid=write-back]").Count == 1);
        await page.Find("[data-testid=discard-parcel]").ClickAsync();
        await screen.ShowsAsync(() => page.FindAll("[data-testid=write-back]").Count == 0);
        Assert.Equal(1, room.Marketplace.Calls);
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
