using System.Globalization;
using System.Runtime.CompilerServices;
using Marketplace.Core.Platforms.Amazon.Wire;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Reads a seller's listings, store front by store front, since each has its own price and quantity.</summary>
public sealed class AmazonListings(AmazonClient client) : IListingFeed
{
    private const string IncludedData = "summaries,attributes,issues,offers,fulfillmentAvailability,relationships,productTypes";

    /// <inheritdoc />
    public async IAsyncEnumerable<RemotePage<RemoteListing>> ListAsync(ConnectionContext connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var marketplaceId in AmazonStoreData.Of(connection).MarketplaceIds)
        {
            await foreach (var page in SearchAsync(connection, marketplaceId, cancellationToken))
            {
                yield return page;
            }
        }
    }

    /// <summary>
    /// Walks through a store front from the oldest listing to the youngest. Amazon shows the first thousand of a search
    /// only, so each further search begins at the creation time where the last one ended.
    /// </summary>
    private async IAsyncEnumerable<RemotePage<RemoteListing>> SearchAsync(ConnectionContext connection, string marketplaceId, [EnumeratorCancellation] CancellationToken cancellationToken)
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
                yield return new RemotePage<RemoteListing>([], total, [new RemoteDefect(marketplaceId, "More than 1,000 listings were created in the same moment; Amazon's search does not show the rest of them.")]);
                from = from.Value.AddMilliseconds(1);
            }
            else
            {
                from = window.LastCreated;
            }
        }
    }

    private Task<AmazonListingsPageWire> PageAsync(ConnectionContext connection, string marketplaceId, DateTimeOffset? from, string? token, CancellationToken cancellationToken) =>
        client.SendAsync<AmazonListingsPageWire>(
            connection,
            AmazonOperations.SearchListingsItems,
            HttpMethod.Get,
            $"/listings/2021-08-01/items/{AmazonClient.Encode(connection.ExternalAccountId)}" + AmazonClient.Query(
                ("marketplaceIds", marketplaceId),
                ("includedData", IncludedData),
                ("createdAfter", from?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
                ("sortBy", "createdDate"),
                ("sortOrder", "ASC"),
                ("pageSize", "20"),
                ("pageToken", token)),
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
