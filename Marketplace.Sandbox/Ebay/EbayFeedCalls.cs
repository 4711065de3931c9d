using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Marketplace.Sandbox.Ebay.Inventory;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay;

/// <summary>Reports by the Feed API: asked for, waited for, and fetched as a ZIP with XML. The report of active listings is the one there is.</summary>
internal sealed class EbayFeedCalls(TimeProvider time)
{
    /// <summary>Path of the API.</summary>
    public const string Root = "/sell/feed/v1";

    private const string ActiveInventory = "LMS_ACTIVE_INVENTORY_REPORT";
    private const int MostADay = 25;
    private static readonly XNamespace Ns = "urn:ebay:apis:eBLBaseComponents";
    private static readonly TimeSpan Work = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, FeedTask> tasks = new();
    private int number;

    /// <summary>POST /inventory_task: 202 without a body; the id is in Location.</summary>
    public SandboxReply Create(EbaySeller seller, SandboxCall call)
    {
        var body = EbayItemWrites.Parse(call);
        var refusal = string.IsNullOrEmpty(call.Header("X-EBAY-C-MARKETPLACE-ID")) ? Refuse(400, 160027, "The X-EBAY-C-MARKETPLACE-ID header is missing.")
            : (string?)body?["feedType"] != ActiveInventory ? Refuse(400, 160018, "The feedType is not supported.")
            : (string?)body?["schemaVersion"] is null ? Refuse(400, 160019, "The schemaVersion is missing.")
            : Of(seller).Count(task => task.At > time.GetUtcNow().AddDays(-1)) >= MostADay ? Refuse(409, 160025, "The number of tasks for this period is exceeded.")
            : null;
        if (refusal is not null)
        {
            return refusal;
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"task-{10 + Interlocked.Increment(ref number)}-{60_000_000 + number}");
        tasks[id] = new FeedTask(id, seller.Id, time.GetUtcNow());
        return SandboxReply.Empty(202).With("Location", EbayWire.Link(call, $"{Root}/inventory_task/{id}"));
    }

    /// <summary>GET /inventory_task.</summary>
    public SandboxReply List(EbaySeller seller, SandboxCall call)
    {
        var found = Of(seller).OrderByDescending(task => task.At).ToList();
        return SandboxReply.OfJson(200, new
        {
            href = EbayWire.Link(call, $"{Root}/inventory_task?limit=10&offset=0"),
            limit = 10,
            offset = 0,
            total = found.Count,
            tasks = found.Take(10).Select(task => Json(task, call)).ToList(),
        });
    }

    /// <summary>GET /inventory_task/{task_id}.</summary>
    public SandboxReply Get(EbaySeller seller, SandboxCall call) => Find(seller, call) is { } task ? SandboxReply.OfJson(200, Json(task, call)) : NoTask;

    /// <summary>GET /task/{task_id}/download_result_file.</summary>
    public SandboxReply Download(EbaySeller seller, SandboxCall call) => Find(seller, call) is not { } task ? NoTask
        : !IsDone(task) ? Refuse(404, 160014, "The result file is not ready yet.")
        : new SandboxReply(200, Zip($"{task.Id}_report.xml", Report(seller)), "application/octet-stream").With("content-disposition", $"attachment; filename=\"{task.Id}_report.zip\"");

    private IEnumerable<FeedTask> Of(EbaySeller seller) => tasks.Values.Where(task => task.SellerId == seller.Id);

    private FeedTask? Find(EbaySeller seller, SandboxCall call) => tasks.TryGetValue(call.Path["task_id"], out var task) && task.SellerId == seller.Id ? task : null;

    private bool IsDone(FeedTask task) => time.GetUtcNow() >= task.At + Work;

    private object Json(FeedTask task, SandboxCall call) => new
    {
        taskId = task.Id,
        status = IsDone(task) ? "COMPLETED" : "IN_PROCESS",
        feedType = ActiveInventory,
        creationDate = EbayWire.Time(task.At),
        completionDate = IsDone(task) ? EbayWire.Time(task.At + Work) : null,
        schemaVersion = "1.0",
        detailHref = EbayWire.Link(call, $"{Root}/inventory_task/{task.Id}"),
    };

    private static string Report(EbaySeller seller) => seller.Store.Read(s => new XElement(
        Ns + "BulkDataExchangeResponses",
        new XElement(
            Ns + "ActiveInventoryReport",
            new XElement(Ns + "Ack", "Success"),
            s.Published.Select(listing => new XElement(
                Ns + "SKUDetails",
                listing[0].VariationId is null && listing[0].Sku is { } sku ? new XElement(Ns + "SKU", sku) : null,
                Price(listing[0]),
                new XElement(Ns + "Quantity", listing.Sum(variation => variation.QuantityAt(s.Visible))),
                new XElement(Ns + "ItemID", listing[0].ListingId),
                listing[0].VariationId is null ? null : new XElement(Ns + "Variations", listing.Select(variation => new XElement(
                    Ns + "Variation",
                    new XElement(Ns + "SKU", variation.Sku),
                    Price(variation),
                    new XElement(Ns + "Quantity", variation.QuantityAt(s.Visible)))))))))
        .ToString(SaveOptions.DisableFormatting));

    private static XElement Price(EbayListing listing) =>
        new(Ns + "Price", new XAttribute("currencyID", listing.Site.Currency), EbayWire.Amount(listing.PriceCents, listing.Site.Currency).Value);

    private static byte[] Zip(string name, string text)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry(name).Open();
            entry.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + text));
        }

        return packed.ToArray();
    }

    private static SandboxReply NoTask => Refuse(404, 160003, "The task was not found.");

    private static SandboxReply Refuse(int status, int errorId, string message) => EbayRefusal.Of(status, new EbayFault(errorId, "API_FEED", "REQUEST", message));

    private sealed record FeedTask(string Id, string SellerId, DateTimeOffset At);
}
