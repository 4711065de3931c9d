using System.Globalization;
using System.Runtime.CompilerServices;
using ClosedXML.Excel;
using Marketplace.Core.Data;
using Marketplace.Core.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders.Views;

/// <summary>
/// Writes all orders of a view to a file, a row per order with the columns of the grid, in its order. Nothing of a buyer is in it, as
/// nothing of a buyer is in the grid.
/// </summary>
public sealed class OrderExport(MarketplaceDb database, OrderMatching matching, TimeProvider time)
{
    private const int OrdersAtOnce = 500;

    /// <summary>Name of the download without its ending.</summary>
    public string FileName => $"orders-{time.GetUtcNow().ToString("yyyy-MM-dd-HHmm", CultureInfo.InvariantCulture)}";

    /// <summary>Writes comma-separated values.</summary>
    /// <param name="sellerId">Whose orders.</param>
    /// <param name="filter">Which, and in what order.</param>
    /// <param name="columns">Columns after the order's id and marketplace.</param>
    /// <param name="target">Gets the file; need only go forward.</param>
    /// <param name="cancellationToken">Leaves an unfinished file.</param>
    public Task WriteCsvAsync(Guid sellerId, OrderFilter filter, IReadOnlyList<OrderColumn> columns, Stream target, CancellationToken cancellationToken)
    {
        var cells = Cells(columns);
        return DelimitedWriter.WriteAsync(target, [.. cells.Select(c => c.Sheet.Header)], RowsAsync(sellerId, filter, cells, cancellationToken), cancellationToken);
    }

    /// <summary>Writes a workbook; parameters as of <see cref="WriteCsvAsync"/>.</summary>
    public async Task WriteWorkbookAsync(Guid sellerId, OrderFilter filter, IReadOnlyList<OrderColumn> columns, Stream target, CancellationToken cancellationToken)
    {
        var cells = Cells(columns);
        using var layout = new XLWorkbook();
        SheetLayout.Add(layout, "Orders", [.. cells.Select(c => c.Sheet)]);
        await StreamedWorkbook.WriteAsync(target, layout, RowsAsync(sellerId, filter, cells, cancellationToken), cancellationToken);
    }

    private static IReadOnlyList<Cell> Cells(IReadOnlyList<OrderColumn> columns) =>
    [
        new(new SheetColumn("Order ID", 24), (row, _) => row.ExternalId),
        new(new SheetColumn("Marketplace", 14), (row, _) => row.Marketplace),
        new(new SheetColumn("What", 44), (row, _) => row.Summary),
        .. columns.SelectMany(Cells),
    ];

    private static IEnumerable<Cell> Cells(OrderColumn column) => column switch
    {
        OrderColumn.ShipBy => [new(new SheetColumn("Ship by", 22), (row, _) => row.ShipBy >= Order.NoShipBy ? null : Written(row.ShipBy))],
        OrderColumn.State => [new(new SheetColumn("State", 18), (row, _) => row.State.ToString())],
        OrderColumn.Placed => [new(new SheetColumn("Ordered", 22), (row, _) => Written(row.PlacedAt))],
        OrderColumn.Items => [new(new SheetColumn("Items", 10, IsNumber: true), (row, _) => row.ItemCount)],
        OrderColumn.Total => [new(new SheetColumn("Total", 12), (row, _) => row.Total.ToWire()), new(new SheetColumn("Currency", 10), (row, _) => row.Total.Currency)],
        OrderColumn.Service => [new(new SheetColumn("Service", 24), (row, _) => row.ShippingService)],
        OrderColumn.Store => [new(new SheetColumn("Store", 24), (row, stores) => stores.GetValueOrDefault(row.ConnectionId))],
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "Unknown column."),
    };

    private static string Written(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync(
        Guid sellerId, OrderFilter filter, IReadOnlyList<Cell> cells, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<Guid> ids;
        Dictionary<Guid, string> stores;
        await using (var db = database.Open(sellerId))
        {
            // Slim ids first, so that orders which change meanwhile are neither left out nor written twice.
            ids = await matching.Sorted(db, filter).Select(o => o.Id).ToListAsync(cancellationToken);
            stores = await db.Connections.Select(c => new { c.Id, c.StoreName }).ToDictionaryAsync(c => c.Id, c => c.StoreName, cancellationToken);
        }

        foreach (var some in ids.Chunk(OrdersAtOnce))
        {
            await using var db = database.Open(sellerId);
            var rows = await OrderQueries.Rows(db, some).ToDictionaryAsync(row => row.Id, cancellationToken);
            foreach (var row in some.Where(rows.ContainsKey).Select(id => rows[id]))
            {
                yield return [.. cells.Select(cell => cell.Read(row, stores))];
            }
        }
    }

    private sealed record Cell(SheetColumn Sheet, Func<OrderRow, IReadOnlyDictionary<Guid, string>, object?> Read);
}
