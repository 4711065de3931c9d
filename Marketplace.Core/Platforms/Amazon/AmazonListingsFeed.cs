using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using Marketplace.Core.Platforms.Amazon.Wire;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Sets many quantities at once by a listings feed and reads Amazon's report down to the row.</summary>
public sealed class AmazonListingsFeed(AmazonClient client, AmazonDocuments documents, AmazonPatience patience)
{
    /// <summary>Most messages that Amazon takes in one feed.</summary>
    public const int MaxMessages = 25_000;

    private const string ContentType = "application/json; charset=UTF-8";
    private const string FeedType = "JSON_LISTINGS_FEED";
    private static readonly HashSet<string> FinalStates = ["DONE", "CANCELLED", "FATAL"];

    // Characters of other scripts as they are: a feed must stay under ten mebibytes.
    private static readonly JsonSerializerOptions Compact = new(AmazonJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ConcurrentDictionary<(Guid Connection, string FeedId), IReadOnlySet<string>> running = new();

    /// <summary>
    /// Listings that a feed of this process still works on. Amazon does not order a feed against single calls, so these
    /// must not be set otherwise until it has ended: the feed's older quantity could win.
    /// </summary>
    public async Task<IReadOnlySet<string>> BusyAsync(ConnectionContext connection, CancellationToken cancellationToken)
    {
        var busy = new HashSet<string>();
        foreach (var ((_, feedId), listings) in running.Where(f => f.Key.Connection == connection.ConnectionId))
        {
            if (FinalStates.Contains((await StateAsync(connection, feedId, cancellationToken)).ProcessingStatus))
            {
                running.TryRemove((connection.ConnectionId, feedId), out _);
            }
            else
            {
                busy.UnionWith(listings);
            }
        }

        return busy;
    }

    /// <summary>Sets quantities on one store front. One verdict per change.</summary>
    /// <exception cref="PlatformException">The feed could not be handed in at all.</exception>
    internal async Task<IReadOnlyList<StockVerdict>> PushAsync(
        ConnectionContext connection, string marketplaceId, IReadOnlyList<(StockChange Change, AmazonListingData Data)> changes, CancellationToken cancellationToken)
    {
        var feed = new AmazonListingsFeedWire(
            new AmazonFeedHeadWire(connection.ExternalAccountId, "2.0", "en_US"),
            [.. changes.Select((c, index) => new AmazonFeedMessageWire(index + 1, c.Data.Sku, "PATCH", c.Data.ProductType, [AmazonPatchWire.Quantity(c.Change.Quantity)]))]);
        var document = await documents.UploadAsync(connection, JsonSerializer.SerializeToUtf8Bytes(feed, Compact), ContentType, cancellationToken);
        var made = await client.SendAsync<AmazonFeedMade>(
            connection, AmazonOperations.CreateListingsFeed, HttpMethod.Post, "/feeds/2021-06-30/feeds", new AmazonFeedWish(FeedType, [marketplaceId], document), cancellationToken);
        running[(connection.ConnectionId, made.FeedId)] = changes.Select(c => c.Change.Listing.ExternalId).ToHashSet();
        var state = await patience.AwaitAsync(() => StateAsync(connection, made.FeedId, cancellationToken), s => FinalStates.Contains(s.ProcessingStatus), cancellationToken);
        if (!FinalStates.Contains(state.ProcessingStatus))
        {
            return [.. changes.Select(c => Later(c.Change, $"Amazon is still working on feed {made.FeedId}."))];
        }

        running.TryRemove((connection.ConnectionId, made.FeedId), out _);
        var report = state.ResultFeedDocumentId is { } id ? await ReportAsync(connection, id, cancellationToken) : null;
        return Judge(changes, state, report);
    }

    /// <summary>Amazon's report as one verdict per change. A feed that is done is not a feed that succeeded.</summary>
    internal static IReadOnlyList<StockVerdict> Judge(IReadOnlyList<(StockChange Change, AmazonListingData Data)> changes, AmazonFeedWire state, AmazonFeedReportWire? report)
    {
        var errors = (report?.Issues ?? []).Where(i => i.Severity == "ERROR").ToLookup(i => i.MessageId ?? 0);
        if (state.ProcessingStatus != "DONE")
        {
            var why = errors[0].Select(i => i.Message).FirstOrDefault() ?? "no reason was given";
            return [.. changes.Select(c => Later(c.Change, $"Amazon gave up on feed {state.FeedId} ({state.ProcessingStatus}): {why}"))];
        }

        if (report?.Summary is null or { MessagesProcessed: 0 })
        {
            var first = errors[0].FirstOrDefault();
            return [.. changes.Select(c => new StockVerdict(c.Change.Listing.ExternalId, false, $"Amazon read no row of feed {state.FeedId}: {first?.Message ?? "it sent no report"}", first?.Code, MayRetry: first is null))];
        }

        return
        [
            .. changes.Select((c, index) => errors[index + 1].FirstOrDefault() is { } error
                ? new StockVerdict(c.Change.Listing.ExternalId, false, $"Amazon refused the quantity: {error.Message ?? "no reason was given"}", error.Code)
                : new StockVerdict(c.Change.Listing.ExternalId, true)),
        ];
    }

    private static StockVerdict Later(StockChange change, string reason) => new(change.Listing.ExternalId, false, reason, MayRetry: true);

    private Task<AmazonFeedWire> StateAsync(ConnectionContext connection, string feedId, CancellationToken cancellationToken) =>
        client.SendAsync<AmazonFeedWire>(connection, AmazonOperations.GetFeed, HttpMethod.Get, $"/feeds/2021-06-30/feeds/{AmazonClient.Encode(feedId)}", null, cancellationToken);

    private async Task<AmazonFeedReportWire?> ReportAsync(ConnectionContext connection, string documentId, CancellationToken cancellationToken)
    {
        var text = await documents.ReadAsync(connection, AmazonOperations.GetFeedDocument, $"/feeds/2021-06-30/documents/{AmazonClient.Encode(documentId)}", cancellationToken);
        return AmazonJson.Opaque<AmazonFeedReportWire>(text);
    }
}
