using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Marketplace.Core.Platforms.Amazon.Wire;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Reads a seller's listings, store front by store front, since each has its own price and quantity.</summary>
public sealed class AmazonListings(AmazonClient client, AmazonReports reports, AmazonHeldStock heldStock) : IListingFeed
{
    private const string IncludedData = "summaries,attributes,issues,offers,fulfillmentAvailability,relationships,productTypes";

    /// <inheritdoc />
    public async IAsyncEnumerable<RemotePage<RemoteListing>> ListAsync(ConnectionContext connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var marketplaceId in AmazonStoreData.Of(connection).MarketplaceIds)
        {
            (IReadOnlyDictionary<string, int>? Quantities, string? Problem)? held = null;
            await foreach (var page in WalkAsync(connection, marketplaceId, cancellationToken))
            {
                if (!page.Items.Any(l => l.FulfilledByMarketplace))
                {
                    yield return page;
                    continue;
                }

                held ??= await HeldAsync(connection, marketplaceId, cancellationToken);
                yield return page with { Items = [.. page.Items.Select(l => WithHeld(l, held.Value.Quantities, held.Value.Problem))] };
            }
        }
    }

    // An application without the role for it still sees the listings; how much Amazon holds of them stays unknown then.
    private async Task<(IReadOnlyDictionary<string, int>? Quantities, string? Problem)> HeldAsync(ConnectionContext connection, string marketplaceId, CancellationToken cancellationToken)
    {
        try
        {
            return (await heldStock.ReadAsync(connection, marketplaceId, cancellationToken), null);
        }
        catch (RejectedException refusal)
        {
            return (null, $"How much Amazon holds cannot be shown. {refusal.Message}");
        }
    }

    private static RemoteListing WithHeld(RemoteListing listing, IReadOnlyDictionary<string, int>? held, string? problem) =>
        !listing.FulfilledByMarketplace ? listing
        : problem is not null ? listing with { Issues = [.. listing.Issues, problem] }
        : listing with { Quantity = held!.TryGetValue(listing.Sku!, out var quantity) ? quantity : null };

    /// <summary>
    /// Walks through a store front from the oldest listing to the youngest. Amazon shows the first thousand of a search
    /// only, so each further search begins at the creation time where the last one ended.
    /// </summary>
    private async IAsyncEnumerable<RemotePage<RemoteListing>> WalkAsync(ConnectionContext connection, string marketplaceId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = new HashSet<string>();
        DateTimeOffset? from = null;
        int? total = null;
        while (true)
        {
            var window = new Window();
            string? token = null;
            do
            {
                var wire = await PageAsync(connection, marketplaceId, from, token, cancellationToken);
                total ??= wire.NumberOfResults;
                yield return window.Take(wire, marketplaceId, known, total);
                token = wire.Pagination?.NextToken;
            }
            while (token is { Length: > 0 });

            if (window.Seen >= window.Expected || window.LastCreated is null)
            {
                yield break;
            }

            if (window.LastCreated == from)
            {
                // More were created in one moment than a search shows, as by a bulk upload: only a report knows them all.
                await foreach (var page in ReportedAsync(connection, marketplaceId, known, total, cancellationToken))
                {
                    yield return page;
                }

                yield break;
            }

            from = window.LastCreated;
        }
    }

    /// <summary>
    /// The listings that no search has shown yet. The report names them; each is then read like any other, because the
    /// report itself holds little of the product and spoils letters beyond its code page.
    /// </summary>
    private async IAsyncEnumerable<RemotePage<RemoteListing>> ReportedAsync(
        ConnectionContext connection, string marketplaceId, HashSet<string> known, int? total, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var skus = await reports.SkusAsync(connection, marketplaceId, cancellationToken);
        var missing = skus.Where(sku => !known.Contains(AmazonListingData.IdOf(marketplaceId, sku))).ToLookup(sku => sku.Contains(',', StringComparison.Ordinal));
        foreach (var batch in missing[false].Chunk(20))
        {
            var wire = await SearchAsync(connection, marketplaceId, [("identifiersType", "SKU"), ("identifiers", string.Join(',', batch))], cancellationToken);
            yield return new Window().Take(wire, marketplaceId, known, total);
        }

        foreach (var sku in missing[true])
        {
            if (await ItemAsync(connection, marketplaceId, sku, cancellationToken) is { } item)
            {
                yield return new Window().Take(new AmazonListingsPageWire(1, null, [item]), marketplaceId, known, total);
            }
        }
    }

    private async Task<JsonElement?> ItemAsync(ConnectionContext connection, string marketplaceId, string sku, CancellationToken cancellationToken)
    {
        var path = $"/listings/2021-08-01/items/{AmazonClient.Encode(connection.ExternalAccountId)}/{AmazonClient.Encode(sku)}";
        var query = AmazonClient.Query(("marketplaceIds", marketplaceId), ("includedData", IncludedData));
        try
        {
            using var item = await client.SendAsync<JsonDocument>(connection, AmazonOperations.GetListingsItem, HttpMethod.Get, path + query, null, cancellationToken);
            return item.RootElement.Clone();
        }
        catch (RejectedException exception) when (AmazonErrors.IsUnknown(exception))
        {
            return null;
        }
    }

    private Task<AmazonListingsPageWire> PageAsync(ConnectionContext connection, string marketplaceId, DateTimeOffset? from, string? token, CancellationToken cancellationToken) =>
        SearchAsync(
            connection,
            marketplaceId,
            [
                ("createdAfter", from?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
                ("sortBy", "createdDate"),
                ("sortOrder", "ASC"),
                ("pageToken", token),
            ],
            cancellationToken);

    private Task<AmazonListingsPageWire> SearchAsync(ConnectionContext connection, string marketplaceId, (string Name, string? Value)[] filter, CancellationToken cancellationToken) =>
        client.SendAsync<AmazonListingsPageWire>(
            connection,
            AmazonOperations.SearchListingsItems,
            HttpMethod.Get,
            $"/listings/2021-08-01/items/{AmazonClient.Encode(connection.ExternalAccountId)}"
                + AmazonClient.Query([("marketplaceIds", marketplaceId), ("includedData", IncludedData), ("pageSize", "20"), .. filter]),
            null,
            cancellationToken);

    /// <summary>One search and how far it got.</summary>
    private sealed class Window
    {
        public int Seen { get; private set; }

        public int Expected { get; private set; }

        public DateTimeOffset? LastCreated { get; private set; }

        public RemotePage<RemoteListing> Take(AmazonListingsPageWire wire, string marketplaceId, HashSet<string> known, int? total)
        {
            var items = wire.Items ?? [];
            Seen += items.Count;
            Expected = wire.NumberOfResults;
            var listings = new List<RemoteListing>();
            var defects = new List<RemoteDefect>();
            foreach (var raw in items)
            {
                LastCreated = AmazonListingMapping.CreatedOf(raw, marketplaceId) ?? LastCreated;
                var (listing, defect) = AmazonListingMapping.Map(raw, marketplaceId);
                if (listing is not null && known.Add(listing.ExternalId))
                {
                    listings.Add(listing);
                }

                if (defect is not null)
                {
                    defects.Add(defect);
                }
            }

            return new RemotePage<RemoteListing>(listings, total, defects);
        }
    }
}
