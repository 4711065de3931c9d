using System.Globalization;
using System.Text;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Files;

namespace Marketplace.Tests.Fulfillment;

/// <summary>Files in the forms in which the marketplaces' own templates and reports come.</summary>
public sealed class TrackingFileFormsTests : IAsyncLifetime
{
    private FulfillmentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await FulfillmentRoom.OpenAsync();

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    [Fact]
    public async Task Upload_JapaneseTemplateInShiftJis_IsReadWithItsSecondHeader()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var order = await room.OrderAsync();
        var text = "TemplateType=OrderFulfillment\tVersion=2011.1102\tこの行は変更しないでください\n"
            + "order-id\torder-item-id\tquantity\tship-date\tcarrier-code\tcarrier-name\ttracking-number\n"
            + "注文番号\t注文商品番号\t出荷数\t出荷日\t配送業者コード\t配送業者名\tお問い合わせ伝票番号\n"
            + $"{order.ExternalId}\tL1\t1\t2026-05-04\tOther\tRoyal Mail\tTRACK1\n";

        var row = Assert.Single(await JudgeAsync(new MemoryStream(Encoding.GetEncoding(932).GetBytes(text))));

        Assert.Equal((RowVerdict.Ready, "Royal Mail", "2026-05-04"), (row.Verdict, row.Carrier, row.ShipDate));
    }

    [Fact]
    public async Task Upload_AccentsOfWindows_AreNotTakenForJapanese()
    {
        var order = await room.OrderAsync(o => o.ExternalId = "É-Ünité-à1");

        Assert.Equal(RowVerdict.Ready, Assert.Single(await JudgeAsync(Sheets.Text($"Order ID,Tracking ID,Carrier,Note\n{order.ExternalId},T1,UPS,ça été réglé\n", Encoding.Latin1))).Verdict);
    }

    [Fact]
    public async Task Upload_ItemRowsUnderAnOrder_BelongToIt()
    {
        var order = await room.OrderAsync(null, 1, 2);
        var other = await room.OrderAsync();

        var rows = await JudgeAsync(Sheets.Text(
            "Sales Record Number,Order Number,Custom Label,Quantity,Tracking Number,Shipping Service\n"
            + $"101,{order.ExternalId},,,,\n"
            + ",,SKU-1,1,1Z999AA10123456784,\n"
            + ",,SKU-2,2,1Z999AA10123456784,\n"
            + $"102,{other.ExternalId},SKU-1,1,1Z999AA10123456785,\n"
            + "3 record(s) downloaded,,,,,\n"));

        Assert.Equal(
            [RowVerdict.Skipped, RowVerdict.Ready, RowVerdict.Ready, RowVerdict.Ready],
            rows.Select(r => r.Verdict));
        Assert.Equal([order.Id, order.Id, order.Id, other.Id], rows.Select(r => r.OrderId));
    }

    [Fact]
    public async Task Upload_NumberOnTheOrderAndOnItsItems_IsOneParcel()
    {
        var order = await room.OrderAsync(null, 1, 2);

        var rows = await JudgeAsync(Sheets.Text(
            "Order Number,Custom Label,Tracking Number,Carrier\n"
            + $"{order.ExternalId},,BOX1,UPS\n,SKU-1,BOX1,UPS\n,SKU-2,BOX1,UPS\n"));

        Assert.Equal(["Ready: 3 items by UPS.", "Same as row 2.", "Same as row 2."], rows.Select(r => r.Message));
    }

    [Theory]
    [InlineData("2026-05-03", "2026-05-03")]
    [InlineData("03-05-2026", "2026-05-03")]
    [InlineData("5/3/2026", "2026-05-03")]
    [InlineData("3.5.2026", "2026-05-03")]
    [InlineData("2026-05-04T09:30:00Z", "2026-05-04")]
    [InlineData("46145", "2026-05-03")]
    public async Task Send_ShipDate_IsKeptInEveryForm(string written, string day)
    {
        var order = await room.OrderAsync(o => o.PlacedAt = room.Time.GetUtcNow().AddDays(-3));
        var id = await UploadAsync(Sheets.Xlsx(["Order ID", "Tracking Number", "Carrier", "Ship Date"], [order.ExternalId, "BOX1", "UPS", written]));

        await Files.SendAsync(room.SellerId, id, "ann", CancellationToken.None);
        await room.WorkAsync();

        Assert.Equal(day, Assert.Single(await room.ShipmentsAsync(order.Id)).ShippedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("2031-01-01")]
    [InlineData("1999-12-31")]
    public async Task Upload_ShipDateThatCannotBe_IsRefusedInWords(string written)
    {
        var order = await room.OrderAsync();

        var row = Assert.Single(await JudgeAsync(Sheets.Xlsx(["Order ID", "Tracking Number", "Carrier", "Ship Date"], [order.ExternalId, "BOX1", "UPS", written])));

        Assert.Equal(RowVerdict.Refused, row.Verdict);
        Assert.StartsWith($"“{written}” is no day between the sale and today.", row.Message, StringComparison.Ordinal);
    }

    private TrackingFiles Files => room.Get<TrackingFiles>();

    private async Task<Guid> UploadAsync(Stream content)
    {
        var id = await Files.UploadAsync(room.SellerId, "orders.txt", content, CancellationToken.None);
        await room.WorkAsync();
        return id;
    }

    private async Task<List<TrackingFileRow>> JudgeAsync(Stream content)
    {
        var id = await UploadAsync(content);
        return [.. (await room.Get<FulfillmentQueries>().RowsAsync(room.SellerId, id, RowFilter.All, 0, 100, CancellationToken.None)).Items.Select(v => v.Row)];
    }
}
