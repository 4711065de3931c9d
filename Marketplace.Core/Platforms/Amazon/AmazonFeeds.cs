using Marketplace.Core.Platforms.Amazon.Wire;
using Marketplace.Core.Platforms.Http;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Hands feeds in, asks where they stand, and fetches Amazon's reports on them.</summary>
public sealed class AmazonFeeds(AmazonClient client, AmazonDocuments documents)
{
    private const string Path = "/feeds/2021-06-30";
    private static readonly HashSet<string> FinalStates = ["DONE", "CANCELLED", "FATAL"];

    /// <summary>Uploads a document and makes a feed of it; the feed's id.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="plan">Limit that counts for this kind of feed.</param>
    /// <param name="type">Amazon's feed type.</param>
    /// <param name="marketplaceIds">Store fronts that it is for, at most 25.</param>
    /// <param name="content">The document, at most ten mebibytes.</param>
    /// <param name="contentType">Its content type, charset included.</param>
    /// <param name="cancellationToken">Gives up; a feed that was made runs all the same.</param>
    /// <exception cref="PlatformException">Amazon refused, or failed.</exception>
    public async Task<string> SubmitAsync(
        ConnectionContext connection, OperationPlan plan, string type, IReadOnlyList<string> marketplaceIds, byte[] content, string contentType, CancellationToken cancellationToken)
    {
        var document = await documents.UploadAsync(connection, content, contentType, cancellationToken);
        var made = await client.SendAsync<AmazonFeedMade>(connection, plan, HttpMethod.Post, $"{Path}/feeds", new AmazonFeedWish(type, marketplaceIds, document), cancellationToken);
        return made.FeedId;
    }

    /// <summary>Where a feed stands.</summary>
    /// <exception cref="PlatformException">Amazon refused, or failed.</exception>
    internal Task<AmazonFeedWire> StateAsync(ConnectionContext connection, string feedId, CancellationToken cancellationToken) =>
        client.SendAsync<AmazonFeedWire>(connection, AmazonOperations.GetFeed, HttpMethod.Get, $"{Path}/feeds/{AmazonClient.Encode(feedId)}", null, cancellationToken);

    /// <summary>Whether nothing more will happen to a feed. Done is not the same as succeeded.</summary>
    internal static bool IsFinal(AmazonFeedWire feed) => FinalStates.Contains(feed.ProcessingStatus);

    /// <summary>Amazon's report on a feed as text; null where it made none.</summary>
    /// <exception cref="PlatformException">Amazon refused, or failed.</exception>
    internal async Task<string?> ReportAsync(ConnectionContext connection, AmazonFeedWire feed, CancellationToken cancellationToken) =>
        feed.ResultFeedDocumentId is { } id
            ? await documents.ReadAsync(connection, AmazonOperations.GetFeedDocument, $"{Path}/documents/{AmazonClient.Encode(id)}", cancellationToken)
            : null;
}
