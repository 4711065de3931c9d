using Bunit;
using Marketplace.Tests.Fulfillment.Packing;
using Marketplace.Tests.Web.Fulfillment;
using Marketplace.Web.Features.Packing;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Web.Packing;

/// <summary>The packing table as a packer sees and hears it.</summary>
public sealed class PackingPageTests
{
    [Fact]
    public async Task Scan_SlipThenItems_CountsUp_AndWrongOnesAreRefusedAloud()
    {
        await using var screen = await OpenAsync();
        var order = await PackBed.OrderAsync(screen.Room, (await PackBed.ItemAsync(screen.Room, "MUG"), 2));
        var page = screen.Bunit.Render<PackingPage>();
        page.WaitForElement("[data-testid=queue-row]", TimeSpan.FromSeconds(20));

        Assert.Equal("wrong", await ScanAsync(page, "MUG"));
        Assert.Equal("right", await ScanAsync(page, order.ExternalId));
        page.WaitForElement("[data-testid=pack-card]", TimeSpan.FromSeconds(20));
        Assert.Equal("right", await ScanAsync(page, "MUG"));
        Assert.Equal("1 of 2", page.Find("[data-testid=pack-progress]").TextContent);
        Assert.Equal("wrong", await ScanAsync(page, "NOPE"));
        Assert.Equal("unknowncode", page.Find("[data-testid=scan-verdict]").GetAttribute("data-outcome"));
        Assert.Equal("done", await ScanAsync(page, "MUG"));

        Assert.NotNull(page.Find("[data-testid=pack-ship]"));
        await page.Find("[data-testid=pack-undo]").ClickAsync(new());
        Assert.Equal("1 of 2", page.Find("[data-testid=pack-progress]").TextContent);
    }

    [Fact]
    public async Task Page_OpenedAgain_ShowsWhatWasScanned_AndWhoHasAnOrder()
    {
        await using var screen = await OpenAsync();
        var order = await PackBed.OrderAsync(screen.Room, (await PackBed.ItemAsync(screen.Room, "MUG"), 2));
        await screen.Room.ScanAsync((await screen.Room.StartAsync(order, PackBed.Ann)).Run!, "MUG");

        screen.Bunit.Services.GetRequiredService<NavigationManager>().NavigateTo($"packing?order={order.Id}");
        var page = screen.Bunit.Render<PackingPage>();

        page.WaitForElement("[data-testid=pack-card]", TimeSpan.FromSeconds(20));
        Assert.Equal("1 of 2", page.Find("[data-testid=pack-progress]").TextContent);
        Assert.Equal("Started by ann", page.Find("[data-testid=claim]").TextContent.Trim());
        Assert.Empty(page.FindAll("[data-testid=count-one]"));
    }

    private static async Task<string> ScanAsync(IRenderedComponent<PackingPage> page, string code) => await page.InvokeAsync(() => page.Instance.ScannedAsync(code));

    private static async Task<RoomScreen> OpenAsync()
    {
        var screen = await RoomScreen.OpenAsync();
        var module = screen.Bunit.JSInterop.SetupModule("./packing.js");
        module.Mode = JSRuntimeMode.Loose;
        module.Setup<string>("station").SetResult(Guid.NewGuid().ToString());
        module.SetupModule("attach", _ => true);
        return screen;
    }
}
