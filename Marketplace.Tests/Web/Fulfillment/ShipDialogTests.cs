using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Marketplace.Core.Changes;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Platforms;
using Marketplace.Tests.Fulfillment;
using Marketplace.Web.Auth;
using Marketplace.Web.Features.Fulfillment;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Marketplace.Tests.Web.Fulfillment;

public sealed class ShipDialogTests : IAsyncLifetime
{
    private readonly BunitContext bunit = new();
    private FulfillmentRoom room = null!;

    public async ValueTask InitializeAsync()
    {
        room = await FulfillmentRoom.OpenAsync();
        bunit.JSInterop.Mode = JSRuntimeMode.Loose;
        bunit.Services.AddMudServices();
        bunit.Services.AddSingleton(room.Get<ShipOrders>());
        bunit.Services.AddSingleton(room.Get<ShipDrafts>());
        bunit.Services.AddSingleton(room.Get<ShipCandidates>());
        bunit.Services.AddSingleton(room.Get<PlatformCatalog>());
        bunit.Services.AddSingleton(room.Get<ChangeFeed>());
        bunit.Services.AddSingleton<Marketplace.Web.Images.ImageLinks>();
        bunit.Services.AddScoped<CurrentSeller>();
        var signedIn = bunit.AddAuthorization();
        signedIn.SetAuthorized("ann");
        signedIn.SetClaims(new Claim(ClaimTypes.NameIdentifier, room.UserId.ToString()), new Claim(SellerClaims.Seller, room.SellerId.ToString()), new Claim(SellerClaims.Role, "Owner"));
        bunit.SetRendererInfo(new Microsoft.AspNetCore.Components.RendererInfo("Server", isInteractive: true));
        bunit.Render<MudPopoverProvider>();
    }

    public async ValueTask DisposeAsync()
    {
        await bunit.DisposeAsync();
        await room.DisposeAsync();
    }

    [Fact]
    public async Task Ship_OneOrder_PrefillsCarrier_SendsAndTellsWhenConfirmed()
    {
        var order = await room.OrderAsync(null, 1);
        var dialog = await OpenAsync(order.Id);

        Assert.True(Send(dialog).HasAttribute("disabled"));
        dialog.Find($"input[data-testid='tracking-{order.ExternalId}']").Input("1Z999AA10123456784");
        dialog.WaitForAssertion(() => Assert.Equal("UPS", dialog.Find($"input[data-testid='carrier-{order.ExternalId}']").GetAttribute("value")), TimeSpan.FromSeconds(20));
        Assert.False(Send(dialog).HasAttribute("disabled"));
        await Send(dialog).ClickAsync();
        dialog.WaitForAssertion(() => Assert.Equal("accepted", dialog.Find("[data-testid=ship-verdict]").GetAttribute("data-outcome")), TimeSpan.FromSeconds(20));

        await room.WorkAsync();

        // The feed holds bursts back by the room's clock.
        await Eventually.TrueAsync(() => dialog.Find("[data-testid=ship-verdict]").TextContent.Contains("Confirmed", StringComparison.Ordinal), () => room.Time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Single(room.Marketplace.Stored);
    }

    [Fact]
    public async Task Ship_NumberThatTheMarketplaceRefuses_IsToldWhileTyping()
    {
        var order = await room.OrderAsync(null, 1);
        var dialog = await OpenAsync(order.Id);

        dialog.Find($"input[data-testid='tracking-{order.ExternalId}']").Input("12-34");

        dialog.WaitForAssertion(() => Assert.Contains("Bazaar does not take this tracking number: letters and digits only.", dialog.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        Assert.True(Send(dialog).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Ship_PartOfAnOrder_SendsOnlyThat()
    {
        var order = await room.OrderAsync(null, 2, 3);
        var dialog = await OpenAsync(order.Id);

        dialog.Find("input[data-testid='quantity-SKU-1']").Change("0");
        dialog.Find("input[data-testid='quantity-SKU-2']").Change("2");
        dialog.Find($"input[data-testid='tracking-{order.ExternalId}']").Input("1Z999AA10123456784");
        await Send(dialog).ClickAsync();
        dialog.WaitForElement("[data-testid=ship-verdict]", TimeSpan.FromSeconds(20));

        var line = Assert.Single(Assert.Single(await room.ShipmentsAsync(order.Id)).Lines);
        Assert.Equal((order.Lines[1].Id, 2), (line.OrderLineId, line.Quantity));
    }

    [Fact]
    public async Task Ship_Selection_LeavesOutWhatIsEmptyAndTellsWhatCannotBe()
    {
        var first = await room.OrderAsync(null, 1);
        var second = await room.OrderAsync(null, 1);
        var cancelled = await room.OrderAsync(o => o.State = Marketplace.Core.Orders.OrderState.Cancelled);
        var dialog = await OpenAsync(first.Id, second.Id, cancelled.Id);

        Assert.Equal("This order was cancelled. Do not ship it.", dialog.Find("[data-testid=ship-obstacle]").TextContent);
        dialog.Find($"input[data-testid='tracking-{second.ExternalId}']").Input("1Z999AA10123456784");
        dialog.WaitForAssertion(() => Assert.Contains("Ship 1 order", Send(dialog).TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        await Send(dialog).ClickAsync();
        dialog.WaitForElement("[data-testid=ship-verdict]", TimeSpan.FromSeconds(20));

        Assert.Empty(await room.ShipmentsAsync(first.Id));
        Assert.Single(await room.ShipmentsAsync(second.Id));
    }

    private static AngleSharp.Dom.IElement Send(IRenderedComponent<MudDialogProvider> dialog) => dialog.Find("button[data-testid=ship-send]");

    private async Task<IRenderedComponent<MudDialogProvider>> OpenAsync(params Guid[] orders)
    {
        var provider = bunit.Render<MudDialogProvider>();
        _ = await provider.InvokeAsync(() => Task.FromResult(ShipDialog.ShowAsync(bunit.Services.GetRequiredService<IDialogService>(), orders)));
        provider.WaitForElement("[data-testid=ship-entry]", TimeSpan.FromSeconds(20));
        return provider;
    }
}
