using Marketplace.Core.Catalog;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders;

/// <summary>
/// Finds the listing and the variant of order lines, for many lines at once: by the listing's id, then by the store's SKU, then by the
/// seller's, then by a SKU that an item had before.
/// </summary>
internal sealed class LineLinks
{
    private readonly Dictionary<string, Link> byListing = [];
    private readonly Dictionary<string, Link> bySku = [];

    private sealed record Link(Guid? ListingId, Guid? VariantId);

    /// <summary>Looks up what lines with these listing ids and SKUs may be.</summary>
    public static async Task<LineLinks> LoadAsync(
        MarketplaceDbContext db, Guid connectionId, IEnumerable<string?> listingIds, IEnumerable<string?> skus, CancellationToken cancellationToken)
    {
        var ids = listingIds.OfType<string>().Distinct().ToList();
        var names = skus.OfType<string>().Distinct().ToList();
        var keys = names.Select(Sku.Key).Where(k => k.Length > 0).Distinct().ToList();
        await ListingLocks.HoldAsync(db, connectionId, ids, names, cancellationToken);
        var links = new LineLinks();
        foreach (var (key, owner) in await SkuAliases.OwnersAsync(db, keys, cancellationToken))
        {
            links.bySku[key] = new Link(null, owner.VariantId);
        }

        var listings = await db.Listings.Where(l => l.ConnectionId == connectionId && (ids.Contains(l.ExternalId) || (l.Sku != null && names.Contains(l.Sku))))
            .Select(l => new { l.Id, l.ExternalId, l.Sku, l.VariantId }).OrderBy(l => l.Id).ToListAsync(cancellationToken);
        foreach (var listing in listings)
        {
            var link = new Link(listing.Id, listing.VariantId);
            links.byListing[listing.ExternalId] = link;
            if (listing.Sku is not null && listing.VariantId is not null)
            {
                links.bySku[Sku.Key(listing.Sku)] = link;
            }
        }

        return links;
    }

    /// <summary>Links a line that is not linked yet. A link is never changed: its stock is held already.</summary>
    public void Apply(OrderLine line)
    {
        if (line.VariantId is not null)
        {
            return;
        }

        if ((line.ExternalListingId is { } id && byListing.TryGetValue(id, out var link)) || bySku.TryGetValue(Sku.Key(line.Sku), out link))
        {
            (line.ListingId, line.VariantId) = (link.ListingId, link.VariantId);
        }
    }
}
