using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment;

/// <summary>Lets orders be found by the tracking numbers of their parcels.</summary>
internal static class FindableNumbers
{
    /// <summary>Adds a number to those by which an order is found; earlier ones stay.</summary>
    public static Task AddAsync(MarketplaceDbContext db, Guid orderId, string trackingNumber, CancellationToken cancellationToken)
    {
        var word = " " + trackingNumber.ToUpperInvariant();
        return db.Orders.Where(o => o.Id == orderId).ExecuteUpdateAsync(set => set.SetProperty(o => o.SearchText, o => o.SearchText + word), cancellationToken);
    }
}
