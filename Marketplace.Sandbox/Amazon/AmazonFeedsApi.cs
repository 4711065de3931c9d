using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>A feed and where it stands. Guarded by its store's lock.</summary>
internal sealed class AmazonFeed
{
    public required string Id { get; init; }

    public required string SellerId { get; init; }

    public required string Type { get; init; }

    public required string[] Marketplaces { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string State { get; set; } = "IN_QUEUE";

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? ResultDocument { get; set; }
}

/// <summary>Feeds 2021-06-30.</summary>
internal sealed class AmazonFeedsApi(AmazonFiles files, AmazonMailbox mailbox, SandboxOptions options, RateGate gate)
{
    private const string Listings = "JSON_LISTINGS_FEED";
    private const int MostMarketplaces = 25;
    private static readonly TimeSpan Queued = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(400);

    // Retired in July 2025: Amazon still takes them and gives up on them.
    private static readonly HashSet<string> Dead =
        ["POST_PRODUCT_DATA", "POST_INVENTORY_AVAILABILITY_DATA", "POST_PRODUCT_PRICING_DATA", "POST_PRODUCT_IMAGE_DATA", "POST_PRODUCT_RELATIONSHIP_DATA", "POST_FLAT_FILE_INVLOADER_DATA", "POST_FLAT_FILE_LISTINGS_DATA", "POST_FLAT_FILE_PRICEANDQUANTITYONLY_UPDATE_DATA"];

    private static readonly SandboxOperation AnyFeed = Plan("createFeed", 0.0083, 15);
    private static readonly SandboxOperation ListingsFeed = Plan("createFeed " + Listings, 5 / 300.0, 5);

    private readonly ConcurrentDictionary<string, AmazonFeed> feeds = new();
    private long lastId = 50_000_000_000 + options.Seed;

    /// <summary>createFeedDocument.</summary>
    public SandboxReply CreateDocument(AmazonCall request)
    {
        var contentType = AmazonBody.Required(AmazonBody.Object(request.Call), "contentType", "contentType");
        var id = files.Announce(request.Store.Region, contentType);
        return SandboxReply.OfJson(201, new { feedDocumentId = id, url = files.AddressOf(id, request.Store.Region, request.Call, "PUT") });
    }

    /// <summary>createFeed. Listings feeds have a limit of their own.</summary>
    public SandboxReply Create(AmazonCall request)
    {
        var body = AmazonBody.Object(request.Call);
        var type = AmazonBody.Required(body, "feedType", "feedType");
        if (!gate.Allow(request.Store.SellerId, type == Listings ? ListingsFeed : AnyFeed))
        {
            return AmazonReplies.Throttled();
        }

        var marketplaces = (body["marketplaceIds"] as JsonArray)?.OfType<JsonValue>().Select(v => v.ToString()).ToArray() ?? [];
        if (marketplaces.Length is 0 or > MostMarketplaces || marketplaces.Any(m => m != request.Store.Region.MarketplaceId))
        {
            throw AmazonReplies.Invalid("Invalid value for field [marketplaceIds].");
        }

        if (type is not (Listings or AmazonOrderFeedRun.Fulfillment or AmazonOrderFeedRun.Acknowledgement or AmazonFlatFeedRun.Fulfillment or AmazonFlatFeedRun.Acknowledgement) && !Dead.Contains(type))
        {
            throw AmazonReplies.Invalid($"Invalid value(s) [{type}] for field [feedType].");
        }

        AmazonBody.CheckOptions(body, "feedOptions");
        if (files.Find(AmazonBody.Required(body, "inputFeedDocumentId", "inputFeedDocumentId")) is not { Body: not null } file)
        {
            throw AmazonReplies.Invalid("Invalid value for field [inputFeedDocumentId].");
        }

        var store = request.Store;
        lock (store.Gate)
        {
            var now = store.Settle();
            var feed = new AmazonFeed { Id = Interlocked.Increment(ref lastId).ToString(CultureInfo.InvariantCulture), SellerId = store.SellerId, Type = type, Marketplaces = marketplaces, CreatedAt = now };
            feeds[feed.Id] = feed;
            var ends = now + Queued + Work + TimeSpan.FromSeconds(options.LagSeconds + options.Amazon.FeedSeconds);
            store.At(now + Queued, () => Start(feed, now + Queued));
            store.At(ends, () => End(store, feed, file, request.Call.Fault, ends));
            return SandboxReply.OfJson(202, new { feedId = feed.Id });
        }
    }

    /// <summary>getFeed.</summary>
    public SandboxReply Get(AmazonCall request)
    {
        lock (request.Store.Gate)
        {
            request.Store.Settle();
            return SandboxReply.OfJson(200, Describe(Find(request)));
        }
    }

    /// <summary>getFeeds, newest first; a token comes alone.</summary>
    public SandboxReply List(AmazonCall request)
    {
        lock (request.Store.Gate)
        {
            request.Store.Settle();
            var (types, states, size, offset) = Wish(request.Call);
            var (since, until) = (request.Call.Time("createdSince"), request.Call.Time("createdUntil"));
            var found = feeds.Values
                .Where(f => f.SellerId == request.Store.SellerId && (types.Count == 0 || types.Contains(f.Type)) && (states.Count == 0 || states.Contains(f.State))
                    && (since is null || f.CreatedAt >= since) && (until is null || f.CreatedAt <= until))
                .OrderByDescending(f => f.CreatedAt).ThenByDescending(f => f.Id, StringComparer.Ordinal).ToList();
            var next = offset + size;
            return SandboxReply.OfJson(200, new
            {
                feeds = found.Skip(offset).Take(size).Select(Describe).ToArray(),
                nextToken = next < found.Count ? AmazonPageTokens.Make(string.Join(',', types), string.Join(',', states), size.ToString(CultureInfo.InvariantCulture), next.ToString(CultureInfo.InvariantCulture)) : null,
            });
        }
    }

    /// <summary>cancelFeed, which works as long as the feed waits.</summary>
    public SandboxReply Cancel(AmazonCall request)
    {
        lock (request.Store.Gate)
        {
            var now = request.Store.Settle();
            var feed = Find(request);
            if (feed.State != "IN_QUEUE")
            {
                throw AmazonReplies.Invalid($"Feed {feed.Id} is {feed.State} and cannot be cancelled.");
            }

            (feed.State, feed.EndedAt) = ("CANCELLED", now);
            return AmazonReplies.Done();
        }
    }

    /// <summary>getFeedDocument.</summary>
    public SandboxReply GetDocument(AmazonCall request)
    {
        var id = request.Call.Path["feedDocumentId"];
        var file = files.Find(id) ?? throw AmazonReplies.NotFound("NotFound", $"Feed document {id} was not found.");
        return SandboxReply.OfJson(200, new
        {
            feedDocumentId = id,
            url = files.AddressOf(id, request.Store.Region, request.Call, "GET", request.Call.QueryValue("enableContentEncodingUrlHeader") == "true"),
            compressionAlgorithm = file.Packed ? "GZIP" : null,
        });
    }

    private static (IReadOnlyList<string> Types, IReadOnlyList<string> States, int Size, int Offset) Wish(SandboxCall call)
    {
        if (call.QueryValue("nextToken") is { } token)
        {
            var parts = AmazonPageTokens.Read(token, 4) ?? throw AmazonReplies.Invalid("Invalid value for field [nextToken].");
            return (parts[0].Split(',', StringSplitOptions.RemoveEmptyEntries), parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries), int.Parse(parts[2], CultureInfo.InvariantCulture), int.Parse(parts[3], CultureInfo.InvariantCulture));
        }

        var types = call.List("feedTypes");
        return types.Count > 0
            ? (types, call.List("processingStatuses", AmazonFiles.States), call.Number("pageSize", 10, 1, 100), 0)
            : throw AmazonReplies.Invalid("Either feedTypes or nextToken is required.");
    }

    private static object Describe(AmazonFeed feed) => new
    {
        feedId = feed.Id,
        feedType = feed.Type,
        marketplaceIds = feed.Marketplaces,
        createdTime = AmazonReplies.Time(feed.CreatedAt),
        processingStatus = feed.State,
        processingStartTime = feed.StartedAt is { } started ? AmazonReplies.Time(started) : null,
        processingEndTime = feed.EndedAt is { } ended ? AmazonReplies.Time(ended) : null,
        resultFeedDocumentId = feed.ResultDocument,
    };

    private AmazonFeed Find(AmazonCall request)
    {
        var id = request.Call.Path["feedId"];
        return feeds.GetValueOrDefault(id) is { } feed && feed.SellerId == request.Store.SellerId ? feed : throw AmazonReplies.NotFound("NotFound", $"Feed {id} was not found.");
    }

    private static void Start(AmazonFeed feed, DateTimeOffset at)
    {
        if (feed.State == "IN_QUEUE")
        {
            (feed.State, feed.StartedAt) = ("IN_PROGRESS", at);
        }
    }

    private void End(AmazonStore store, AmazonFeed feed, AmazonFile input, FaultKind? fault, DateTimeOffset at)
    {
        if (feed.State != "IN_PROGRESS")
        {
            return;
        }

        feed.EndedAt = at;
        feed.State = "FATAL";
        if (!Dead.Contains(feed.Type))
        {
            feed.ResultDocument = feed.Type switch
            {
                Listings => files.Store(store.Region, AmazonListingsFeedRun.Run(store, feed.Id, input.Plain(), fault, at), "application/json; charset=UTF-8"),
                AmazonFlatFeedRun.Fulfillment or AmazonFlatFeedRun.Acknowledgement => files.Store(store.Region, AmazonFlatFeedRun.Run(store, feed, input.Plain(), fault, at), "text/plain; charset=UTF-8"),
                _ => files.Store(store.Region, AmazonOrderFeedRun.Run(store, feed, input.Plain(), fault, at), "text/xml; charset=UTF-8"),
            };
            feed.State = "DONE";
        }

        mailbox.FeedEnded(store, feed);
    }

    private static SandboxOperation Plan(string name, double rate, int burst) => new(name, "POST", "", [], _ => SandboxReply.Empty(404), rate, burst);
}
