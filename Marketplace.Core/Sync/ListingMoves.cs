using Marketplace.Core.Catalog;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Sync;

/// <summary>A listing that lives in a marketplace's older model and could be moved.</summary>
/// <param name="ListingId">Our id.</param>
/// <param name="ExternalId">The marketplace's id within the store.</param>
/// <param name="ProductId">The marketplace's id of the whole listing; its variations move together.</param>
/// <param name="Sku">SKU as listed.</param>
/// <param name="Title">Title.</param>
/// <param name="VariationTitle">Variation in words; null where there is none.</param>
/// <param name="ImageUrl">Image.</param>
/// <param name="Url">The listing's page; null where it is not known.</param>
public sealed record MovableListing(
    Guid ListingId, string ExternalId, string ProductId, string? Sku, string Title, string? VariationTitle, string? ImageUrl, string? Url);

/// <summary>What can be moved in a store.</summary>
/// <param name="Store">The store.</param>
/// <param name="Consequences">What the seller should know before choosing, in the marketplace's terms.</param>
/// <param name="Listings">Listings that could be moved, by title.</param>
public sealed record MoveChoice(StoreReference Store, string Consequences, IReadOnlyList<MovableListing> Listings);

/// <summary>What became of a listing.</summary>
/// <param name="ListingId">Our id.</param>
/// <param name="Title">Title.</param>
/// <param name="Sku">SKU as listed.</param>
/// <param name="Moved">It is in the newer model now.</param>
/// <param name="Reason">Why not, in plain words.</param>
/// <param name="RawCode">The marketplace's code, for support.</param>
public sealed record MoveVerdict(Guid ListingId, string Title, string? Sku, bool Moved, string? Reason, string? RawCode);

/// <summary>Moves listings that were made by hand into a marketplace's newer model. Nothing but the seller's own choice comes here, for it cannot be undone.</summary>
public sealed class ListingMoves(MarketplaceDb database, PlatformCatalog platforms, IConnectionContexts contexts, SyncStarter starter)
{
    /// <summary>Most listings of one choice: each costs a share of a call, and a person waits.</summary>
    public const int MostAtOnce = 100;

    /// <summary>What could be moved; null where the store is not the seller's, or its marketplace has one model only.</summary>
    public async Task<MoveChoice?> ChoiceAsync(Guid sellerId, Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var marketplace = await db.Connections.Where(c => c.Id == connectionId).Select(c => c.Marketplace).SingleOrDefaultAsync(cancellationToken);
        if (marketplace is null || !platforms.TryGet(marketplace, out var platform) || platform.Migration is not { } migration)
        {
            return null;
        }

        var movable = new List<MovableListing>();
        await foreach (var listing in db.Listings.AsNoTracking().Where(l => l.ConnectionId == connectionId && l.Status != RemoteListingStatus.Ended).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (migration.CanMigrate(ReferenceOf(listing)))
            {
                movable.Add(new MovableListing(
                    listing.Id, listing.ExternalId, listing.ExternalProductId, listing.Sku, listing.Title, listing.VariationTitle, listing.ImageUrl, listing.Url));
            }
        }

        return new MoveChoice(
            new StoreReference(sellerId, connectionId, marketplace, platform.Descriptor.Name), migration.Consequences,
            [.. movable.OrderBy(l => l.Title, StringComparer.CurrentCultureIgnoreCase).ThenBy(l => l.VariationTitle, StringComparer.CurrentCultureIgnoreCase)]);
    }

    /// <summary>Moves listings, and has the store's listings read again so that they show as they are now.</summary>
    /// <param name="sellerId">Whose listings.</param>
    /// <param name="connectionId">Their store.</param>
    /// <param name="listingIds">Our ids, at most <see cref="MostAtOnce"/>. Variations of one listing move together, whether or not all of them are named.</param>
    /// <param name="cancellationToken">Ends the wait; what the marketplace has moved stays moved.</param>
    /// <returns>One verdict per listing that is the store's; null where the store is not the seller's, or its marketplace has one model only.</returns>
    /// <exception cref="ArgumentOutOfRangeException">None are named, or more than <see cref="MostAtOnce"/>.</exception>
    /// <exception cref="PlatformException">The marketplace could not be asked; nothing, or a part, was moved.</exception>
    public async Task<IReadOnlyList<MoveVerdict>?> MoveAsync(Guid sellerId, Guid connectionId, IReadOnlyCollection<Guid> listingIds, CancellationToken cancellationToken)
    {
        if (listingIds.Count is 0 or > MostAtOnce)
        {
            throw new ArgumentOutOfRangeException(nameof(listingIds), $"Choose 1 to {MostAtOnce} listings at once.");
        }

        await using var db = database.Open(sellerId);
        var marketplace = await db.Connections.Where(c => c.Id == connectionId).Select(c => c.Marketplace).SingleOrDefaultAsync(cancellationToken);
        if (marketplace is null || !platforms.TryGet(marketplace, out var platform) || platform.Migration is not { } migration)
        {
            return null;
        }

        var listings = await db.Listings.AsNoTracking().Where(l => l.ConnectionId == connectionId && listingIds.Contains(l.Id)).ToListAsync(cancellationToken);
        if (listings.Count == 0)
        {
            return [];
        }

        var context = await contexts.OpenAsync(connectionId, CallPriority.Person, cancellationToken);
        try
        {
            var verdicts = (await migration.MigrateAsync(context, [.. listings.Select(ReferenceOf)], cancellationToken)).ToDictionary(v => v.ExternalId);
            return [.. listings.OrderBy(l => l.Title, StringComparer.CurrentCultureIgnoreCase).Select(l => Verdict(l, verdicts.GetValueOrDefault(l.ExternalId)))];
        }
        finally
        {
            // Also when it broke off in between: what was moved until then must be known here.
            await starter.StartForConnectionAsync(sellerId, connectionId, SyncJob.Products, "seller", CancellationToken.None);
        }
    }

    private static MoveVerdict Verdict(Listing listing, MigrationVerdict? verdict) => new(
        listing.Id, listing.Title, listing.Sku, verdict?.Moved == true,
        verdict is null ? "The marketplace did not answer for this listing." : verdict.Reason, verdict?.RawCode);

    private static ListingReference ReferenceOf(Listing listing) => new(listing.ExternalId, listing.Sku, listing.PlatformData);
}
