using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Marketplace.Core.Changes;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Cancelling;
using Marketplace.Core.Fulfillment.Files;
using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Core.Fulfillment.Packing;
using Marketplace.Core.Fulfillment.Refunds;
using Marketplace.Core.Fulfillment.Replacing;
using Marketplace.Core.Fulfillment.Returns;
using Marketplace.Core.Fulfillment.Rules;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Tests.Fulfillment;
using Marketplace.Web.Auth;
using Marketplace.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Marketplace.Tests.Web.Fulfillment;

/// <summary>Screens over a <see cref="FulfillmentRoom"/>, with its seller signed in.</summary>
internal sealed class RoomScreen : IAsyncDisposable
{
    private RoomScreen(FulfillmentRoom room) => Room = room;

    public FulfillmentRoom Room { get; }

    public BunitContext Bunit { get; } = new();

    public static async Task<RoomScreen> OpenAsync()
    {
        var screen = new RoomScreen(await FulfillmentRoom.OpenAsync());
        var (bunit, room) = (screen.Bunit, screen.Room);
        bunit.JSInterop.Mode = JSRuntimeMode.Loose;
        bunit.Services.AddMudServices();
        bunit.Services.AddLivePages();
        bunit.Services.AddSingleton<TimeProvider>(room.Time);
        bunit.Services.AddSingleton(room.Get<ShipOrders>());
        bunit.Services.AddSingleton(room.Get<ShipDrafts>());
        bunit.Services.AddSingleton(room.Get<ShipCandidates>());
        bunit.Services.AddSingleton(room.Get<ShipmentRetry>());
        bunit.Services.AddSingleton(room.Get<ParcelDecisions>());
        bunit.Services.AddSingleton(room.Get<TrackingChanges>());
        bunit.Services.AddSingleton(room.Get<FailedParcels>());
        bunit.Services.AddSingleton(room.Get<FulfillmentQueries>());
        bunit.Services.AddSingleton(room.Get<WriteBacks>());
        bunit.Services.AddSingleton(room.Get<RuleBook>());
        bunit.Services.AddSingleton(room.Get<RuleTrial>());
        bunit.Services.AddSingleton(room.Get<OrderHolds>());
        bunit.Services.AddSingleton(room.Get<TrackingFiles>());
        bunit.Services.AddSingleton(room.Get<TrackingFileCorrections>());
        bunit.Services.AddSingleton(room.Get<CarrierAliases>());
        bunit.Services.AddSingleton(room.Get<CancelOrders>());
        bunit.Services.AddSingleton(room.Get<RefundOrders>());
        bunit.Services.AddSingleton(room.Get<GoodsBack>());
        bunit.Services.AddSingleton(room.Get<AnswerReturns>());
        bunit.Services.AddSingleton(room.Get<LabelShop>());
        bunit.Services.AddSingleton(room.Get<PackDesk>());
        bunit.Services.AddSingleton(room.Get<PackQueue>());
        bunit.Services.AddSingleton(room.Get<OrderReader>());
        bunit.Services.AddSingleton(room.Get<PlatformCatalog>());
        bunit.Services.AddSingleton(room.Get<ChangeFeed>());
        bunit.Services.AddScoped<CurrentSeller>();
        var signedIn = bunit.AddAuthorization();
        signedIn.SetAuthorized("ann");
        signedIn.SetClaims(new Claim(ClaimTypes.NameIdentifier, room.UserId.ToString()), new Claim(SellerClaims.Seller, room.SellerId.ToString()), new Claim(SellerClaims.Role, "Owner"));
        bunit.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        bunit.Render<MudPopoverProvider>();
        return screen;
    }

    /// <summary>Waits until a screen shows it; the feed holds bursts back by the room's clock.</summary>
    public Task ShowsAsync(Func<bool> shown) => Eventually.TrueAsync(shown, () => Room.Time.Advance(TimeSpan.FromSeconds(1)));

    /// <summary>Opens a dialog and waits until it is there.</summary>
    public async Task<IRenderedComponent<MudDialogProvider>> DialogAsync(Func<IDialogService, Task> open, string selector)
    {
        var provider = Bunit.Render<MudDialogProvider>();
        _ = await provider.InvokeAsync(() => Task.FromResult(open(Bunit.Services.GetRequiredService<IDialogService>())));
        provider.WaitForElement(selector, TimeSpan.FromSeconds(20));
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await Bunit.DisposeAsync();
        await Room.DisposeAsync();
    }
}
