using System.Text;
using ClosedXML.Excel;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Files;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using Marketplace.Core.Spreadsheets;

namespace Marketplace.Tests.Fulfillment;

public sealed class TrackingFilesTests : IAsyncLifetime
{
    private static readonly string[] Header = ["Order ID", "SKU", "Quantity", "Tracking Number", "Carrier"];
    private FulfillmentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await FulfillmentRoom.OpenAsync();

    public async ValueTask DisposeAsync() => await room.DisposeAsync();

    [Fact]
    public async Task Upload_EveryKindOfRow_GetsItsVerdictInWords()
    {
        var open = await room.OrderAsync(null, 1, 2);
        var shipped = await room.OrderAsync(o => o.State = OrderState.Shipped);
        var cancelled = await room.OrderAsync(o => o.State = OrderState.Cancelled);

        var rows = await JudgeAsync(Sheets.Xlsx(
            Header,
            [open.ExternalId, "SKU-1", "1", "TRACK1", "UPS"],
            [open.ExternalId, "sku-2", "3", "TRACK1", "UPS"],
            [open.ExternalId, "SKU-2", "2", "TRACK1", "FedEx"],
            [open.ExternalId, "SKU-2", "2", "TRACK1", null],
            [open.ExternalId, "SKU-2", "2", "TRACK1", null],
            [open.ExternalId, "SKU-9", "1", "TRACK2", "UPS"],
            [open.ExternalId, "SKU-1", "many", "TRACK2", "UPS"],
            [open.ExternalId, null, null, null, null],
            [shipped.ExternalId, null, null, "TRACK3", "UPS"],
            [cancelled.ExternalId, null, null, "TRACK4", "UPS"],
            ["NOBODYS", null, null, "TRACK5", "UPS"],
            ["9.4E+21", null, null, "TRACK6", "UPS"],
            [null, null, null, "TRACK7", "UPS"]));

        Assert.Equal(
            [
                "2 Ready: Ready: 1 item by UPS.",
                "3 Refused: Only 2 of sku-2 left to ship; the row asks for 3.",
                "4 Refused: Row 2 sends the same parcel by UPS. A parcel has one carrier.",
                "5 Ready: Ready: 2 items by UPS.",
                "6 Skipped: Same as row 5.",
                "7 Refused: This order has no item with the SKU “SKU-9”. It has: SKU-1, SKU-2.",
                "8 Refused: “many” is no number of items. Write a whole number from 1, or leave it empty for all that is left.",
                "9 Skipped: No tracking number; nothing to send.",
                "10 Skipped: This order is shipped already.",
                "11 Refused: This order was cancelled. Do not ship it.",
                "12 Refused: No order has this number in your stores. Check it, or refresh the orders first.",
                "13 Refused: The spreadsheet turned the order number into 9.4E+21 and lost digits. Format the column as text and paste the numbers again.",
                "14 Refused: This row has no order number.",
            ],
            rows.Select(r => $"{r.RowNumber} {r.Verdict}: {r.Message}"));
        Assert.Empty(await room.ShipmentsAsync(open.Id));
    }

    [Fact]
    public async Task Send_RowsOfOneNumber_AreOneParcel_OthersFurtherOnes()
    {
        var order = await room.OrderAsync(null, 1, 3);
        var fileId = await UploadAsync(Sheets.Xlsx(
            Header,
            [order.ExternalId, "SKU-1", "1", "BOX1", "UPS"],
            [order.ExternalId, "SKU-2", "1", "BOX1", "UPS"],
            [order.ExternalId, "SKU-2", "2", "BOX2", "Royal Mail"]));

        Assert.True(await Files.SendAsync(room.SellerId, fileId, "ann", CancellationToken.None));
        Assert.False(await Files.SendAsync(room.SellerId, fileId, "ann", CancellationToken.None));
        await room.WorkAsync();

        var parcels = await room.ShipmentsAsync(order.Id);
        Assert.Equal([("BOX1", 2), ("BOX2", 2)], parcels.Select(p => (p.TrackingNumber, p.Lines.Sum(l => l.Quantity))));
        Assert.All(parcels, p => Assert.Equal(ShipmentState.Confirmed, p.State));
        var progress = (await Queries.FileAsync(room.SellerId, fileId, CancellationToken.None))!;
        Assert.Equal((TrackingFileState.Sent, 3, 3), (progress.File.State, progress.File.EnteredCount, progress.Confirmed));
        Assert.Equal(2, room.Marketplace.Stored.Count);
    }

    [Fact]
    public async Task Send_CutOffAfterEnteringButBeforeNoting_EntersNothingTwice()
    {
        var order = await room.OrderAsync(null, 2);
        var fileId = await UploadAsync(Sheets.Xlsx(Header, [order.ExternalId, "SKU-1", "2", "BOX1", "UPS"]));
        await Files.SendAsync(room.SellerId, fileId, "ann", CancellationToken.None);
        await room.ShipAsync(new ShipRequest(order.Id, "BOX1", "UPS", Lines: [new(order.Lines[0].Id, 2)], TrackingFileId: fileId));

        await room.WorkAsync();

        Assert.Single(await room.ShipmentsAsync(order.Id));
        Assert.Single(room.Marketplace.Stored);
        Assert.Equal(1, (await Queries.FileAsync(room.SellerId, fileId, CancellationToken.None))!.Confirmed);
    }

    [Fact]
    public async Task Send_OrderCancelledMeanwhile_IsRefusedThen()
    {
        var order = await room.OrderAsync();
        var fileId = await UploadAsync(Sheets.Xlsx(Header, [order.ExternalId, null, null, "BOX1", "UPS"]));
        await using (var db = room.Database.Open(room.SellerId))
        {
            db.Attach(order).Entity.State = OrderState.Cancelled;
            await db.SaveChangesAsync();
        }

        await Files.SendAsync(room.SellerId, fileId, "ann", CancellationToken.None);
        await room.WorkAsync();

        var file = (await Queries.FileAsync(room.SellerId, fileId, CancellationToken.None))!.File;
        Assert.Equal((TrackingFileState.Sent, 0, 1, 0), (file.State, file.ReadyCount, file.RefusedCount, file.EnteredCount));
        Assert.Empty(room.Marketplace.Stored);
    }

    [Fact]
    public async Task Export_FilledAndUploaded_ShipsEverything()
    {
        var titled = await room.OrderAsync(o => o.Lines[0].Title = "=cmd|' /C calc'!A0", 1, 2);
        await using (var db = room.Database.Open(room.SellerId))
        {
            db.Attach(titled).Entity.ProtectedBuyer = room.Get<PersonalDataProtector>().Protect(new RemoteBuyer { Name = "+Ann Other", Country = "DE" });
            await db.SaveChangesAsync();
        }

        await room.OrderAsync(o => o.State = OrderState.Pending);
        using var export = new MemoryStream();
        await room.Get<PendingOrdersExport>().WriteAsync(room.SellerId, new OrderFilter(), export, CancellationToken.None);

        using var workbook = new XLWorkbook(export);
        var sheet = workbook.Worksheet("Orders to ship");
        Assert.Equal(["Order ID", "Marketplace", "Store", "Ship by", "SKU", "Title", "Quantity", "Ship to", "Country", "Tracking Number", "Carrier"], sheet.Row(1).CellsUsed().Select(c => c.GetString()));
        Assert.Equal(3, sheet.RowsUsed().Count());
        Assert.Equal((titled.ExternalId, "=cmd|' /C calc'!A0", "", "+Ann Other", "DE"), (sheet.Cell("A2").GetString(), sheet.Cell("F2").GetString(), sheet.Cell("F2").FormulaA1, sheet.Cell("H2").GetString(), sheet.Cell("I2").GetString()));
        Assert.Equal(("@", "@", 1), (sheet.Cell("A2").Style.NumberFormat.Format, sheet.Cell("J2").Style.NumberFormat.Format, sheet.SheetView.SplitRow));
        Assert.Contains("UPS", workbook.Worksheet("Carriers").Column(1).CellsUsed().Select(c => c.GetString()));

        sheet.Cell("J2").SetValue("1Z999AA10123456784");
        sheet.Cell("J3").SetValue("1Z999AA10123456784");
        var fileId = await UploadAsync(Sheets.Saved(workbook));
        await Files.SendAsync(room.SellerId, fileId, "ann", CancellationToken.None);
        await room.WorkAsync();

        var parcel = Assert.Single(await room.ShipmentsAsync(titled.Id));
        Assert.Equal((ShipmentState.Confirmed, "UPS", 3), (parcel.State, parcel.CarrierName, parcel.Lines.Sum(l => l.Quantity)));
    }

    [Fact]
    public async Task Results_TellEveryRow_AndCanBeUploadedAgain()
    {
        var order = await room.OrderAsync(null, 2);
        var fileId = await UploadAsync(Sheets.Xlsx(Header, [order.ExternalId, "SKU-1", "2", "BOX1", "UPS"], ["NOBODYS", null, null, "=1+1", "UPS"]));
        await Files.SendAsync(room.SellerId, fileId, "ann", CancellationToken.None);
        await room.WorkAsync();

        using var results = new MemoryStream();
        Assert.True(await room.Get<TrackingFileResults>().WriteAsync(room.SellerId, fileId, results, CancellationToken.None));
        Assert.False(await room.Get<TrackingFileResults>().WriteAsync(Guid.NewGuid(), fileId, Stream.Null, CancellationToken.None));

        using var workbook = new XLWorkbook(results);
        Assert.Equal(["Confirmed", "Not accepted"], workbook.Worksheet(1).Column("G").CellsUsed().Skip(1).Select(c => c.GetString()));
        Assert.Equal(("=1+1", ""), (workbook.Worksheet(1).Cell("E3").GetString(), workbook.Worksheet(1).Cell("E3").FormulaA1));
        results.Position = 0;
        Assert.Equal([RowVerdict.Skipped, RowVerdict.Refused], (await JudgeAsync(results)).Select(r => r.Verdict));
    }

    [Theory]
    [InlineData("order-id\torder-item-id\tquantity\tship-date\tcarrier-code\tcarrier-name\ttracking-number\tship-method\nB-0001\tL1\t1\t2026-05-04\tOther\tRoyal Mail\tT1\tx \"17 inch\n")]
    [InlineData("note;;\nOrder Number;Tracking Number;Carrier\n\"B-0001\";\"T1\";\"Royal Mail\"\n")]
    [InlineData("Shipping Status,Order Number,Item Number,Item Title,Custom Label,Transaction ID,Shipping Carrier Used,Tracking Number\n1,B-0001,77,\"Thing, red\",SKU-1,9,Royal Mail,T1\n")]
    public async Task Upload_TablesOfText_AreUnderstood(string text)
    {
        await room.OrderAsync();

        var row = Assert.Single(await JudgeAsync(Sheets.Text(text)));

        Assert.Equal((RowVerdict.Ready, "Ready: 1 item by Royal Mail."), (row.Verdict, row.Message));
    }

    [Fact]
    public async Task Upload_Utf16AndWindowsText_AreUnderstood()
    {
        var order = await room.OrderAsync(o => o.ExternalId = "B-Ü1");
        var text = $"Order ID,Tracking ID,Shipping Provider\n{order.ExternalId},T1,UPS\n";

        Assert.Equal(RowVerdict.Ready, Assert.Single(await JudgeAsync(new MemoryStream([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)]))).Verdict);
        Assert.Equal(RowVerdict.Ready, Assert.Single(await JudgeAsync(Sheets.Text(text, Encoding.Latin1))).Verdict);
    }

    [Fact]
    public async Task Upload_OrderNumbersThatAreNumbers_KeepOrLoseTheirDigitsKnowingly()
    {
        await room.OrderAsync(o => o.ExternalId = "123456789012345");
        using var workbook = new XLWorkbook();
        var sheet = workbook.AddWorksheet("x");
        sheet.Cell("A1").SetValue("Order ID");
        sheet.Cell("B1").SetValue("Tracking ID");
        sheet.Cell("C1").SetValue("Carrier");
        sheet.Cell("A2").SetValue(123456789012345d);
        sheet.Cell("B2").SetValue(123456789012d);
        sheet.Cell("A3").SetValue(576461413038785752d);
        sheet.Cell("B3").SetValue("T2");
        sheet.Cell("C3").SetFormulaA1("1+1");

        var rows = await JudgeAsync(Sheets.Saved(workbook));

        Assert.Equal((RowVerdict.Ready, "123456789012"), (rows[0].Verdict, rows[0].TrackingNumber));
        Assert.StartsWith("The spreadsheet turned the order number into 5.76461413038786E+17", rows[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_HostileOrMistakenFiles_AreRefusedInWords()
    {
        Assert.StartsWith("This workbook unpacks to far more", await ProblemAsync(Sheets.Bomb()), StringComparison.Ordinal);
        Assert.StartsWith("This file is neither a workbook nor a table", await ProblemAsync(new MemoryStream([1, 0, 2, 0, 3])), StringComparison.Ordinal);
        Assert.StartsWith("This workbook is damaged", await ProblemAsync(Sheets.Text("PK\u0003\u0004 not really")), StringComparison.Ordinal);
        Assert.StartsWith("This workbook is in the old .xls format", await ProblemAsync(new MemoryStream([0xD0, 0xCF, 0x11, 0xE0, 0])), StringComparison.Ordinal);
        Assert.Equal(
            "No row with the column “Tracking Number” was found. Found: Order ID, Note. Name the columns so, or use the downloaded order list.",
            await ProblemAsync(Sheets.Xlsx(["Order ID", "Note"], ["B-1", "x"])));
        Assert.StartsWith("This file has the right columns but no rows", await ProblemAsync(Sheets.Xlsx(Header)), StringComparison.Ordinal);
        Assert.StartsWith("A quote in row 2 is never closed", await ProblemAsync(Sheets.Text("Order ID,Tracking ID\n\"B-1," + new string('x', 70_000))), StringComparison.Ordinal);
        await Assert.ThrowsAsync<UnreadableFileException>(() => Files.UploadAsync(room.SellerId, "empty.xlsx", Stream.Null, CancellationToken.None));
        await Assert.ThrowsAsync<UnreadableFileException>(() => Files.UploadAsync(room.SellerId, "big.csv", new MemoryStream(new byte[FileLimits.Bytes + 1]), CancellationToken.None));
    }

    [Fact]
    public async Task Discard_UnsentFile_IsGone_SentFile_Stays()
    {
        var order = await room.OrderAsync();
        var first = await UploadAsync(Sheets.Xlsx(Header, [order.ExternalId, null, null, "BOX1", "UPS"]));
        Assert.False(await Files.DiscardAsync(Guid.NewGuid(), first, CancellationToken.None));
        Assert.True(await Files.DiscardAsync(room.SellerId, first, CancellationToken.None));
        Assert.Null(await Queries.FileAsync(room.SellerId, first, CancellationToken.None));

        var second = await UploadAsync(Sheets.Xlsx(Header, [order.ExternalId, null, null, "BOX1", "UPS"]));
        await Files.SendAsync(room.SellerId, second, "ann", CancellationToken.None);
        Assert.False(await Files.DiscardAsync(room.SellerId, second, CancellationToken.None));
    }

    private TrackingFiles Files => room.Get<TrackingFiles>();

    private FulfillmentQueries Queries => room.Get<FulfillmentQueries>();

    private async Task<Guid> UploadAsync(Stream content)
    {
        var id = await Files.UploadAsync(room.SellerId, "C:\\files\\tracking.xlsx", content, CancellationToken.None);
        await room.WorkAsync();
        return id;
    }

    private async Task<List<TrackingFileRow>> JudgeAsync(Stream content)
    {
        var id = await UploadAsync(content);
        var file = (await Queries.FileAsync(room.SellerId, id, CancellationToken.None))!.File;
        Assert.Equal((TrackingFileState.Judged, null, "tracking.xlsx"), (file.State, file.Problem, file.FileName));
        var rows = (await Queries.RowsAsync(room.SellerId, id, RowFilter.All, 0, 100, CancellationToken.None)).Items.Select(v => v.Row).ToList();
        Assert.Equal((rows.Count, rows.Count(r => r.Verdict == RowVerdict.Ready)), (file.RowCount, file.ReadyCount));
        return rows;
    }

    private async Task<string?> ProblemAsync(Stream content)
    {
        var file = (await Queries.FileAsync(room.SellerId, await UploadAsync(content), CancellationToken.None))!.File;
        Assert.Equal(TrackingFileState.Failed, file.State);
        return file.Problem;
    }
}
