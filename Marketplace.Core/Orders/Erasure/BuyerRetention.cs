using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Orders.Erasure;

/// <summary>Erases buyers' data that has been kept for as long as the settings allow. Several instances may run it at once; each order is erased once.</summary>
public sealed class BuyerRetention(MarketplaceDb database, BuyerErasure erasure, IOptions<RetentionOptions> options, TimeProvider time, ILogger<BuyerRetention> logger)
{
    private const string Actor = "Marketplace";
    private const int MostAtOnce = 500;

    /// <summary>Erases what is due in all stores.</summary>
    /// <returns>Orders whose buyers were erased.</returns>
    public async Task<int> EraseDueAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var stores = await db.Connections.IgnoreQueryFilters().Select(c => new { c.SellerId, c.Id, c.Marketplace }).ToListAsync(cancellationToken);
        var erased = 0;
        foreach (var store in stores)
        {
            var delivered = time.GetUtcNow().AddDays(-(options.Value.Marketplaces.TryGetValue(store.Marketplace, out var own) ? own : options.Value.DaysAfterDelivery));
            erased += await EraseAsync(store.SellerId, store.Id, delivered, cancellationToken);
        }

        if (erased > 0)
        {
            logger.LogInformation("Erased the buyers of {Count} orders, which had been kept for as long as the settings allow", erased);
        }

        return erased;
    }

    // A few hundred at a time, each time in one transaction.
    private async Task<int> EraseAsync(Guid sellerId, Guid connectionId, DateTimeOffset delivered, CancellationToken cancellationToken)
    {
        var shipped = delivered.AddDays(-options.Value.TransitDays);
        var erased = 0;
        while (true)
        {
            var some = await erasure.EraseAsync(
                sellerId,
                db => Task.FromResult<IQueryable<Order>>(db.Orders
                    .Where(o => o.ConnectionId == connectionId && o.BuyerErasedAt == null)
                    .Where(o => ((o.State == OrderState.Delivered || o.State == OrderState.Cancelled) && o.RemoteUpdatedAt < delivered) || (o.State == OrderState.Shipped && o.ShippedAt < shipped))
                    .OrderBy(o => o.Id).Take(MostAtOnce)),
                ErasureReason.Retention, Actor, cancellationToken);
            erased += some;
            if (some < MostAtOnce)
            {
                return erased;
            }
        }
    }
}
