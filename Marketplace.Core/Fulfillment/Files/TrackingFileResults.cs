using System.Runtime.CompilerServices;
using ClosedXML.Excel;
using Marketplace.Core.Data;
using Marketplace.Core.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Files;

/// <summary>The workbook of a file's results: its rows as they were written, each with what became of it. Corrected, it can be uploaded again.</summary>
public sealed class TrackingFileResults(MarketplaceDb database)
{
    private static readonly SheetColumn[] Columns =
    [
        new("Row", 7, IsNumber: true), new("Order ID", 24), new("SKU", 20), new("Quantity", 10), new("Tracking Number", 28), new("Carrier", 20), new("Result", 22), new("Details", 80),
    ];

    /// <summary>Writes the workbook.</summary>
    /// <returns>False when the seller has no such file; nothing is written then.</returns>
    public async Task<bool> WriteAsync(Guid sellerId, Guid fileId, Stream target, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        if (!await db.TrackingFiles.AnyAsync(f => f.Id == fileId, cancellationToken))
        {
            return false;
        }

        using var layout = new XLWorkbook();
        SheetLayout.Add(layout, "Results", Columns);
        await StreamedWorkbook.WriteAsync(target, layout, RowsAsync(db, fileId, cancellationToken), cancellationToken);
        return true;
    }

    /// <summary>What became of a row, in a word or two.</summary>
    public static string Result(TrackingFileRowView view) => view switch
    {
        { State: ShipmentState.Queued } => "Waiting to be sent",
        { State: ShipmentState.Sent } => "Sent, not seen there yet",
        { State: ShipmentState.Confirmed } => "Confirmed",
        { State: ShipmentState.Failed } => "Refused by marketplace",
        { State: ShipmentState.Stopped } => "Stopped: shipped elsewhere",
        { State: ShipmentState.Discarded } => "Discarded",
        { Row.Verdict: RowVerdict.Ready } => "Ready, not sent",
        { Row.Verdict: RowVerdict.Refused } => "Not accepted",
        _ => "Skipped",
    };

    private static async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync(MarketplaceDbContext db, Guid fileId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var view in FulfillmentQueries.Views(db, fileId, RowFilter.All).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var row = view.Row;
            yield return [row.RowNumber, row.OrderNumber, row.Sku, row.Quantity, row.TrackingNumber, row.Carrier, Result(view), view.Problem ?? row.Message];
        }
    }
}
