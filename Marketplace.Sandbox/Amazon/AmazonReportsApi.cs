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

    public required string SellerId { get; init; }

    public required string Type { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required string[] Marketplaces { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string State { get; set; } = "IN_QUEUE";

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? Document { get; set; }
}

/// <summary>Reports 2021-06-30, with those on listings and on all orders.</summary>
internal sealed class AmazonReportsApi(AmazonFiles files, SandboxOptions options)
{
    private const string Listings = "GET_MERCHANT_LISTINGS_ALL_DATA";

    private static readonly Dictionary<string, Func<AmazonStore, DateTimeOffset, string>> Kinds = new()
    {
        [Listings] = (store, _) => AmazonListingsReport.Write(store),
        ["GET_FLAT_FILE_OPEN_LISTINGS_DATA"] = (store, _) => AmazonListingsReport.WriteOpen(store),
        ["GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL"] = (store, since) => AmazonOrdersReport.Write(store, store.ByUpdate.Where(o => o.At >= since).Select(o => o.Id)),
        ["GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL"] = (store, since) => AmazonOrdersReport.Write(store, store.ByCreation.Where(o => o.At >= since).Select(o => o.Id)),
    };

    private static readonly TimeSpan Queued = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(400);

    private readonly ConcurrentDictionary<string, AmazonReport> reports = new();
    private long lastId = 70_000_000_000 + options.Seed;

    static AmazonReportsApi() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>createReport.</summary>
    public SandboxReply Create(AmazonCall request)
    {
        var body = AmazonBody.Object(request.Call);
        var (type, marketplaces) = (TypeOf(body), MarketplacesOf(body, request.Store.Region));
        var store = request.Store;
        lock (store.Gate)
        {
            var now = store.Settle();
            return SandboxReply.OfJson(202, new { reportId = Start(store, type, marketplaces, Time(body, "dataStartTime") ?? now.AddDays(-30), request.Call.Fault, now) });
        }
    }

    /// <summary>Begins a report; its id. Hold the store's lock.</summary>
    public string Start(AmazonStore store, string type, string[] marketplaces, DateTimeOffset since, FaultKind? fault, DateTimeOffset now)
    {
        var report = new AmazonReport
        {
            Id = Interlocked.Increment(ref lastId).ToString(CultureInfo.InvariantCulture),
            SellerId = store.SellerId,
            Type = type,
            Marketplaces = marketplaces,
            Since = since,
            CreatedAt = now,
        };
        reports[report.Id] = report;
        store.At(now + Queued, () => (report.State, report.StartedAt) = report.State == "IN_QUEUE" ? ("IN_PROGRESS", now + Queued) : (report.State, report.StartedAt));
        store.At(now + Queued + Work, () => End(store, report, fault, now + Queued + Work));
        return report.Id;
    }

    /// <summary>The kind of report that a body asks for.</summary>
    public static string TypeOf(JsonObject body)
    {
        AmazonBody.CheckOptions(body, "reportOptions");
        var type = AmazonBody.Required(body, "reportType", "reportType");
        return Kinds.ContainsKey(type) ? type : throw AmazonReplies.Invalid($"Invalid value(s) [{type}] for field [reportType].");
    }

    /// <summary>The marketplace that a body asks for, which must be the store's.</summary>
    public static string[] MarketplacesOf(JsonObject body, AmazonRegion region)
    {
        var marketplaces = (body["marketplaceIds"] as JsonArray)?.OfType<JsonValue>().Select(v => v.ToString()).ToArray() ?? [];
        return marketplaces.Length == 1 && marketplaces[0] == region.MarketplaceId ? marketplaces : throw AmazonReplies.Invalid("Invalid value for field [marketplaceIds].");
    }

    /// <summary>getReport.</summary>
    public SandboxReply Get(AmazonCall request)
    {
        lock (request.Store.Gate)
        {
            request.Store.Settle();
            var id = request.Call.Path["reportId"];
            return SandboxReply.OfJson(200, Describe(Find(request, id)));
        }
    }

    /// <summary>getReports, newest first; a token comes alone.</summary>
    public SandboxReply List(AmazonCall request)
    {
        lock (request.Store.Gate)
        {
            request.Store.Settle();
            var token = request.Call.QueryValue("nextToken") is { } given ? AmazonPageTokens.Read(given, 3) ?? throw AmazonReplies.Invalid("Invalid value for field [nextToken].") : null;
            IReadOnlyList<string> types = token is null ? request.Call.List("reportTypes") : token[0].Split(',');
            if (types.Count == 0)
            {
                throw AmazonReplies.Invalid("Either reportTypes or nextToken is required.");
            }

            var states = request.Call.List("processingStatuses", AmazonFiles.States);
            var (since, until) = (request.Call.Time("createdSince"), request.Call.Time("createdUntil"));
            var size = token is null ? request.Call.Number("pageSize", 10, 1, 100) : int.Parse(token[1], CultureInfo.InvariantCulture);
            var next = (token is null ? 0 : int.Parse(token[2], CultureInfo.InvariantCulture)) + size;
            var found = reports.Values.Where(r => r.SellerId == request.Store.SellerId && types.Contains(r.Type)
                && (states.Count == 0 || states.Contains(r.State)) && (since is null || r.CreatedAt >= since) && (until is null || r.CreatedAt <= until)).OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id, StringComparer.Ordinal).ToList();
            return SandboxReply.OfJson(200, new
            {
                reports = found.Skip(next - size).Take(size).Select(Describe).ToArray(),
                nextToken = next < found.Count ? AmazonPageTokens.Make(string.Join(',', types), size.ToString(CultureInfo.InvariantCulture), next.ToString(CultureInfo.InvariantCulture)) : null,
            });
        }
    }

    /// <summary>cancelReport, which works as long as the report waits.</summary>
    public SandboxReply Cancel(AmazonCall request)
    {
        lock (request.Store.Gate)
        {
            var now = request.Store.Settle();
            var id = request.Call.Path["reportId"];
            var report = Find(request, id);
            if (report.State != "IN_QUEUE")
            {
                throw AmazonReplies.Invalid($"Report {id} is {report.State} and cannot be cancelled.");
            }

            (report.State, report.EndedAt) = ("CANCELLED", now);
            return AmazonReplies.Done();
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

    private AmazonReport Find(AmazonCall request, string id) =>
        reports.GetValueOrDefault(id) is { } report && report.SellerId == request.Store.SellerId ? report : throw AmazonReplies.NotFound("NotFound", $"Report {id} was not found.");

    private static object Describe(AmazonReport report) => new
    {
        reportId = report.Id,
        reportType = report.Type,
        marketplaceIds = report.Marketplaces,
        createdTime = AmazonReplies.Time(report.CreatedAt),
        processingStatus = report.State,
        processingStartTime = report.StartedAt is { } started ? AmazonReplies.Time(started) : null,
        processingEndTime = report.EndedAt is { } ended ? AmazonReplies.Time(ended) : null,
        reportDocumentId = report.Document,
    };

    private static DateTimeOffset? Time(JsonObject body, string name) => AmazonBody.Optional(body, name, name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime()
        : throw AmazonReplies.Invalid($"Invalid Date-Time field(s) [{name}].");

    private void End(AmazonStore store, AmazonReport report, FaultKind? fault, DateTimeOffset at)
    {
        if (report.State == "CANCELLED")
        {
            return;
        }

        report.EndedAt = at;
        if (store.Shelf.Count == 0 || fault == FaultKind.Ignored)
        {
            // Nothing to tell counts as cancelled.
            report.State = "CANCELLED";
            return;
        }

        // Letters outside the code page become question marks, as in the real report on listings.
        var cp1252 = report.Type == Listings && store.Region.Key is "NA" or "EU";
        var bytes = (cp1252 ? Encoding.GetEncoding(1252) : Encoding.UTF8).GetBytes(Kinds[report.Type](store, report.Since));
        report.Document = files.Store(store.Region, bytes, $"text/plain; charset={(cp1252 ? "Cp1252" : "UTF-8")}");
        report.State = "DONE";
    }
}
