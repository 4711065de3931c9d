using Marketplace.Core.Catalog;
using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Sync;

/// <summary>Takes a page of listings in: catalogue, what they show, and first counts, in one transaction.</summary>
internal sealed class ListingIntake(MarketplaceDb database, ListingImport import, ListingSightings sightings, ChangeFeed changes, WorkSignal signal)
{
    private const int Tries = 4;

    /// <summary>Imports a page.</summary>
    /// <param name="store">The store.</param>
    /// <param name="page">Its listings.</param>
    /// <param name="readAt">When the marketplace was asked, UTC.</param>
    /// <param name="cancellationToken">Ends the work; the page is then not imported.</param>
    public async Task<ImportCounts> TakeAsync(StoreReference store, IReadOnlyList<RemoteListing> page, DateTimeOffset readAt, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(store, page, readAt, cancellationToken);
            }
            catch (DbUpdateException) when (attempt < Tries)
            {
                // Another store's import created the same SKU meanwhile; now it is there, and this page links to it.
            }
        }
    }

    private async Task<ImportCounts> TryAsync(StoreReference store, IReadOnlyList<RemoteListing> page, DateTimeOffset readAt, CancellationToken cancellationToken)
    {
        await using var db = database.Open(store.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var imported = await import.ImportAsync(db, store, page, cancellationToken);
        await sightings.RecordAsync(db, store, [.. imported.Listings.Select(l => Sighting(l.Listing, l.Remote))], readAt, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(new Change(store.SellerId, ChangeTopic.Catalog));
        changes.Publish(new Change(store.SellerId, ChangeTopic.Inventory));
        signal.Wake();
        return imported.Counts;
    }

    private static ListingSighting Sighting(Listing listing, RemoteListing remote) =>
        new(listing.Id, listing.VariantId, remote.Quantity, remote is { FulfilledByMarketplace: false, Status: RemoteListingStatus.Active });
}
