using System.Collections.Concurrent;
using System.Text.Json;
using Marketplace.Core.Platforms.Amazon.Wire;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Sets the quantities of merchant-fulfilled listings, and reads what Amazon shows.</summary>
public sealed class AmazonStock(AmazonClient client) : IStockPusher
{
    private const int ParallelPatches = 4;
    private const int IdentifiersPerSearch = 20;

    /// <inheritdoc />
    public int MaxBatch => 100;

    /// <inheritdoc />
    public async Task<IReadOnlyList<StockVerdict>> PushAsync(ConnectionContext connection, IReadOnlyList<StockChange> changes, CancellationToken cancellationToken)
    {
        var verdicts = new ConcurrentBag<StockVerdict>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelPatches, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(changes, parallel, async (change, stop) => verdicts.Add(await PatchAsync(connection, change, stop)));
        return [.. verdicts];
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

    private async Task<StockVerdict> PatchAsync(ConnectionContext connection, StockChange change, CancellationToken cancellationToken)
    {
        var id = change.Listing.ExternalId;
        var data = DataOf(connection, change.Listing);
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
