using Marketplace.Core.Catalog;
using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Inventory;

/// <summary>
/// Brings listings of a store in, a page in one transaction: the catalogue's rows, the first count of their stock, and what they
/// should show from now on. A page may come any number of times and from overlapping runs.
/// </summary>
public sealed class ListingImport(
    MarketplaceDb database, ListingWriter writer, ListingSightings sightings, ChangeFeed changes, WorkSignal signal, ILogger<ListingImport> logger)
{

    /// <summary>Imports a page. If it fails as a whole, each listing gets a transaction of its own, and those that fail are counted and logged.</summary>
    /// <param name="store">The store.</param>
    /// <param name="page">Listings, at most some hundreds.</param>
    /// <param name="readAt">When the marketplace was asked for the page, UTC; no later.</param>
    /// <param name="cancellationToken">Ends the import; what is committed stays.</param>
    public async Task<ImportCounts> ImportAsync(
        StoreReference store, IReadOnlyList<RemoteListing> page, DateTimeOffset readAt, CancellationToken cancellationToken)
    {
        var counts = default(ImportCounts);
        try
        {
            counts = await WriteAsync(store, page, readAt, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogDebug(exception, "A page of {Count} listings of store {ConnectionId} is imported one by one", page.Count, store.ConnectionId);
            foreach (var listing in page)
            {
                counts += await ImportAloneAsync(store, listing, readAt, cancellationToken);
            }
        }

        if (counts.Created + counts.Updated > 0)
        {
            changes.Publish(new Change(store.SellerId, ChangeTopic.Catalog));
            changes.Publish(new Change(store.SellerId, ChangeTopic.Inventory));
        }

        signal.Wake();
        return counts;
    }

    private async Task<ImportCounts> ImportAloneAsync(StoreReference store, RemoteListing listing, DateTimeOffset readAt, CancellationToken cancellationToken)
    {
        try
        {
            // Another run may write the same listing or SKU meanwhile; then it is found.
            return await WriterRace.RunAsync(() => WriteAsync(store, [listing], readAt, cancellationToken));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "Listing {ExternalId} of store {ConnectionId} could not be imported", listing.ExternalId, store.ConnectionId);
            return new ImportCounts(Failed: 1);
        }
    }

    private async Task<ImportCounts> WriteAsync(
        StoreReference store, IReadOnlyList<RemoteListing> page, DateTimeOffset readAt, CancellationToken cancellationToken)
    {
        await using var db = database.Open(store.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var written = await writer.WriteAsync(db, store, page, cancellationToken);
        await sightings.RecordAsync(db, store, [.. written.Listings.Select(l => Sighting(l.Listing, l.Remote))], readAt, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return written.Counts;
    }

    private static ListingSighting Sighting(Listing listing, RemoteListing remote) => new(
        listing.Id, listing.VariantId, remote.Quantity,
        !remote.FulfilledByMarketplace && remote.Status != RemoteListingStatus.Ended);
}
