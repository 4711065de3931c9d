using Marketplace.Core.Platforms.Amazon.Wire;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Orders reports from Amazon and reads them as tables.</summary>
public sealed class AmazonReports(AmazonClient client, AmazonDocuments documents, AmazonPatience patience)
{
    private const string ListingsReport = "GET_MERCHANT_LISTINGS_ALL_DATA";
    private const string Path = "/reports/2021-06-30";
    private static readonly HashSet<string> FinalStates = ["DONE", "CANCELLED", "FATAL"];

    // Without it the columns' names come in the language of the store front.
    private static readonly Dictionary<string, string> Options = new() { ["preferredReportDocumentLocale"] = "en_US" };

    /// <summary>Every SKU that the seller has on a store front, sold out and suppressed ones included.</summary>
    /// <exception cref="PlatformException">Amazon refused, failed, or did not finish in time.</exception>
    public async Task<IReadOnlyList<string>> SkusAsync(ConnectionContext connection, string marketplaceId, CancellationToken cancellationToken)
    {
        var text = await RunAsync(connection, ListingsReport, marketplaceId, cancellationToken);
        return [.. AmazonTable.Read(text).Select(row => row.GetValueOrDefault("seller-sku")).OfType<string>().Where(sku => sku.Length > 0)];
    }

    /// <summary>Runs a report to its end; empty when Amazon has no data for it.</summary>
    private async Task<string> RunAsync(ConnectionContext connection, string type, string marketplaceId, CancellationToken cancellationToken)
    {
        var made = await client.SendAsync<AmazonReportMade>(
            connection, AmazonOperations.CreateReport, HttpMethod.Post, $"{Path}/reports", new AmazonReportWish(type, [marketplaceId], Options), cancellationToken);
        var report = await patience.AwaitAsync(() => StateAsync(connection, made.ReportId, cancellationToken), r => FinalStates.Contains(r.ProcessingStatus), cancellationToken);
        return report switch
        {
            { ProcessingStatus: "DONE", ReportDocumentId: { } id } => await documents.ReadAsync(connection, AmazonOperations.GetReportDocument, $"{Path}/documents/{AmazonClient.Encode(id)}", cancellationToken),

            // Amazon calls a report cancelled when there is nothing to report.
            { ProcessingStatus: "CANCELLED" or "DONE" } => "",
            { ProcessingStatus: "FATAL" } => throw new TransientException($"Amazon gave up on report {made.ReportId}.") { Operation = AmazonOperations.GetReport.Name },
            _ => throw new TransientException($"Amazon is still working on report {made.ReportId}.") { Operation = AmazonOperations.GetReport.Name },
        };
    }

    private Task<AmazonReportWire> StateAsync(ConnectionContext connection, string reportId, CancellationToken cancellationToken) =>
        client.SendAsync<AmazonReportWire>(connection, AmazonOperations.GetReport, HttpMethod.Get, $"{Path}/reports/{AmazonClient.Encode(reportId)}", null, cancellationToken);
}
