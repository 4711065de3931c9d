using Marketplace.Core.Common;
using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Returns;

/// <summary>Writes returns as marketplaces tell them. The same return again changes nothing; an older answer never overwrites a newer one.</summary>
public sealed class ReturnImport(MarketplaceDb database, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Stores returns, order by order; nothing is stored of orders that are not here.</summary>
    /// <param name="store">Whose.</param>
    /// <param name="returns">As the marketplace shows them.</param>
    /// <param name="cancellationToken">Leaves those of the orders that are not written yet as they were.</param>
    /// <returns>How many are new or changed.</returns>
    public async Task<int> ImportAsync(StoreReference store, IReadOnlyList<RemoteReturn> returns, CancellationToken cancellationToken)
    {
        var all = 0;
        foreach (var order in returns.GroupBy(r => r.ExternalOrderId))
        {
            var (changed, orderId) = await WriterRace.RunAsync(() => WriteAsync(store, order.Key, [.. order], cancellationToken));
            if (changed > 0)
            {
                all += changed;
                changes.Publish(new Change(store.SellerId, ChangeTopic.Fulfillment, orderId));
                changes.Publish(new Change(store.SellerId, ChangeTopic.Orders, orderId));
            }
        }

        return all;
    }

    private async Task<(int Changed, Guid OrderId)> WriteAsync(StoreReference store, string externalOrderId, IReadOnlyList<RemoteReturn> returns, CancellationToken cancellationToken)
    {
        await using var db = database.Open(store.SellerId);
        var orderId = await db.Orders.Where(o => o.ConnectionId == store.ConnectionId && o.ExternalId == externalOrderId).Select(o => o.Id).SingleOrDefaultAsync(cancellationToken);
        if (orderId == Guid.Empty)
        {
            return (0, orderId);
        }

        var ids = returns.Select(r => r.ExternalId).ToList();
        var known = await db.Set<OrderReturn>().Where(r => r.ConnectionId == store.ConnectionId && ids.Contains(r.ExternalId)).ToDictionaryAsync(r => r.ExternalId, cancellationToken);
        var changed = 0;
        foreach (var remote in returns)
        {
            var stored = known.GetValueOrDefault(remote.ExternalId);
            var before = stored?.Status;
            if (stored is null)
            {
                stored = new OrderReturn { SellerId = store.SellerId, ConnectionId = store.ConnectionId, OrderId = orderId, ExternalId = remote.ExternalId, CreatedAt = remote.CreatedAt };
                db.Add(stored);
            }
            else if (remote.UpdatedAt < stored.UpdatedAt)
            {
                continue;
            }

            Copy(remote, stored);
            if (db.Entry(stored).State == EntityState.Unchanged)
            {
                continue;
            }

            changed++;
            if (before != stored.Status)
            {
                db.OrderEvents.Add(new OrderEvent
                {
                    OrderId = orderId,
                    At = time.GetUtcNow(),
                    Actor = store.MarketplaceName,
                    IsProblem = stored.Question is not null,
                    Text = before is null ? Asked(stored) : $"Return: {ReturnWords.Of(stored.Status)}.",
                });
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        return (changed, orderId);
    }

    private static void Copy(RemoteReturn remote, OrderReturn stored)
    {
        (stored.Wish, stored.Status, stored.Question, stored.AnswerBy) = (remote.Wish, remote.Status, remote.Question, remote.AnswerBy);
        stored.Reason = remote.Reason is { Length: > OrderReturn.MaxReason } reason ? reason[..OrderReturn.MaxReason] : remote.Reason;
        (stored.AmountMinor, stored.Currency) = (remote.Amount?.Minor, remote.Amount?.Currency);
        (stored.TrackingNumber, stored.CarrierName) = (remote.TrackingNumber, remote.CarrierName);
        (stored.Items, stored.UpdatedAt) = (remote.Lines.Values.Sum(), remote.UpdatedAt);
    }

    private static string Asked(OrderReturn stored) =>
        $"The buyer wants {ReturnWords.Of(stored.Wish)}: {(stored.Items == 1 ? "1 item" : $"{stored.Items} items")}{(stored.Reason is null ? "" : $", “{stored.Reason}”")}.";
}
