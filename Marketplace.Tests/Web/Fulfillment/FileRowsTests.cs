using Bunit;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Files;
using Marketplace.Tests.Fulfillment;
using Marketplace.Web.Features.Fulfillment;

namespace Marketplace.Tests.Web.Fulfillment;

public sealed class FileRowsTests : IAsyncLifetime
{
    private RoomScreen screen = null!;

    public async ValueTask InitializeAsync() => screen = await RoomScreen.OpenAsync();

    public async ValueTask DisposeAsync() => await screen.DisposeAsync();

    [Fact]
    public async Task Field_TypedButNeverLeft_IsStoredAMomentLater_AndJudged()
    {
        var order = await screen.Room.OrderAsync();
        var rows = await OpenAsync("NOBODYS,BOX1,UPS\n");

        _ = rows.Find("[data-testid=order-2]").InputAsync(order.ExternalId);

        await Eventually.TrueAsync(async () => (await StoredAsync()).OrderNumber == order.ExternalId, () => screen.Room.Time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal(RowVerdict.Ready, (await StoredAsync()).Verdict);
    }

    [Fact]
    public async Task Field_Left_IsStoredAtOnce()
    {
        var order = await screen.Room.OrderAsync();
        var rows = await OpenAsync($"{order.ExternalId},BOX1,Zeppelin\n");

        await rows.Find("[data-testid=carrier-2]").ChangeAsync("FedEx");

        Assert.Equal(("FedEx", RowVerdict.Ready), ((await StoredAsync()).Carrier, (await StoredAsync()).Verdict));
    }

    [Fact]
    public async Task Field_OfAnEnteredRow_IsText()
    {
        var order = await screen.Room.OrderAsync();
        var id = await UploadAsync($"{order.ExternalId},BOX1,UPS\n");
        await screen.Room.Get<TrackingFiles>().SendAsync(screen.Room.SellerId, id, "ann", CancellationToken.None);
        await screen.Room.WorkAsync();

        var rows = await RenderAsync(id);

        Assert.Empty(rows.FindAll("input.row-field"));
        Assert.Contains("BOX1", rows.Markup, StringComparison.Ordinal);
    }

    private async Task<IRenderedComponent<FileRows>> OpenAsync(string rows) => await RenderAsync(await UploadAsync(rows));

    private async Task<IRenderedComponent<FileRows>> RenderAsync(Guid id)
    {
        var progress = (await screen.Room.Get<FulfillmentQueries>().FileAsync(screen.Room.SellerId, id, CancellationToken.None))!;
        var rows = screen.Bunit.Render<FileRows>(p => p.Add(r => r.Progress, progress));
        rows.WaitForElement("[data-testid=row-verdict]", TimeSpan.FromSeconds(20));
        return rows;
    }

    private async Task<Guid> UploadAsync(string rows)
    {
        var id = await screen.Room.Get<TrackingFiles>().UploadAsync(screen.Room.SellerId, "orders.csv", Sheets.Text($"Order ID,Tracking Number,Carrier\n{rows}"), CancellationToken.None);
        await screen.Room.WorkAsync();
        return id;
    }

    private async Task<TrackingFileRow> StoredAsync()
    {
        var file = (await screen.Room.Get<FulfillmentQueries>().FilesAsync(screen.Room.SellerId, 0, 1, CancellationToken.None)).Items.Single();
        return (await screen.Room.Get<FulfillmentQueries>().RowsAsync(screen.Room.SellerId, file.Id, RowFilter.All, 0, 10, CancellationToken.None)).Items.Single().Row;
    }
}
