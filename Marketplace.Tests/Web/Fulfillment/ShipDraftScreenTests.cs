using Bunit;
using Marketplace.Core.Fulfillment;
using Marketplace.Web.Features.Fulfillment;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor;

namespace Marketplace.Tests.Web.Fulfillment;

/// <summary>What is typed into the dialog for parcels outlives the dialog.</summary>
public sealed class ShipDraftScreenTests : IAsyncLifetime
{
    private RoomScreen screen = null!;

    public async ValueTask InitializeAsync() => screen = await RoomScreen.OpenAsync();

    public async ValueTask DisposeAsync() => await screen.DisposeAsync();

    [Fact]
    public async Task Dialog_OpenedAgain_ShowsWhatWasTyped_UntilItIsCleared()
    {
        var order = await screen.Room.OrderAsync();
        var first = await OpenAsync(order.Id);
        Assert.Empty(first.FindAll("[data-testid=ship-restored]"));
        first.Find($"input[data-testid='tracking-{order.ExternalId}']").Input("1Z999AA1012");
        await Eventually.TrueAsync(async () => (await DraftsAsync(order.Id)).TryGetValue(order.Id, out var kept) && kept.TrackingNumber == "1Z999AA1012");

        var again = await OpenAsync(order.Id);

        Assert.Equal("1Z999AA1012", Tracking(again, order.ExternalId));
        Assert.Contains("Restored what you typed", again.Find("[data-testid=ship-restored]").TextContent, StringComparison.Ordinal);
        await again.Find("button[data-testid=ship-clear]").ClickAsync();
        again.WaitForAssertion(() => Assert.Equal("", Tracking(again, order.ExternalId)), TimeSpan.FromSeconds(20));
        Assert.Empty(await DraftsAsync(order.Id));
    }

    [Fact]
    public async Task Dialog_ParcelSent_KeepsNothingOfIt()
    {
        var order = await screen.Room.OrderAsync();
        var dialog = await OpenAsync(order.Id);
        dialog.Find($"input[data-testid='tracking-{order.ExternalId}']").Input("1Z999AA10123456784");

        await dialog.Find("button[data-testid=ship-send]").ClickAsync();
        dialog.WaitForElement("[data-testid=ship-verdict]", TimeSpan.FromSeconds(20));

        await Eventually.TrueAsync(async () => (await DraftsAsync(order.Id)).Count == 0);
    }

    [Fact]
    public async Task Keeper_QuickTyping_StoresTheLastKeyStrokeWithFewWrites()
    {
        var order = Guid.NewGuid();
        var (writes, gate) = (new List<string>(), new TaskCompletionSource());
        var keeper = new ShipDraftKeeper(
            async typed =>
            {
                await gate.Task;
                writes.AddRange(typed.Select(t => t.TrackingNumber));
            },
            NullLogger.Instance);

        for (var i = 1; i <= 50; i++)
        {
            keeper.Keep(new TypedParcel(order, new string('1', i), "", null));
        }

        gate.SetResult();
        await keeper.SettledAsync();

        Assert.Equal(50, writes[^1].Length);
        Assert.InRange(writes.Count, 1, 2);
    }

    private static string? Tracking(IRenderedComponent<MudDialogProvider> dialog, string order) => dialog.Find($"input[data-testid='tracking-{order}']").GetAttribute("value") ?? "";

    private Task<IRenderedComponent<MudDialogProvider>> OpenAsync(Guid order) => screen.DialogAsync(d => ShipDialog.ShowAsync(d, [order]), "[data-testid=ship-entry]");

    private Task<IReadOnlyDictionary<Guid, TypedParcel>> DraftsAsync(Guid order) =>
        screen.Room.Get<ShipDrafts>().LoadAsync(screen.Room.SellerId, screen.Room.UserId, [order], CancellationToken.None);
}
