using Bunit;
using Marketplace.Core.Fulfillment;
using Marketplace.Web.Features.Fulfillment;
using MudBlazor;

namespace Marketplace.Tests.Web.Fulfillment;

public sealed class CarriersPageTests : IAsyncLifetime
{
    private RoomScreen screen = null!;

    public async ValueTask InitializeAsync() => screen = await RoomScreen.OpenAsync();

    public async ValueTask DisposeAsync() => await screen.DisposeAsync();

    [Fact]
    public async Task Form_NameAndCarrier_AreStoredAndListed_RemoveTakesThemOut()
    {
        var page = screen.Bunit.Render<CarriersPage>();
        await screen.ShowsAsync(() => page.FindAll("[data-testid=no-carriers]").Count == 1);

        await page.InvokeAsync(() => page.FindComponent<MudTextField<string>>().Instance.ValueChanged.InvokeAsync("House van"));
        await page.InvokeAsync(() => page.FindComponent<MudAutocomplete<string>>().Instance.ValueChanged.InvokeAsync("Royal Mail"));
        await page.Find("[data-testid=carrier-form]").SubmitAsync();

        await screen.ShowsAsync(() => page.FindAll("[data-testid=carrier-row]").Count == 1);
        Assert.Contains("House van", page.Find("[data-testid=carrier-row]").TextContent, StringComparison.Ordinal);
        await page.Find("[data-testid=carrier-remove]").ClickAsync();
        await screen.ShowsAsync(() => page.FindAll("[data-testid=no-carriers]").Count == 1);
        Assert.Empty(await screen.Room.Get<CarrierAliases>().ListAsync(screen.Room.SellerId, CancellationToken.None));
    }

    [Fact]
    public async Task Form_WithoutACarrier_SaysWhatIsMissing()
    {
        var page = screen.Bunit.Render<CarriersPage>();
        await page.InvokeAsync(() => page.FindComponent<MudTextField<string>>().Instance.ValueChanged.InvokeAsync("House van"));

        await page.Find("[data-testid=carrier-form]").SubmitAsync();

        await screen.ShowsAsync(() => page.FindAll("[data-testid=carrier-problem]").Count == 1);
        Assert.Contains("Name the carrier.", page.Find("[data-testid=carrier-problem]").TextContent, StringComparison.Ordinal);
    }
}
