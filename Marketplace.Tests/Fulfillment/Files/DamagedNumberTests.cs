using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Files;

namespace Marketplace.Tests.Fulfillment.Files;

/// <summary>What spreadsheets do to numbers is seen, and mended where only one order can be meant.</summary>
public sealed class DamagedNumberTests : IAsyncLifetime
{
    private FulfillmentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await FulfillmentRoom.OpenAsync();

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    [Theory]
    [InlineData("00123456", "123456")]
    [InlineData("576461413038785752", "5.76461413038786E+17")]
    [InlineData("576461413038785752", "5,76461413038785E+17")]
    public async Task Upload_OrderNumberDamagedButUnmistakable_IsReadAsTheOrder(string number, string damaged)
    {
        var order = await room.OrderAsync(o => o.ExternalId = number);
        await room.OrderAsync(o => o.ExternalId = "576461413038999752");

        var row = Assert.Single(await JudgeAsync($"Order ID;Tracking Number;Carrier\n{damaged};TRACK1;UPS\n"));

        Assert.Equal((RowVerdict.Ready, order.Id), (row.Verdict, row.OrderId));
        Assert.Contains($"Read as order {number}", row.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5.76461413038786E+17", "turned the order number into 5.76461413038786E+17")]
    [InlineData("9.4E+21", "turned the order number into 9.4E+21")]
    [InlineData("12-May", "turned the order number into the date 12-May")]
    [InlineData("576461413038785000", "last digits look cut off")]
    [InlineData("#REF!", "where a formula failed")]
    public async Task Upload_OrderNumberThatSeveralOrNoOrdersFit_IsRefusedWithTheRemedy(string damaged, string words)
    {
        await room.OrderAsync(o => o.ExternalId = "576461413038785752");
        await room.OrderAsync(o => o.ExternalId = "576461413038785753");

        var row = Assert.Single(await JudgeAsync($"Order ID,Tracking Number,Carrier\n{damaged},TRACK1,UPS\n"));

        Assert.Equal(RowVerdict.Refused, row.Verdict);
        Assert.Contains(words, row.Message, StringComparison.Ordinal);
        Assert.Contains("text", row.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9.40011E+21", "turned the tracking number into 9.40011E+21")]
    [InlineData("12-May-26", "turned the tracking number into the date 12-May-26")]
    [InlineData("9400111899223340000000", "cut a number off")]
    public async Task Upload_TrackingNumberDamaged_IsNeverSent(string damaged, string words)
    {
        var order = await room.OrderAsync();

        var row = Assert.Single(await JudgeAsync($"Order ID,Tracking Number,Carrier\n{order.ExternalId},{damaged},UPS\n"));

        Assert.Equal(RowVerdict.Refused, row.Verdict);
        Assert.Contains(words, row.Message, StringComparison.Ordinal);
    }

    private async Task<List<TrackingFileRow>> JudgeAsync(string text)
    {
        var id = await room.Get<TrackingFiles>().UploadAsync(room.SellerId, "orders.csv", Sheets.Text(text), CancellationToken.None);
        await room.WorkAsync();
        return [.. (await room.Get<FulfillmentQueries>().RowsAsync(room.SellerId, id, RowFilter.All, 0, 100, CancellationToken.None)).Items.Select(v => v.Row)];
    }
}
