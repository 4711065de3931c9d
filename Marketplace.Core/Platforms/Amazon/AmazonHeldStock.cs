using Marketplace.Core.Platforms.Amazon.Wire;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>Reads how much Amazon holds of a seller's goods (FBA). It is shown, and never changed from here.</summary>
public sealed class AmazonHeldStock(AmazonClient client)
{
    /// <summary>Items that Amazon can ship now, by SKU, on one store front.</summary>
    /// <exception cref="PlatformException">Amazon refused, or failed.</exception>
    public async Task<IReadOnlyDictionary<string, int>> ReadAsync(ConnectionContext connection, string marketplaceId, CancellationToken cancellationToken)
    {
        var held = new Dictionary<string, int>(StringComparer.Ordinal);
        string? token = null;
        do
        {
            var query = AmazonClient.Query(("details", "true"), ("granularityType", "Marketplace"), ("granularityId", marketplaceId), ("marketplaceIds", marketplaceId), ("nextToken", token));
            var page = await client.SendAsync<AmazonHeldPageWire>(connection, AmazonOperations.GetInventorySummaries, HttpMethod.Get, $"/fba/inventory/v1/summaries{query}", null, cancellationToken);
            foreach (var summary in page.Payload?.InventorySummaries ?? [])
            {
                if (summary is { SellerSku: { } sku, InventoryDetails.FulfillableQuantity: { } quantity })
                {
                    held[sku] = quantity;
                }
            }

            token = page.Pagination?.NextToken;
        }
        while (token is { Length: > 0 });

        return held;
    }
}
