using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>A report that comes by itself. Guarded by its store's lock.</summary>
internal sealed record AmazonReportSchedule(string Id, string SellerId, string Type, string[] Marketplaces, string Period)
{
    public DateTimeOffset Next { get; set; }
}

/// <summary>Schedules of reports: one of a kind for each seller, a new one in place of the old.</summary>
internal sealed class AmazonReportSchedules(AmazonReportsApi reports, SandboxOptions options)
{
    private static readonly HashSet<string> Periods =
        ["PT5M", "PT15M", "PT30M", "PT1H", "PT2H", "PT4H", "PT8H", "PT12H", "P1D", "P2D", "P3D", "PT84H", "P7D", "P14D", "P15D", "P18D", "P30D", "P1M"];

    private readonly ConcurrentDictionary<string, AmazonReportSchedule> schedules = new();
    private long lastId = 60_000_000_000 + options.Seed;

    /// <summary>createReportSchedule.</summary>
    public SandboxReply Create(AmazonCall request)
    {
        var body = AmazonBody.Object(request.Call);
        var type = AmazonReportsApi.TypeOf(body);
        var marketplaces = AmazonReportsApi.MarketplacesOf(body, request.Store.Region);
        var period = AmazonBody.Required(body, "period", "period");
        if (!Periods.Contains(period))
        {
            throw AmazonReplies.Invalid($"Invalid value(s) [{period}] for field [period].");
        }

        var store = request.Store;
        lock (store.Gate)
        {
            var now = store.Settle();
            var next = AmazonBody.Optional(body, "nextReportCreationTime", "nextReportCreationTime") is { } text
                ? DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : throw AmazonReplies.Invalid("Invalid Date-Time field(s) [nextReportCreationTime].")
                : now + XmlConvert.ToTimeSpan(period);
            foreach (var old in Of(store).Where(known => known.Type == type))
            {
                schedules.TryRemove(old.Id, out _);
            }

            var id = Interlocked.Increment(ref lastId).ToString(CultureInfo.InvariantCulture);
            var made = schedules[id] = new AmazonReportSchedule(id, store.SellerId, type, marketplaces, period) { Next = next };
            Plan(store, made);
            return SandboxReply.OfJson(201, new { reportScheduleId = id });
        }
    }

    /// <summary>getReportSchedules.</summary>
    public SandboxReply List(AmazonCall request)
    {
        var types = request.Call.List("reportTypes");
        if (types.Count is 0 or > 10)
        {
            throw AmazonReplies.Invalid("reportTypes must hold 1 to 10 values.");
        }

        lock (request.Store.Gate)
        {
            request.Store.Settle();
            return SandboxReply.OfJson(200, new { reportSchedules = Of(request.Store).Where(known => types.Contains(known.Type)).OrderBy(known => known.Id, StringComparer.Ordinal).Select(Describe).ToArray() });
        }
    }

    /// <summary>getReportSchedule.</summary>
    public SandboxReply Get(AmazonCall request)
    {
        lock (request.Store.Gate)
        {
            request.Store.Settle();
            return SandboxReply.OfJson(200, Describe(Find(request)));
        }
    }

    /// <summary>cancelReportSchedule.</summary>
    public SandboxReply Cancel(AmazonCall request)
    {
        lock (request.Store.Gate)
        {
            schedules.TryRemove(Find(request).Id, out _);
            return AmazonReplies.Done();
        }
    }

    private void Plan(AmazonStore store, AmazonReportSchedule schedule) => store.At(schedule.Next, () =>
    {
        if (schedules.ContainsKey(schedule.Id))
        {
            var (at, span) = (schedule.Next, XmlConvert.ToTimeSpan(schedule.Period));
            reports.Start(store, schedule.Type, schedule.Marketplaces, at - span, null, at);
            schedule.Next = at + span;
            Plan(store, schedule);
        }
    });

    private IEnumerable<AmazonReportSchedule> Of(AmazonStore store) => schedules.Values.Where(known => known.SellerId == store.SellerId);

    private AmazonReportSchedule Find(AmazonCall request)
    {
        var id = request.Call.Path["reportScheduleId"];
        return Of(request.Store).FirstOrDefault(known => known.Id == id) ?? throw AmazonReplies.NotFound("NotFound", $"Report schedule {id} was not found.");
    }

    private static JsonObject Describe(AmazonReportSchedule schedule) => new()
    {
        ["reportScheduleId"] = schedule.Id,
        ["reportType"] = schedule.Type,
        ["marketplaceIds"] = new JsonArray([.. schedule.Marketplaces.Select(id => JsonValue.Create(id))]),
        ["period"] = schedule.Period,
        ["nextReportCreationTime"] = AmazonReplies.Time(schedule.Next),
    };
}
