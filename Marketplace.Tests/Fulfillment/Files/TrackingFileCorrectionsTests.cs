using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Files;

namespace Marketplace.Tests.Fulfillment.Files;

public sealed class TrackingFileCorrectionsTests : IAsyncLifetime
{
    private FulfillmentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await FulfillmentRoom.OpenAsync();

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    private TrackingFiles Files => room.Get<TrackingFiles>();

    [Fact]
    public async Task Correct_RefusedRows_AreJudgedAtOnce_AndCountedRight()
    {
        var order = await room.OrderAsync();
        var other = await room.OrderAsync();
        var id = await UploadAsync($"NOBODYS,T1,UPS\n{other.ExternalId},T2,Zeppelin\n{other.ExternalId},9.4E+21,UPS\n");

        var first = await CorrectAsync(id, 2, new RowCorrection(OrderNumber: $" {order.ExternalId} "));
        var second = await CorrectAsync(id, 3, new RowCorrection(Carrier: "Royal Mail"));
        var third = await CorrectAsync(id, 4, new RowCorrection(TrackingNumber: ""));

        Assert.Equal([(RowVerdict.Ready, "Ready: 1 item by UPS."), (RowVerdict.Ready, "Ready: 1 item by Royal Mail."), (RowVerdict.Skipped, "No tracking number; nothing to send.")], new[] { first, second, third }.Select(r => (r!.Verdict, r.Message)));
        Assert.Equal((order.Id, true), (first!.OrderId, first.IsCorrected));
        await CountsAsync(id, ready: 2, refused: 0, skipped: 1);
    }

    [Fact]
    public async Task Correct_RowThatTookAnothersItems_FreesThem()
    {
        var order = await room.OrderAsync();
        var other = await room.OrderAsync();
        var id = await UploadAsync($"{order.ExternalId},BOX1,UPS\n{order.ExternalId},BOX2,UPS\n");
        await CountsAsync(id, ready: 1, refused: 1, skipped: 0);

        await CorrectAsync(id, 2, new RowCorrection(OrderNumber: other.ExternalId));

        await CountsAsync(id, ready: 2, refused: 0, skipped: 0);
    }

    [Fact]
    public async Task Send_WithRefusedRows_SendsTheGoodOnes_AndTheRestOnceCorrected()
    {
        var order = await room.OrderAsync();
        var other = await room.OrderAsync();
        var id = await UploadAsync($"{order.ExternalId},BOX1,UPS\nNOBODYS,BOX2,UPS\n");

        Assert.True(await Files.SendAsync(room.SellerId, id, "ann", CancellationToken.None));
        await room.WorkAsync();
        Assert.Single(room.Marketplace.Stored);
        Assert.False(await Files.SendAsync(room.SellerId, id, "ann", CancellationToken.None));

        Assert.Null(await CorrectAsync(id, 2, new RowCorrection(Carrier: "FedEx")));
        Assert.NotNull(await CorrectAsync(id, 3, new RowCorrection(OrderNumber: other.ExternalId)));
        Assert.True(await Files.SendAsync(room.SellerId, id, "ann", CancellationToken.None));
        await room.WorkAsync();

        Assert.Equal(2, room.Marketplace.Stored.Count);
        var file = (await room.Get<FulfillmentQueries>().FileAsync(room.SellerId, id, CancellationToken.None))!;
        Assert.Equal((TrackingFileState.Sent, 2, 2, 0), (file.File.State, file.Confirmed, file.File.EnteredCount, file.File.RefusedCount));
    }

    [Fact]
    public async Task Undo_BeforeItsTime_SendsNothing_AndTheFileIsAsItWas()
    {
        var order = await room.OrderAsync();
        var id = await UploadAsync($"{order.ExternalId},BOX1,UPS\n");
        await Files.SendAsync(room.SellerId, id, "ann", CancellationToken.None);
        var row = (await RowsAsync(id)).Single();
        Assert.Null(await room.Get<TrackingFileCorrections>().CorrectAsync(room.SellerId, row.Id, new RowCorrection(Carrier: "FedEx"), CancellationToken.None));

        Assert.True(await Files.UndoAsync(room.SellerId, id, CancellationToken.None));
        await room.WorkAsync();

        Assert.Empty(room.Marketplace.Stored);
        Assert.Empty(await room.ShipmentsAsync(order.Id));
        await CountsAsync(id, ready: 1, refused: 0, skipped: 0);

        await Files.SendAsync(room.SellerId, id, "ann", CancellationToken.None);
        await room.WorkAsync();
        Assert.False(await Files.UndoAsync(room.SellerId, id, CancellationToken.None));
        Assert.Single(room.Marketplace.Stored);
    }

    [Fact]
    public async Task Correct_AnotherSellersRow_IsNotThere()
    {
        var order = await room.OrderAsync();
        var row = (await RowsAsync(await UploadAsync($"{order.ExternalId},BOX1,UPS\n"))).Single();

        Assert.Null(await room.Get<TrackingFileCorrections>().CorrectAsync(Guid.NewGuid(), row.Id, new RowCorrection(Carrier: "FedEx"), CancellationToken.None));
    }

    private async Task<Guid> UploadAsync(string rows)
    {
        var id = await Files.UploadAsync(room.SellerId, "orders.csv", Sheets.Text($"Order ID,Tracking Number,Carrier\n{rows}"), CancellationToken.None);
        await room.WorkAsync();
        return id;
    }

    private async Task<TrackingFileRow?> CorrectAsync(Guid fileId, int number, RowCorrection correction) =>
        await room.Get<TrackingFileCorrections>().CorrectAsync(room.SellerId, (await RowsAsync(fileId)).Single(r => r.RowNumber == number).Id, correction, CancellationToken.None);

    private async Task<IEnumerable<TrackingFileRow>> RowsAsync(Guid fileId) =>
        (await room.Get<FulfillmentQueries>().RowsAsync(room.SellerId, fileId, RowFilter.All, 0, 100, CancellationToken.None)).Items.Select(v => v.Row);

    private async Task CountsAsync(Guid fileId, int ready, int refused, int skipped)
    {
        var file = (await room.Get<FulfillmentQueries>().FileAsync(room.SellerId, fileId, CancellationToken.None))!.File;
        Assert.Equal((TrackingFileState.Judged, ready, refused, skipped), (file.State, file.ReadyCount, file.RefusedCount, file.SkippedCount));
    }
}
