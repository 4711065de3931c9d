using System.Globalization;
using System.Runtime.CompilerServices;
using ClosedXML.Excel;
using Marketplace.Core.Data;
using Marketplace.Core.Spreadsheets;
using Marketplace.Core.Inventory.LowStock;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.Bulk;

/// <summary>The workbook of stock: a row per item and location, to be filled with new numbers and uploaded again.</summary>
public sealed class StockSheet(MarketplaceDb database, TimeProvider time)
{
    private const int ItemsAtOnce = 500;

    private static readonly SheetColumn[] Columns =
    [
        new(StockColumns.SkuHeader, 24), new("Title", 44), new(StockColumns.LocationHeader, 20), new(StockColumns.OnHandHeader, 10, IsNumber: true), new("Reserved", 10, IsNumber: true),
        new("Available", 10, IsNumber: true), new("Incoming", 10, IsNumber: true), new(StockColumns.NewOnHandHeader, 14, IsNumber: true, IsInput: true),
        new(StockColumns.AddHeader, 10, IsNumber: true, IsInput: true), new(StockColumns.ThresholdHeader, 14, IsNumber: true, IsInput: true),
    ];

    /// <summary>Name for the download.</summary>
    public string FileName => $"stock-{time.GetUtcNow().ToString("yyyy-MM-dd-HHmm", CultureInfo.InvariantCulture)}.xlsx";

    /// <summary>Writes the workbook of the items that a filter lets through, in its order. Bundles are left out: their parts are counted.</summary>
    /// <param name="sellerId">Whose stock.</param>
    /// <param name="filter">Which items; with a location, that location's numbers alone.</param>
    /// <param name="target">Gets the .xlsx; need only go forward.</param>
    /// <param name="cancellationToken">Leaves an unfinished file.</param>
    public async Task WriteAsync(Guid sellerId, InventoryFilter filter, Stream target, CancellationToken cancellationToken)
    {
        using var layout = new XLWorkbook();
        SheetLayout.Add(layout, "Stock", Columns);
        AddGuide(layout);
        await StreamedWorkbook.WriteAsync(target, layout, RowsAsync(sellerId, filter, cancellationToken), cancellationToken);
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync(Guid sellerId, InventoryFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<Guid> ids;
        Dictionary<Guid, string> locations;
        int usualThreshold;
        await using (var db = database.Open(sellerId))
        {
            usualThreshold = await LowStockThresholds.UsualAsync(db, cancellationToken);
            ids = await InventoryMatching.Of(db, filter, usualThreshold).Take(FileLimits.Rows).ToListAsync(cancellationToken);
            locations = await db.StockLocations.OrderByDescending(l => l.IsDefault).ThenBy(l => l.NameKey).ToDictionaryAsync(l => l.Id, l => l.Name, cancellationToken);
        }

        foreach (var some in ids.Chunk(ItemsAtOnce))
        {
            await using var db = database.Open(sellerId);
            var rows = await InventoryMatching.Rows(db, [.. some], usualThreshold).Where(r => !r.IsBundle).ToDictionaryAsync(r => r.VariantId, cancellationToken);
            var places = (await InventoryMatching.Places(db, [.. some]).ToListAsync(cancellationToken)).ToLookup(p => p.VariantId);
            foreach (var row in some.Where(rows.ContainsKey).SelectMany(id => Rows(rows[id], places[id], filter.LocationId, locations)))
            {
                yield return row;
            }
        }
    }

    // An item that never lay anywhere can be counted at the first location of the list.
    private static IEnumerable<IReadOnlyList<object?>> Rows(InventoryRow row, IEnumerable<PlaceView> places, Guid? only, Dictionary<Guid, string> locations)
    {
        var shown = places.Where(p => only is null ? p.OnHand > 0 : p.LocationId == only).Select(p => (p.Name, p.OnHand)).ToList();
        if (shown.Count == 0)
        {
            shown.Add((only is { } id ? locations.GetValueOrDefault(id, "") : locations.Values.FirstOrDefault() ?? "", 0));
        }

        return shown.Select((place, index) => (IReadOnlyList<object?>)
        [
            row.Sku, row.Title, place.Name, place.OnHand,
            index == 0 ? row.Reserved : null, index == 0 ? row.Available : null, index == 0 ? row.Incoming : null, null, null, index == 0 ? row.OwnThreshold : null,
        ]);
    }

    private static void AddGuide(XLWorkbook workbook)
    {
        var guide = workbook.AddWorksheet("How to");
        string[] words =
        [
            "How to change stock with this file",
            "1. “New on hand”: what you counted at that location. Leave it empty where nothing changes.",
            "2. “Add”: how many more there are, or fewer with a minus. Use one of the two in a row, not both.",
            "3. “Low stock at”: the number available at which you want to be told.",
            "4. For another location, add a row with the same SKU and that location's name. Without a location, the number is that of all locations together.",
            "5. Keep “SKU” as it is. Other columns, and their order, do not matter.",
            "6. Upload the file on the page Bulk stock. You see a verdict for every row before anything is changed, and can undo it afterwards.",
        ];
        for (var i = 0; i < words.Length; i++)
        {
            guide.Cell(i + 1, 1).SetValue(words[i]);
        }

        guide.Cell(1, 1).Style.Font.SetBold().Font.SetFontSize(14);
        guide.Column(1).Width = 110;
    }
}
