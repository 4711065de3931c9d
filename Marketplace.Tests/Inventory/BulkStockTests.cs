using System.Text;
using ClosedXML.Excel;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Bulk;
using Marketplace.Core.Inventory.Locations;
using Marketplace.Core.Platforms;
using Marketplace.Core.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Inventory;

public sealed class BulkStockTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upload_File_JudgesEveryRowAndChangesNothing()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await StartAsync(test);
        await shop.SellAsync(shop.Order("1", "B", 4));

        var batch = await UploadAsync(test, "SKU;Location;New on hand;Low stock at\nA;;25;\nb;Main warehouse;3;\nC;;ten;\nNOPE;;1;\nD;Moon;1;\nA;;26;5\nE;;10;");

        Assert.Equal(StockBatchState.Judged, batch.State);
        Assert.Equal((8, 2, 5, 1), (batch.RowCount, batch.ReadyCount, batch.RefusedCount, batch.SkippedCount));
        Assert.Equal(
            [
                "2 Ready On hand 10 → 25", "3 Refused 4 are held for orders that have not shipped, so on hand cannot be less than 4.", "4 Refused “ten” is no whole number of items.",
                "5 Refused No item has the SKU “NOPE”. Check the spelling, or import its listing first.",
                "6 Refused You have no location called “Moon”. Correct the name, or open the location first.", "7 Refused Row 2 changes the same already. Keep one of the two.",
                "7 Ready Low stock as for all → 5", "8 Skipped As it is",
            ],
            (await RowsAsync(test, batch.Id)).Select(r => $"{r.RowNumber} {r.State} {r.Message}"));
        Assert.Equal((10, 0), await shop.StockAsync("A"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Apply_ThenUndo_LeavesTheStockAsItWas(bool onPostgres)
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: onPostgres);
        var shop = await StartAsync(test);
        var batch = await UploadAsync(test, "SKU,New on hand,Add,Low stock at\nA,25,,\nB,,-3,7\nC,0,,");

        Assert.True(await test.Get<BulkStock>().ApplyAsync(test.SellerId, batch.Id, Cancel));
        Assert.False(await test.Get<BulkStock>().ApplyAsync(test.SellerId, batch.Id, Cancel));
        await test.RunWorkAsync();
        await AssertOnHandAsync(shop, 25, 7, 0);
        Assert.Equal(25, (await shop.ListingAsync("A")).Wanted);

        Assert.True(await test.Get<BulkStock>().UndoAsync(test.SellerId, batch.Id, Cancel));
        await test.RunWorkAsync();
        batch = await FindAsync(test, batch.Id);
        Assert.Equal((StockBatchState.Undone, 4, 4, 0), (batch.State, batch.DoneCount, batch.UndoneCount, batch.StayedCount));
        await AssertOnHandAsync(shop, 10, 10, 10);
        await using var db = test.Open();
        Assert.Null(await db.StockLevels.Where(s => s.LowStockThreshold != null).Select(s => s.LowStockThreshold).SingleOrDefaultAsync(Cancel));
        Assert.Equal(3, await db.StockMovements.CountAsync(m => m.Kind == MovementKind.Undone && m.BatchId == batch.Id, Cancel));
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Undo_WhatLaterMovementsMadeImpossible_StaysAndSaysWhy()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await StartAsync(test);
        var batch = await ApplyAsync(test, "SKU,Add\nA,10\nB,10\nC,10");
        test.Clock.Advance(TimeSpan.FromMinutes(1));
        await shop.SellAsync(shop.Order("1", "A", 15));
        await test.Get<StockLedger>().SetOnHandAsync(test.SellerId, await shop.VariantAsync("B"), 19, "tester", null, Cancel);

        await test.Get<BulkStock>().UndoAsync(test.SellerId, batch.Id, Cancel);
        await test.RunWorkAsync();

        await AssertOnHandAsync(shop, 20, 19, 10);
        var rows = await RowsAsync(test, batch.Id);
        Assert.StartsWith("Not undone: 15 of these are held for orders", rows[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("Not undone: the item has been counted again since", rows[1].Message, StringComparison.Ordinal);
        Assert.Equal(StockRowState.Undone, rows[2].State);
        await TestShop.AssertLedgerBalancesAsync(test);
    }

    [Fact]
    public async Task Undo_AfterItsWindow_IsNotPossible()
    {
        await using var test = await TestDatabase.CreateAsync();
        await StartAsync(test);
        var batch = await ApplyAsync(test, "SKU,Add\nA,10");
        test.Clock.Advance(TimeSpan.FromMinutes(61));

        Assert.False(await test.Get<BulkStock>().UndoAsync(test.SellerId, batch.Id, Cancel));
    }

    [Fact]
    public async Task Select_Items_ChangesThemAtALocation()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await StartAsync(test);
        var (annex, _) = await test.Get<LocationEditor>().AddAsync(test.SellerId, "Annex", Cancel);
        var bulk = test.Get<BulkStock>();

        var id = await bulk.SelectAsync(
            test.SellerId, [await shop.VariantAsync("A"), await shop.VariantAsync("B")], new BulkWish(StockField.Receive, 5, annex, "Truck 12"), "tester", Cancel);
        await bulk.ApplyAsync(test.SellerId, id, Cancel);
        await test.RunWorkAsync();

        await AssertOnHandAsync(shop, 15, 15, 10);
        Assert.Equal("Receive 5 of 2 items", (await FindAsync(test, id)).Title);
        await using var db = test.Open();
        Assert.Equal(2, await db.StockMovements.CountAsync(m => m.Kind == MovementKind.Received && m.LocationId == annex && m.Note == "Truck 12", Cancel));
    }

    [Fact]
    public async Task Sheet_DownloadedAndFilledIn_ChangesWhatWasFilled()
    {
        await using var test = await TestDatabase.CreateAsync();
        var shop = await StartAsync(test);
        using var file = new MemoryStream();
        await test.Get<StockSheet>().WriteAsync(test.SellerId, new InventoryFilter(), file, Cancel);
        using var workbook = new XLWorkbook(file);
        var sheet = workbook.Worksheet(1);
        Assert.Equal(["SKU", "Title", "Location", "On hand", "Reserved", "Available", "Incoming", "New on hand", "Add", "Low stock at"], sheet.Row(1).CellsUsed().Select(c => c.GetString()));
        Assert.Equal(("A", "Main warehouse", 10), (sheet.Cell(2, 1).GetString(), sheet.Cell(2, 3).GetString(), sheet.Cell(2, 4).GetValue<int>()));
        sheet.Cell(2, 8).SetValue(44);
        using var filled = new MemoryStream();
        workbook.SaveAs(filled);
        filled.Position = 0;

        var id = await test.Get<BulkStock>().UploadAsync(test.SellerId, "stock.xlsx", filled, "tester", Cancel);
        await test.RunWorkAsync();
        await test.Get<BulkStock>().ApplyAsync(test.SellerId, id, Cancel);
        await test.RunWorkAsync();

        Assert.Equal((44, 1), ((await shop.StockAsync("A")).OnHand, (await FindAsync(test, id)).RowCount));
    }

    [Theory]
    [InlineData("Name,Colour\nx,y", "No row with the column “SKU”")]
    [InlineData("SKU,New on hand\nA,\n", "This file asks for no change")]
    public async Task Upload_UselessFile_SaysWhatItNeeds(string text, string problem)
    {
        await using var test = await TestDatabase.CreateAsync();
        await StartAsync(test);

        var batch = await UploadAsync(test, text);

        Assert.Equal(StockBatchState.Failed, batch.State);
        Assert.StartsWith(problem, batch.Problem, StringComparison.Ordinal);
        Assert.True(await test.Get<BulkStock>().DiscardAsync(test.SellerId, batch.Id, Cancel));
        await Assert.ThrowsAsync<UnreadableFileException>(() => test.Get<BulkStock>().UploadAsync(test.SellerId, "x.csv", Stream.Null, "tester", Cancel));
    }

    [Fact]
    public async Task OfAnotherSeller_IsNotThere()
    {
        await using var test = await TestDatabase.CreateAsync();
        await StartAsync(test);
        var batch = await UploadAsync(test, "SKU,Add\nA,10");
        var (bulk, thief) = (test.Get<BulkStock>(), Guid.CreateVersion7());

        Assert.False(await bulk.ApplyAsync(thief, batch.Id, Cancel));
        Assert.False(await bulk.DiscardAsync(thief, batch.Id, Cancel));
        Assert.Null(await test.Get<BulkQueries>().FindAsync(thief, batch.Id, Cancel));
        Assert.Empty((await test.Get<BulkQueries>().RowsAsync(thief, batch.Id, null, 0, 10, Cancel)).Items);
    }

    private static async Task AssertOnHandAsync(TestShop shop, int a, int b, int c) =>
        Assert.Equal((a, b, c), ((await shop.StockAsync("A")).OnHand, (await shop.StockAsync("B")).OnHand, (await shop.StockAsync("C")).OnHand));

    private static async Task<TestShop> StartAsync(TestDatabase test)
    {
        var shop = await TestShop.ConnectAsync(test);
        await shop.ListAsync([.. new[] { "A", "B", "C", "D", "E" }.Select(sku => TestShop.Listing(sku))]);
        return shop;
    }

    private static async Task<StockBatch> UploadAsync(TestDatabase test, string text)
    {
        var id = await test.Get<BulkStock>().UploadAsync(test.SellerId, "stock.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)), "tester", Cancel);
        await test.RunWorkAsync();
        return await FindAsync(test, id);
    }

    private static async Task<StockBatch> ApplyAsync(TestDatabase test, string text)
    {
        var batch = await UploadAsync(test, text);
        Assert.True(await test.Get<BulkStock>().ApplyAsync(test.SellerId, batch.Id, Cancel));
        await test.RunWorkAsync();
        return batch;
    }

    private static async Task<StockBatch> FindAsync(TestDatabase test, Guid id) => (await test.Get<BulkQueries>().FindAsync(test.SellerId, id, Cancel))!;

    private static async Task<List<StockBatchRow>> RowsAsync(TestDatabase test, Guid id) =>
        [.. (await test.Get<BulkQueries>().RowsAsync(test.SellerId, id, null, 0, 100, Cancel)).Items.Select(r => r.Row)];
}
