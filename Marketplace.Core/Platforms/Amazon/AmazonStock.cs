using System.Collections.Concurrent;
using System.Text.Json;
using Marketplace.Core.Platforms.Amazon.Wire;
using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Sets the quantities of merchant-fulfilled listings, by single calls or by a feed, and reads what Amazon shows.</summary>
public sealed class AmazonStock(AmazonClient client, AmazonListingsFeed feed, OperationLimiter limiter, IOptions<AmazonOptions> options, TimeProvider time) : IStockPusher, IStockOutcomes
{
    // After a feed that came to nothing, single calls, which name their reasons, are trusted more for a while.
    private static readonly TimeSpan Distrust = TimeSpan.FromHours(1);

    // Single calls of one push: what sells out meanwhile must not wait for hundreds of them.
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(10);
    private const int ParallelPatches = 4;

    // Rows of a feed that Amazon works through in a second, beside the time that any feed takes.
    private const double FeedRowsPerSecond = 100;
    private const int IdentifiersPerSearch = 20;
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> distrustedUntil = new();

    /// <inheritdoc />
    public int MaxBatch => AmazonListingsFeed.MaxMessages;

    /// <inheritdoc />
    public async Task<IReadOnlyList<StockVerdict>> PushAsync(ConnectionContext connection, IReadOnlyList<StockChange> changes, CancellationToken cancellationToken)
    {
        var verdicts = new List<StockVerdict>(changes.Count);
        foreach (var front in changes.Select(c => (Change: c, Data: DataOf(connection, c.Listing))).GroupBy(c => c.Data.MarketplaceId).Select(g => g.ToList()))
        {
            if (FeedIsSooner(connection, front.Count))
            {
                var ticket = await feed.HandOverAsync(connection, front[0].Data.MarketplaceId, front, cancellationToken);
                verdicts.AddRange(front.Select(c => new StockVerdict(c.Change.Listing.ExternalId, false) { Ticket = ticket }));
            }
            else
            {
                verdicts.AddRange(await PatchAsync(connection, front, cancellationToken));
            }
        }

        return verdicts;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<StockVerdict>?> OutcomeAsync(ConnectionContext connection, string ticket, IReadOnlyList<ListingReference> listings, CancellationToken cancellationToken)
    {
        try
        {
            return await feed.OutcomeAsync(connection, ticket, listings, cancellationToken);
        }
        catch (RejectedException)
        {
            distrustedUntil[connection.ConnectionId] = time.GetUtcNow() + Distrust;
            throw;
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<StockSeen>> ReadAsync(ConnectionContext connection, IReadOnlyList<ListingReference> listings, CancellationToken cancellationToken)
    {
        var seen = new List<StockSeen>();
        foreach (var front in listings.Select(l => (Reference: l, Data: DataOf(connection, l))).GroupBy(l => l.Data.MarketplaceId))
        {
            // Identifiers are separated by commas, so a SKU with a comma in it can only be asked for by itself.
            foreach (var (reference, data) in front.Where(l => l.Data.Sku.Contains(',', StringComparison.Ordinal)))
            {
                if (await ReadOneAsync(connection, data, cancellationToken) is { } quantity)
                {
                    seen.Add(new StockSeen(reference.ExternalId, quantity));
                }
            }

            foreach (var batch in front.Where(l => !l.Data.Sku.Contains(',', StringComparison.Ordinal)).Chunk(IdentifiersPerSearch))
            {
                var quantities = await SearchAsync(connection, front.Key, batch.Select(l => l.Data.Sku), cancellationToken);
                seen.AddRange(batch.Where(l => quantities.ContainsKey(l.Data.Sku)).Select(l => new StockSeen(l.Reference.ExternalId, quantities[l.Data.Sku])));
            }
        }

        return seen;
    }

    private bool FeedIsSooner(ConnectionContext connection, int changes)
    {
        if (distrustedUntil.TryGetValue(connection.ConnectionId, out var until) && time.GetUtcNow() < until)
        {
            return false;
        }

        var byCalls = limiter.TimeFor(AmazonOperations.PatchListingsItem, connection.ConnectionId, changes);
        var byFeed = limiter.TimeFor(AmazonOperations.CreateListingsFeed, connection.ConnectionId, 1)
            + limiter.TimeFor(AmazonOperations.GetFeedDocument, connection.ConnectionId, 1)
            + TimeSpan.FromSeconds(options.Value.FeedSeconds + changes / FeedRowsPerSecond);
        return byFeed < byCalls;
    }

    private async Task<IEnumerable<StockVerdict>> PatchAsync(ConnectionContext connection, List<(StockChange Change, AmazonListingData Data)> changes, CancellationToken cancellationToken)
    {
        var most = changes.Count;
        while (most > ParallelPatches && limiter.TimeFor(AmazonOperations.PatchListingsItem, connection.ConnectionId, most) > LongestRun)
        {
            most /= 2;
        }

        var deferred = changes.Skip(most).Select(c => new StockVerdict(c.Change.Listing.ExternalId, false) { Deferred = true });
        return (await PatchAllAsync(connection, changes.Take(most), cancellationToken)).Concat(deferred);
    }

    private async Task<IEnumerable<StockVerdict>> PatchAllAsync(ConnectionContext connection, IEnumerable<(StockChange Change, AmazonListingData Data)> changes, CancellationToken cancellationToken)
    {
        var verdicts = new ConcurrentBag<StockVerdict>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelPatches, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(changes, parallel, async (c, stop) => verdicts.Add(await PatchAsync(connection, c.Change, c.Data, stop)));
        return verdicts;
    }

    private async Task<StockVerdict> PatchAsync(ConnectionContext connection, StockChange change, AmazonListingData data, CancellationToken cancellationToken)
    {
        var id = change.Listing.ExternalId;
        try
        {
            var answer = await client.SendAsync<AmazonSubmissionWire>(
                connection,
                AmazonOperations.PatchListingsItem,
                HttpMethod.Patch,
                ItemPath(connection, data) + AmazonClient.Query(("marketplaceIds", data.MarketplaceId)),
                new AmazonPatchesWire(data.ProductType, [AmazonPatchWire.Quantity(change.Quantity)]),
                cancellationToken);
            return answer.Status == "ACCEPTED" ? new StockVerdict(id, true) : Refused(id, answer);
        }
        catch (RejectedException exception)
        {
            return new StockVerdict(id, false, exception.Message, exception.RawCode);
        }
        catch (Exception exception) when (exception is TransientException or ThrottledException)
        {
            // Others of the batch may have gone through, so this one is reported by itself.
            return new StockVerdict(id, false, exception.Message, ((PlatformException)exception).RawCode, MayRetry: true);
        }
    }

    private static StockVerdict Refused(string id, AmazonSubmissionWire answer)
    {
        var issues = (answer.Issues ?? []).Where(i => i.Severity is null or "ERROR").ToList();
        var words = string.Join(" ", issues.Select(i => i.Message).OfType<string>());
        return new StockVerdict(id, false, words.Length > 0 ? $"Amazon refused the quantity: {words}" : "Amazon refused the quantity without naming a reason.", issues.Select(i => i.Code).FirstOrDefault() ?? answer.Status);
    }

    private async Task<int?> ReadOneAsync(ConnectionContext connection, AmazonListingData data, CancellationToken cancellationToken)
    {
        try
        {
            var wire = await client.SendAsync<AmazonListingWire>(
                connection,
                AmazonOperations.GetListingsItem,
                HttpMethod.Get,
                ItemPath(connection, data) + AmazonClient.Query(("marketplaceIds", data.MarketplaceId), ("includedData", "fulfillmentAvailability")),
                null,
                cancellationToken);
            return AmazonListingMapping.QuantityOf(wire);
        }
        catch (RejectedException exception) when (AmazonErrors.IsUnknown(exception))
        {
            return null;
        }
    }

    private async Task<Dictionary<string, int>> SearchAsync(ConnectionContext connection, string marketplaceId, IEnumerable<string> skus, CancellationToken cancellationToken)
    {
        var page = await client.SendAsync<AmazonListingsPageWire>(
            connection,
            AmazonOperations.SearchListingsItems,
            HttpMethod.Get,
            $"/listings/2021-08-01/items/{AmazonClient.Encode(connection.ExternalAccountId)}" + AmazonClient.Query(
                ("marketplaceIds", marketplaceId),
                ("identifiersType", "SKU"),
                ("identifiers", string.Join(',', skus)),
                ("includedData", "fulfillmentAvailability"),
                ("pageSize", "20")),
            null,
            cancellationToken);
        var quantities = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var wire in (page.Items ?? []).Select(i => i.Deserialize<AmazonListingWire>(AmazonJson.Options)).OfType<AmazonListingWire>())
        {
            if (AmazonListingMapping.QuantityOf(wire) is { } quantity)
            {
                quantities[wire.Sku] = quantity;
            }
        }

        return quantities;
    }

    private static string ItemPath(ConnectionContext connection, AmazonListingData data) =>
        $"/listings/2021-08-01/items/{AmazonClient.Encode(connection.ExternalAccountId)}/{AmazonClient.Encode(data.Sku)}";

    private static AmazonListingData DataOf(ConnectionContext connection, ListingReference listing) =>
        AmazonJson.Opaque<AmazonListingData>(listing.PlatformData)
        ?? new AmazonListingData(AmazonStoreData.Of(connection).MarketplaceIds[0], listing.Sku ?? listing.ExternalId, AmazonListingData.AnyProduct);
}
