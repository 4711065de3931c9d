using System.Globalization;
using System.Runtime.CompilerServices;
using ClosedXML.Excel;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using Marketplace.Core.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Files;

/// <summary>The workbook of orders to ship: a row per line with items left, to be filled with tracking numbers and uploaded again.</summary>
public sealed class PendingOrdersExport(MarketplaceDb database, OrderMatching matching, PlatformCatalog platforms, PersonalDataProtector protector, TimeProvider time)
{
    private const int OrdersAtOnce = 500;
    private const string CarrierColumn = "K";

    private static readonly SheetColumn[] Columns =
    [
        new("Order ID", 24), new("Marketplace", 14), new("Store", 20), new("Ship by", 18), new("SKU", 20), new("Title", 44), new("Quantity", 10, IsNumber: true),
        new("Ship to", 24), new("Country", 9), new("Tracking Number", 28, IsInput: true), new("Carrier", 20, IsInput: true),
    ];

    /// <summary>Name for the download.</summary>
    public string FileName => $"orders-to-ship-{time.GetUtcNow().ToString("yyyy-MM-dd-HHmm", CultureInfo.InvariantCulture)}.xlsx";

    /// <summary>Writes the workbook: soonest ship-by first, ids as text, carriers as a list to choose from.</summary>
    /// <param name="sellerId">Whose orders.</param>
    /// <param name="filter">Which of the orders to ship; its tab and sort do not matter.</param>
    /// <param name="target">Gets the .xlsx; need only go forward.</param>
    /// <param name="cancellationToken">Leaves an unfinished file.</param>
    public async Task WriteAsync(Guid sellerId, OrderFilter filter, Stream target, CancellationToken cancellationToken)
    {
        using var layout = new XLWorkbook();
        var sheet = SheetLayout.Add(layout, "Orders to ship", Columns);
        AddGuide(layout);
        AddCarriers(layout, sheet);
        await StreamedWorkbook.WriteAsync(target, layout, RowsAsync(sellerId, filter, cancellationToken), cancellationToken);
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync(Guid sellerId, OrderFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<Guid> ids;
        await using (var db = database.Open(sellerId))
        {
            ids = await OrderMatching.InTab(OrderMatching.InTab(matching.Of(db, filter), filter.Tab), OrderTab.ToShip)
                .OrderBy(o => o.ShipBy).ThenBy(o => o.ExternalId)
                .Select(o => o.Id)
                .ToListAsync(cancellationToken);
        }

        foreach (var some in ids.Chunk(OrdersAtOnce))
        {
            await using var db = database.Open(sellerId);
            var orders = await ShippableOrders.LoadAsync(db, some, cancellationToken);
            foreach (var row in some.Where(orders.ContainsKey).SelectMany(id => Rows(orders[id])))
            {
                yield return row;
            }
        }
    }

    private IEnumerable<IReadOnlyList<object?>> Rows(ShippableOrder shippable)
    {
        var order = shippable.Order;
        var marketplace = platforms.TryGet(order.Marketplace, out var platform) ? platform.Descriptor.Name : order.Marketplace;
        var buyer = protector.Unprotect<RemoteBuyer>(order.ProtectedBuyer);

        // Marketplaces that name no time are stored with the far future.
        var shipBy = order.ShipBy.Year > 9000 ? null : order.ShipBy.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return order.Lines
            .Select(line => (line, Left: shippable.Left(line)))
            .Where(l => l.Left > 0)
            .Select(l => (IReadOnlyList<object?>)
            [
                order.ExternalId, marketplace, shippable.StoreName, shipBy, l.line.Sku, l.line.VariationTitle is null ? l.line.Title : $"{l.line.Title} ({l.line.VariationTitle})",
                l.Left, buyer?.Name, buyer?.Country, null, null,
            ]);
    }

    private static void AddGuide(XLWorkbook workbook)
    {
        var guide = workbook.AddWorksheet("How to");
        string[] words =
        [
            "How to ship with this file",
            "1. Fill “Tracking Number” for every parcel. Leave it empty for what you do not ship now.",
            "2. Choose or write the carrier. Empty is fine where the number itself tells it.",
            "3. Several items in one parcel: write the same tracking number in each of their rows.",
            "4. Several parcels for one order: write a different number in each row, and change “Quantity” where a row is split.",
            "5. Keep “Order ID” and “SKU” as they are. Other columns, and their order, do not matter.",
            "6. Upload the file on the page Bulk shipping. You see a verdict for every row before anything is sent.",
        ];
        for (var i = 0; i < words.Length; i++)
        {
            guide.Cell(i + 1, 1).SetValue(words[i]);
        }

        guide.Cell(1, 1).Style.Font.SetBold().Font.SetFontSize(14);
        guide.Column(1).Width = 110;
    }

    // Longer than a validation's own text may be, so the list lies on a hidden sheet. Other carriers may be written as well.
    private void AddCarriers(XLWorkbook workbook, IXLWorksheet orders)
    {
        var names = platforms.All.SelectMany(p => CarrierDirectory.Choices(p.Descriptor)).Select(c => c.Name).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).ToList();
        if (names.Count == 0)
        {
            return;
        }

        var sheet = workbook.AddWorksheet("Carriers");
        for (var i = 0; i < names.Count; i++)
        {
            sheet.Cell(i + 1, 1).SetValue(names[i]);
        }

        var validation = orders.Range($"{CarrierColumn}2:{CarrierColumn}{FileLimits.Rows}").SetDataValidation();
        validation.List(sheet.Range(1, 1, names.Count, 1), true);
        validation.ShowErrorMessage = false;
        sheet.Hide();
    }
}
