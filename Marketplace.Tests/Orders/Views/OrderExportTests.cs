using System.Text;
using Marketplace.Core.Orders;
using Marketplace.Core.Orders.Views;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;

namespace Marketplace.Tests.Orders.Views;

public sealed class OrderExportTests
{
    private static readonly IReadOnlyList<OrderColumn> Columns = [OrderColumn.Total, OrderColumn.ShipBy, OrderColumn.Items, OrderColumn.Store];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Csv_OfAFilter_HoldsAllItsOrdersInItsOrderWithTheChosenColumns()
    {
        await using var test = await TestDatabase.CreateAsync();
        var connection = await test.AddConnectionAsync();
        for (var i = 0; i < 1_203; i++)
        {
            await AddAsync(test, connection.Id, $"A-{i:0000}", total: i);
        }

        await AddAsync(test, connection.Id, "gone", state: OrderState.Shipped);

        var lines = await CsvAsync(test, new OrderFilter { Sort = OrderSort.Total, Descending = true });

        Assert.Equal("Order ID,Marketplace,What,Total,Currency,Ship by,Items,Store", lines[0]);
        Assert.Equal(1_204, lines.Count);
        Assert.Equal("A-1202,ebay,Mug,12.02,USD,2026-05-04 10:00 UTC,2,ebay store-1", lines[1]);
        Assert.Equal(Enumerable.Range(0, 1_203).Reverse().Select(i => $"A-{i:0000}"), lines.Skip(1).Select(line => line[..6]));
        Assert.Single(await CsvAsync(test, new OrderFilter(), Guid.NewGuid()));
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")")]
    [InlineData("+1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    public async Task Csv_TitleThatIsAFormula_IsText(string title)
    {
        await using var test = await TestDatabase.CreateAsync();
        await AddAsync(test, Guid.NewGuid(), "A-1", title: title);

        var row = (await TextAsync(test, new OrderFilter())).Split("\r\n", 2)[1];

        var cell = row["A-1,ebay,".Length..].TrimStart('"');
        Assert.Equal('\'', cell[0]);
        Assert.Contains(title.Replace("\"", "\"\"", StringComparison.Ordinal).Trim(), row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_OfOrdersWithBuyers_HoldNothingOfThem()
    {
        await using var test = await TestDatabase.CreateAsync();
        var buyer = test.Get<PersonalDataProtector>().Protect(new RemoteBuyer { Name = "Grace Hopper", AddressLines = ["1 Compiler Way"], Email = "grace@example.org" });
        await AddAsync(test, Guid.NewGuid(), "A-1", buyer: buyer);
        using var workbook = new MemoryStream();

        await test.Get<OrderExport>().WriteWorkbookAsync(test.SellerId, new OrderFilter(), Enum.GetValues<OrderColumn>(), workbook, Cancel);

        using var read = new ClosedXML.Excel.XLWorkbook(workbook);
        var sheet = read.Worksheet(1);
        Assert.Equal("A-1", sheet.Cell(2, 1).GetString());
        Assert.Equal(2, sheet.RowsUsed().Count());
        Assert.DoesNotContain(sheet.CellsUsed(), cell => cell.GetString().Contains("Hopper", StringComparison.Ordinal) || cell.GetString().Contains('@'));
        Assert.DoesNotContain("Hopper", await TextAsync(test, new OrderFilter()), StringComparison.Ordinal);
    }

    private static async Task<List<string>> CsvAsync(TestDatabase test, OrderFilter filter, Guid? seller = null) =>
        [.. (await TextAsync(test, filter, seller)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];

    private static async Task<string> TextAsync(TestDatabase test, OrderFilter filter, Guid? seller = null)
    {
        using var file = new MemoryStream();
        await test.Get<OrderExport>().WriteCsvAsync(seller ?? test.SellerId, filter, Columns, file, Cancel);
        Assert.Equal([0xEF, 0xBB, 0xBF], file.ToArray()[..3]);
        return Encoding.UTF8.GetString(file.ToArray()[3..]);
    }

    private static async Task AddAsync(
        TestDatabase test, Guid connectionId, string externalId, string title = "Mug", long total = 1, OrderState state = OrderState.ToShip, string? buyer = null)
    {
        await using var db = test.Open();
        var now = test.Clock.GetUtcNow();
        db.Orders.Add(new Order
        {
            ConnectionId = connectionId,
            Marketplace = "ebay",
            ExternalId = externalId,
            State = state,
            PlacedAt = now,
            RemoteUpdatedAt = now,
            ImportedAt = now,
            ShipBy = now.AddHours(1),
            Currency = "USD",
            TotalMinor = total,
            ItemCount = 2,
            Summary = title,
            ProtectedBuyer = buyer,
        });
        await db.SaveChangesAsync(Cancel);
    }
}
