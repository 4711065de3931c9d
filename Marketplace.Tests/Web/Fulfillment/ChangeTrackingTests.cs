using AngleSharp.Dom;
using Bunit;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Replacing;
using Marketplace.Web.Features.Orders;
using Microsoft.AspNetCore.Components.Authorization;

namespace Marketplace.Tests.Web.Fulfillment;

public sealed class ChangeTrackingTests : IAsyncLifetime
{
    private RoomScreen screen = null!;

    public async ValueTask InitializeAsync() => screen = await RoomScreen.OpenAsync();

    public async ValueTask DisposeAsync() => await screen.DisposeAsync();

    [Fact]
    public async Task Change_NewNumber_IsSentWithItsCarrier()
    {
        var parcel = await ShippedAsync();
        var form = Render(parcel, new TrackingChoice(null, null, null));

        await ButtonAsync(form, "change-tracking");
        form.Find("input[data-testid=new-tracking]").Change("BOX2");
        await form.Find("[data-testid=change-tracking-form]").SubmitAsync();
        await screen.Room.WorkAsync();

        var stored = Assert.Single(screen.Room.Marketplace.Stored);
        Assert.Equal(("BOX2", "UPS_B"), (stored.TrackingNumber, stored.CarrierCode));
    }

    [Fact]
    public async Task Change_NumberThatCannotBe_IsToldAndKeepsWhatWasTyped()
    {
        var parcel = await ShippedAsync();
        var form = Render(parcel, new TrackingChoice(null, null, null));
        await ButtonAsync(form, "change-tracking");

        form.Find("input[data-testid=new-tracking]").Change("BOX 1");
        await form.Find("[data-testid=change-tracking-form]").SubmitAsync();

        form.WaitForAssertion(() => Assert.Contains("the number that the parcel has already", form.Find("[data-testid=change-tracking-answer]").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        Assert.Equal("BOX 1", form.Find("input[data-testid=new-tracking]").GetAttribute("value"));
    }

    [Fact]
    public async Task Change_WhereOnlyTheMarketplacesPageCan_SaysSoBeforeTheFields()
    {
        var form = Render(await ShippedAsync(), new TrackingChoice(null, "Change the number in Seller Hub.", null));

        await ButtonAsync(form, "change-tracking");

        Assert.StartsWith("Change the number in Seller Hub.", form.Find("[data-testid=change-tracking-by-hand]").TextContent, StringComparison.Ordinal);
        Assert.Equal("I changed it there", form.Find("button[data-testid=change-tracking-send]").TextContent.Trim());
    }

    [Fact]
    public async Task Change_WithAnObstacle_ShowsItInsteadOfFields()
    {
        var form = Render(await ShippedAsync(), new TrackingChoice("Once only.", null, null));

        await ButtonAsync(form, "change-tracking");

        Assert.Equal("Once only.", form.Find("[data-testid=change-tracking-obstacle]").TextContent);
        Assert.Empty(form.FindAll("form"));
    }

    private static async Task ButtonAsync(IRenderedComponent<ChangeTracking> form, string name)
    {
        form.WaitForElement($"button[data-testid={name}]", TimeSpan.FromSeconds(20));
        await form.Find($"button[data-testid={name}]").ClickAsync();
    }

    private IRenderedComponent<ChangeTracking> Render(ShipmentView parcel, TrackingChoice choice) => screen.Bunit.Render<CascadingAuthenticationState>(p => p
        .AddChildContent<ChangeTracking>(c => c.Add(f => f.Shipment, parcel).Add(f => f.Choice, choice))).FindComponent<ChangeTracking>();

    private async Task<ShipmentView> ShippedAsync()
    {
        var order = await screen.Room.OrderAsync();
        await screen.Room.ShipAsync(new ShipRequest(order.Id, "BOX1", "UPS"));
        await screen.Room.WorkAsync();
        return Assert.Single(await screen.Room.Get<ShipmentQueries>().OfOrderAsync(screen.Room.SellerId, order.Id, CancellationToken.None));
    }
}
