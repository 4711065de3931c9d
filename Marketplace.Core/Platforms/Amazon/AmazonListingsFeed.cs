using System.Text.Encodings.Web;
using System.Text.Json;
using Marketplace.Core.Platforms.Amazon.Wire;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Hands many quantities over in a listings feed, and reads Amazon's report on it down to the row.</summary>
public sealed class AmazonListingsFeed(AmazonFeeds feeds)
{
    /// <summary>Most messages that Amazon takes in one feed.</summary>
    public const int MaxMessages = 25_000;

    private const string ContentType = "application/json; charset=UTF-8";
    private const string FeedType = "JSON_LISTINGS_FEED";

    // Characters of other scripts as they are: a feed must stay under ten mebibytes.
    private static readonly JsonSerializerOptions Compact = new(AmazonJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Hands quantities on one store front over; Amazon's id of the feed.</summary>
    /// <exception cref="PlatformException">The feed could not be handed in at all.</exception>
    internal Task<string> HandOverAsync(
        ConnectionContext connection, string marketplaceId, IReadOnlyList<(StockChange Change, AmazonListingData Data)> changes, CancellationToken cancellationToken)
    {
        var feed = new AmazonListingsFeedWire(
            new AmazonFeedHeadWire(connection.ExternalAccountId, "2.0", "en_US"),
            [.. changes.Select((c, index) => new AmazonFeedMessageWire(index + 1, c.Data.Sku, "PATCH", c.Data.ProductType, [AmazonPatchWire.Quantity(c.Change.Quantity)]))]);
        return feeds.SubmitAsync(
            connection, AmazonOperations.CreateListingsFeed, FeedType, [marketplaceId], JsonSerializer.SerializeToUtf8Bytes(feed, Compact), ContentType, cancellationToken);
    }

    /// <summary>What a feed has refused; null while Amazon is at work on it.</summary>
    /// <exception cref="RejectedException">Nothing of the feed was carried out.</exception>
    internal async Task<IReadOnlyList<StockVerdict>?> OutcomeAsync(ConnectionContext connection, string feedId, IReadOnlyList<ListingReference> listings, CancellationToken cancellationToken)
    {
        var state = await feeds.StateAsync(connection, feedId, cancellationToken);
        return AmazonFeeds.IsFinal(state)
            ? Judge(listings, state, AmazonJson.Opaque<AmazonFeedReportWire>(await feeds.ReportAsync(connection, state, cancellationToken)))
            : null;
    }

    /// <summary>The refusals of Amazon's report. A feed that is done is not a feed that succeeded.</summary>
    /// <exception cref="RejectedException">Nothing of the feed was carried out.</exception>
    internal static IReadOnlyList<StockVerdict> Judge(IReadOnlyList<ListingReference> listings, AmazonFeedWire state, AmazonFeedReportWire? report)
    {
        var errors = (report?.Issues ?? []).Where(i => i.Severity == "ERROR").ToLookup(i => i.MessageId ?? 0);
        if (state.ProcessingStatus != "DONE" || report?.Summary is null or { MessagesProcessed: 0 })
        {
            var whole = errors[0].FirstOrDefault();
            throw new RejectedException($"Amazon carried out no row of feed {state.FeedId} ({state.ProcessingStatus}): {whole?.Message ?? "no reason was given."}")
            {
                RawCode = whole?.Code ?? state.ProcessingStatus,
                Operation = AmazonOperations.CreateListingsFeed.Name,
            };
        }

        return
        [
            .. listings.Index()
                .Select(l => (l.Item.ExternalId, Error: errors[l.Index + 1].FirstOrDefault()))
                .Where(l => l.Error is not null)
                .Select(l => new StockVerdict(l.ExternalId, false, $"Amazon refused the quantity: {l.Error!.Message ?? "no reason was given"}", l.Error.Code)),
        ];
    }
}
