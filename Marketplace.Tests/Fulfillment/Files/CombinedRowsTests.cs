using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Files;

namespace Marketplace.Tests.Fulfillment.Files;

/// <summary>Orders that a file puts into one parcel by the column “Auto Combine Group ID”.</summary>
public sealed class CombinedRowsTests : IAsyncLifetime
{
    private FulfillmentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await FulfillmentRoom.OpenAsync();

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    [Fact]
    public async Task Upload_GroupOfOrders_LeavesInOneParcelAndIsToldForEach()
    {
        var (first, second, alone) = (await room.OrderAsync(), await room.OrderAsync(), await room.OrderAsync());

        var id = await UploadAsync($"{first.ExternalId},BOX1,UPS,G1\n{second.ExternalId},,,g1\n{alone.ExternalId},BOX2,UPS,N/A\n");

        var rows = await RowsAsync(id);
        Assert.All(rows, row => Assert.Equal(RowVerdict.Ready, row.Verdict));
        Assert.Equal(["BOX1", "BOX1", "BOX2"], rows.Select(r => r.TrackingNumber));
        Assert.Equal($"Ready: 1 item by UPS. One parcel with {first.ExternalId}.", rows[1].Message);
        Assert.Equal("Ready: 1 item by UPS.", rows[2].Message);
        await room.Get<TrackingFiles>().SendAsync(room.SellerId, id, "ann", CancellationToken.None);
        await room.WorkAsync();
        Assert.Equal(
            [(first.ExternalId, "BOX1"), (second.ExternalId, "BOX1"), (alone.ExternalId, "BOX2")],
            room.Marketplace.Stored.Select(s => (s.ExternalOrderId, s.TrackingNumber)).Order());
    }

    [Fact]
    public async Task Upload_GroupWithTwoNumbers_IsNeverSentTorn_AndCanBeMendedInPlace()
    {
        var (first, second) = (await room.OrderAsync(), await room.OrderAsync());
        var id = await UploadAsync($"{first.ExternalId},BOX1,UPS,G1\n{second.ExternalId},BOX2,UPS,G1\n");
        var rows = await RowsAsync(id);
        Assert.All(rows, row => Assert.Equal(RowVerdict.Refused, row.Verdict));
        Assert.Equal(
            "Rows 2 and 3 are one parcel by their combine group G1, but name two tracking numbers, BOX1 and BOX2. Give all rows of the group the same one.", rows[0].Message);

        await room.Get<TrackingFileCorrections>().CorrectAsync(room.SellerId, rows[1].Id, new RowCorrection(TrackingNumber: "BOX1"), CancellationToken.None);

        Assert.All(await RowsAsync(id), row => Assert.Equal(RowVerdict.Ready, row.Verdict));
        var file = (await room.Get<FulfillmentQueries>().FileAsync(room.SellerId, id, CancellationToken.None))!.File;
        Assert.Equal((2, 0), (file.ReadyCount, file.RefusedCount));
    }

    [Fact]
    public async Task Upload_GroupWithoutANumber_IsSkipped()
    {
        var (first, second) = (await room.OrderAsync(), await room.OrderAsync());

        var id = await UploadAsync($"{first.ExternalId},,UPS,G1\n{second.ExternalId},N/A,UPS,G1\n");

        Assert.All(await RowsAsync(id), row => Assert.Equal(RowVerdict.Skipped, row.Verdict));
    }

    private async Task<Guid> UploadAsync(string rows)
    {
        var id = await room.Get<TrackingFiles>().UploadAsync(
            room.SellerId, "ship.csv", Sheets.Text($"Order ID,Tracking ID,Shipping Provider Name,Auto Combine Group ID\n{rows}"), CancellationToken.None);
        await room.WorkAsync();
        return id;
    }

    private async Task<List<TrackingFileRow>> RowsAsync(Guid id) =>
        [.. (await room.Get<FulfillmentQueries>().RowsAsync(room.SellerId, id, RowFilter.All, 0, 100, CancellationToken.None)).Items.Select(v => v.Row)];
}
