using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>A report and where it stands. Guarded by its store's lock.</summary>
internal sealed class AmazonReport
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public required string[] Marketplaces { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string State { get; set; } = "IN_QUEUE";

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? Document { get; set; }
}

/// <summary>Reports 2021-06-30, with the report on all listings.</summary>
internal sealed class AmazonReportsApi(AmazonFiles files, SandboxOptions options)
{
    private const string Listings = "GET_MERCHANT_LISTINGS_ALL_DATA";
    private static readonly TimeSpan Queued = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(400);

    private readonly ConcurrentDictionary<string, AmazonReport> reports = new();
    private long lastId = 70_000_000_000 + options.Seed;

    static AmazonReportsApi() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>createReport.</summary>
    public SandboxReply Create(AmazonCall request)
    {
        var body = AmazonBody.Object(request.Call);
        var type = AmazonBody.Required(body, "reportType", "reportType");
        if (type != Listings)
        {
            throw AmazonReplies.Invalid($"Invalid value(s) [{type}] for field [reportType].");
        }

        var marketplaces = (body["marketplaceIds"] as JsonArray)?.OfType<JsonValue>().Select(v => v.ToString()).ToArray() ?? [];
        if (marketplaces.Length != 1 || marketplaces[0] != request.Store.Region.MarketplaceId)
        {
            throw AmazonReplies.Invalid("Invalid value for field [marketplaceIds].");
        }

        var store = request.Store;
        lock (store.Gate)
        {
            var now = store.Settle();
            var report = new AmazonReport { Id = Interlocked.Increment(ref lastId).ToString(CultureInfo.InvariantCulture), Type = type, Marketplaces = marketplaces, CreatedAt = now };
            reports[report.Id] = report;
            store.At(now + Queued, () => (report.State, report.StartedAt) = ("IN_PROGRESS", now + Queued));
            store.At(now + Queued + Work, () => End(store, report, request.Call.Fault, now + Queued + Work));
            return SandboxReply.OfJson(202, new { reportId = report.Id });
        }
    }

    /// <summary>getReport.</summary>
    public SandboxReply Get(AmazonCall request)
    {
        lock (request.Store.Gate)
        {
            request.Store.Settle();
            var id = request.Call.Path["reportId"];
            var report = reports.GetValueOrDefault(id) ?? throw AmazonReplies.NotFound("NotFound", $"Report {id} was not found.");
            return SandboxReply.OfJson(200, new
            {
                reportId = report.Id,
                reportType = report.Type,
                marketplaceIds = report.Marketplaces,
                createdTime = AmazonReplies.Time(report.CreatedAt),
                processingStatus = report.State,
                processingStartTime = report.StartedAt is { } started ? AmazonReplies.Time(started) : null,
                processingEndTime = report.EndedAt is { } ended ? AmazonReplies.Time(ended) : null,
                reportDocumentId = report.Document,
            });
        }
    }

    /// <summary>getReportDocument.</summary>
    public SandboxReply GetDocument(AmazonCall request)
    {
        var id = request.Call.Path["reportDocumentId"];
        var file = files.Find(id) ?? throw AmazonReplies.NotFound("NotFound", $"Report document {id} was not found.");
        return SandboxReply.OfJson(200, new
        {
            reportDocumentId = id,
            url = files.AddressOf(id, request.Store.Region, request.Call, "GET", request.Call.QueryValue("enableContentEncodingUrlHeader") == "true"),
            compressionAlgorithm = file.Packed ? "GZIP" : null,
        });
    }

    private void End(AmazonStore store, AmazonReport report, FaultKind? fault, DateTimeOffset at)
    {
        report.EndedAt = at;
        if (store.Shelf.Count == 0 || fault == FaultKind.Ignored)
        {
            // Nothing to tell counts as cancelled.
            report.State = "CANCELLED";
            return;
        }

        // Letters outside the code page become question marks, as in the real report.
        var cp1252 = store.Region.Key is "NA" or "EU";
        var bytes = (cp1252 ? Encoding.GetEncoding(1252) : Encoding.UTF8).GetBytes(AmazonListingsReport.Write(store));
        report.Document = files.Store(store.Region, bytes, $"text/plain; charset={(cp1252 ? "Cp1252" : "UTF-8")}");
        report.State = "DONE";
    }
}
