using System.Text.Json;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Catalog;

/// <summary>
/// Writes listings of a store into the catalogue. Listings with the same SKU, a further SKU, or the same product code are one variant,
/// whatever marketplace they are on; variations of one listing are variants of one product. What is linked stays linked, even when its
/// SKU is renamed. What fits nothing becomes an item of its own at once where this is the first store, for then there is nothing that
/// it could resemble; later it waits until the whole store is read and its title was compared.
/// </summary>
public sealed class ListingWriter(TimeProvider time)
{
    /// <summary>Writes a page in the caller's open transaction, and saves it.</summary>
    /// <param name="db">The transaction's context, in the seller's name.</param>
    /// <param name="store">The store.</param>
    /// <param name="page">Listings; one that comes twice counts once.</param>
    /// <param name="cancellationToken">Ends the work; the caller's transaction rolls back.</param>
    /// <exception cref="DbUpdateException">Another import wrote the same listing or SKU at the same time: roll back and write the page again.</exception>
    public async Task<WrittenListings> WriteAsync(
        MarketplaceDbContext db, StoreReference store, IReadOnlyList<RemoteListing> page, CancellationToken cancellationToken)
    {
        var remotes = page.DistinctBy(r => r.ExternalId).ToList();
        var known = await KnownListings.LoadAsync(db, store, remotes, cancellationToken);
        var counts = default(ImportCounts);
        var listings = new List<(Listing Listing, RemoteListing Remote)>(remotes.Count);
        foreach (var remote in remotes)
        {
            if (known.Listing(remote.ExternalId) is not { } listing)
            {
                listing = Create(store, remote);
                db.Listings.Add(listing);
                counts += new ImportCounts(Created: 1);
                Copy(remote, listing);
            }
            else
            {
                var before = Shown(listing);
                var oldSku = listing.Sku;
                Copy(remote, listing);
                await KeepOldSkuAsync(db, store, listing, oldSku, cancellationToken);
                counts += Shown(listing).Equals(before) ? new ImportCounts(Unchanged: 1) : new ImportCounts(Updated: 1);
            }

            Match(db, listing, remote, known);
            listings.Add((listing, remote));
        }

        await NewRows.SaveAsync(db, cancellationToken);
        return new WrittenListings(counts, listings);
    }

    private static Listing Create(StoreReference store, RemoteListing remote) => new()
    {
        SellerId = store.SellerId,
        ConnectionId = store.ConnectionId,
        Marketplace = store.Marketplace,
        ExternalId = remote.ExternalId,
    };

    private void Copy(RemoteListing remote, Listing listing)
    {
        listing.ExternalProductId = remote.ExternalProductId;
        listing.Sku = remote.Sku;
        listing.SkuKey = Sku.Key(remote.Sku);
        listing.Title = remote.Title;
        listing.VariationTitle = remote.VariationTitle;
        listing.Price = remote.Price;
        listing.Status = remote.Status;
        listing.Url = remote.Url?.ToString();
        listing.ImageUrl = remote.Images.FirstOrDefault()?.ToString();
        listing.Identifiers = remote.Identifiers.Count > 0 ? JsonSerializer.Serialize(remote.Identifiers) : null;
        listing.FulfilledByMarketplace = remote.FulfilledByMarketplace;
        listing.PlatformData = remote.PlatformData;
        listing.SeenAt = time.GetUtcNow();
    }

    private static object Shown(Listing l) =>
        (l.ExternalProductId, l.Sku, l.Title, l.VariationTitle, l.Price, l.Status, (l.Url, l.FulfilledByMarketplace, l.PlatformData));

    // Orders of yesterday name the old SKU and those of tomorrow the new one; both must find the variant.
    private async Task KeepOldSkuAsync(MarketplaceDbContext db, StoreReference store, Listing listing, string? oldSku, CancellationToken cancellationToken)
    {
        if (listing.VariantId is { } variant && Sku.Key(oldSku) != listing.SkuKey)
        {
            var now = time.GetUtcNow();
            await SkuAliases.AddAsync(db, variant, oldSku, $"before it was renamed on {store.MarketplaceName}", listing.Id, now, cancellationToken);
            await SkuAliases.AddAsync(db, variant, listing.Sku, $"renamed on {store.MarketplaceName}", listing.Id, now, cancellationToken);
        }
    }

    private void Match(MarketplaceDbContext db, Listing listing, RemoteListing remote, KnownListings known)
    {
        var codes = ProductCode.Of(remote.Identifiers);
        if (listing.VariantId is null && listing.Link is LinkState.Automatic or LinkState.Waiting)
        {
            var (variant, basis) = known.Match(listing.SkuKey, codes);
            if (variant is null && listing.Link == LinkState.Automatic && !known.HasOtherStores && NewItems.SkuFor(listing) is { Length: <= Sku.MaxLength } sku)
            {
                (variant, basis) = known.Match(Sku.Key(sku), []) is { VariantId: { } existing } ? (existing, LinkBasis.Sku) : (Add(db, listing, remote, sku, known), LinkBasis.Created);
            }

            if (variant is not null)
            {
                (listing.VariantId, listing.LinkedBy, listing.Link) = (variant, basis, LinkState.Automatic);
            }
        }

        if (listing.VariantId is { } linked)
        {
            known.Took(linked);
            listing.Details = null;
            foreach (var code in codes.Where(code => known.AddCode(linked, code)))
            {
                db.VariantCodes.Add(new VariantCode { SellerId = listing.SellerId, VariantId = linked, Code = code });
            }
        }
        else
        {
            listing.Details = JsonSerializer.Serialize(new ListingDetails(remote.Brand, remote.Description, remote.CategoryPath, remote.Attributes));
        }
    }

    private Guid Add(MarketplaceDbContext db, Listing listing, RemoteListing remote, string sku, KnownListings known)
    {
        listing.Details = JsonSerializer.Serialize(new ListingDetails(remote.Brand, remote.Description, remote.CategoryPath, remote.Attributes));
        var variant = NewItems.Add(db, listing, sku, known.Product(remote.ExternalProductId), time.GetUtcNow());
        known.Add(variant, remote.ExternalProductId);
        return variant.Id;
    }
}

/// <summary>What a page brought.</summary>
/// <param name="Counts">Items.</param>
/// <param name="Listings">Our listings beside what the marketplace said of them.</param>
public sealed record WrittenListings(ImportCounts Counts, IReadOnlyList<(Listing Listing, RemoteListing Remote)> Listings);
