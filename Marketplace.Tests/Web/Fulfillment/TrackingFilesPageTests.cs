using System.Text;
using Bunit;
using Marketplace.Core.Fulfillment;
using Marketplace.Web.Features.Fulfillment;
using Microsoft.AspNetCore.Components.Forms;

namespace Marketplace.Tests.Web.Fulfillment;

public sealed class TrackingFilesPageTests : IAsyncLifetime
{
    private RoomScreen screen = null!;

    private static TimeSpan Soon => TimeSpan.FromSeconds(10);

    public async ValueTask InitializeAsync() => screen = await RoomScreen.OpenAsync();

    public async ValueTask DisposeAsync() => await screen.DisposeAsync();

    [Fact]
    public async Task Page_CountsWhatWaits_AndDownloadsNothingWhereNothingDoes()
    {
        var empty = screen.Bunit.Render<TrackingFilesPage>();
        empty.WaitForAssertion(() => Assert.Contains("Nothing waits to be shipped right now.", empty.Markup, StringComparison.Ordinal), Soon);

        await screen.Room.OrderAsync();
        await screen.Room.OrderAsync();
        var full = screen.Bunit.Render<TrackingFilesPage>();

        full.WaitForAssertion(() => Assert.Contains("Download 2 orders (.xlsx)", full.Find("[data-testid=download-pending]").TextContent, StringComparison.Ordinal), Soon);
    }

    [Fact]
    public async Task Upload_File_ShowsItsVerdictsLiveAndIsSentOnlyWhenTold()
    {
        var order = await screen.Room.OrderAsync();
        var page = screen.Bunit.Render<TrackingFilesPage>();

        Upload(page, $"Order ID,Tracking Number,Carrier\n{order.ExternalId},BOX1,UPS\nNOBODYS-1,BOX2,UPS\n");
        await screen.ShowsAsync(() => page.FindAll("[data-testid=file-card]").Count == 1);
        await screen.Room.WorkAsync();
        await screen.ShowsAsync(() => page.Markup.Contains("Ready: 1 item by UPS.", StringComparison.Ordinal));

        Assert.Contains("No order has this number in your stores.", page.Markup, StringComparison.Ordinal);
        Assert.Empty(await screen.Room.ShipmentsAsync(order.Id));
        await page.Find("button[data-testid=send-file]").ClickAsync();
        await screen.Room.WorkAsync();
        Assert.Equal(ShipmentState.Confirmed, Assert.Single(await screen.Room.ShipmentsAsync(order.Id)).State);
    }

    [Fact]
    public async Task Upload_FileThatCannotBeRead_SaysWhy()
    {
        var page = screen.Bunit.Render<TrackingFilesPage>();

        Upload(page, "");

        await screen.ShowsAsync(() => page.FindAll("[data-testid=upload-problem]").Count == 1);
        Assert.Contains("This file is empty.", page.Find("[data-testid=upload-problem]").TextContent, StringComparison.Ordinal);
    }

    private static void Upload(IRenderedComponent<TrackingFilesPage> page, string text) =>
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(Encoding.UTF8.GetBytes(text), "tracking.csv"));
}
