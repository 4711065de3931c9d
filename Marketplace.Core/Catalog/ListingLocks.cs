using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Catalog;

/// <summary>Makes orders and links of the same listing come one after the other where the database would let them run side by side.</summary>
internal static class ListingLocks
{
    /// <summary>
    /// Holds listings as they are to the end of the caller's transaction. An order that comes in while its listing is being linked would
    /// else be booked without the link, and the link would not know the order yet. SQLite has one writer at a time anyway.
    /// </summary>
    /// <param name="db">The open transaction's context.</param>
    /// <param name="connectionId">The store.</param>
    /// <param name="externalIds">The marketplace's ids of the listings.</param>
    /// <param name="skus">SKUs as listed, for orders that name no listing.</param>
    /// <param name="cancellationToken">Ends the wait; the caller's transaction rolls back.</param>
    public static async Task HoldAsync(
        MarketplaceDbContext db, Guid connectionId, IReadOnlyList<string> externalIds, IReadOnlyList<string> skus, CancellationToken cancellationToken)
    {
        if (db.Database.IsNpgsql())
        {
            await db.Database.ExecuteSqlAsync(
                $"""SELECT 1 FROM "Listings" WHERE "ConnectionId" = {connectionId} AND ("ExternalId" = ANY({externalIds}) OR "Sku" = ANY({skus})) ORDER BY "Id" FOR SHARE""",
                cancellationToken);
        }
    }
}
