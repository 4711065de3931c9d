using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders;

/// <summary>An order that is not closed.</summary>
/// <param name="Id">Our id.</param>
/// <param name="ExternalId">The marketplace's.</param>
public sealed record OpenOrder(Guid Id, string ExternalId);

/// <summary>Orders that may still change, and when each was looked at last.</summary>
public sealed class OpenOrders(MarketplaceDb database, TimeProvider time)
{
    /// <summary>A store's open orders, those first that were not looked at for longest.</summary>
    /// <param name="store">The store.</param>
    /// <param name="most">How many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<OpenOrder>> LongestUnseenAsync(StoreReference store, int most, CancellationToken cancellationToken)
    {
        await using var db = database.Open(store.SellerId);
        return await db.Orders
            .Where(o => o.ConnectionId == store.ConnectionId && (o.State == OrderState.Pending || o.State == OrderState.ToShip || o.State == OrderState.PartiallyShipped))
            .OrderBy(o => o.LookedAt).ThenBy(o => o.ShipBy).ThenBy(o => o.Id)
            .Take(most)
            .Select(o => new OpenOrder(o.Id, o.ExternalId))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Notes that orders were looked at now.</summary>
    public async Task SeenAsync(StoreReference store, IReadOnlyCollection<Guid> orders, CancellationToken cancellationToken)
    {
        await using var db = database.Open(store.SellerId);
        var now = time.GetUtcNow();
        await db.Orders.Where(o => orders.Contains(o.Id)).ExecuteUpdateAsync(set => set.SetProperty(o => o.LookedAt, now), cancellationToken);
    }
}
