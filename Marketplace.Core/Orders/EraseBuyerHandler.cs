using System.Text.Json;
using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Security;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Orders;

/// <summary>
/// Erases what a store's orders say of a buyer who has deleted the account; the payload is the encrypted user name. The orders stay, as
/// bookkeeping needs them, and later answers of the marketplace do not bring the data back.
/// </summary>
internal sealed class EraseBuyerHandler(
    MarketplaceDb database, RecipientKeys keys, PersonalDataProtector protector, WorkQueue queue, WorkSignal signal, ChangeFeed changes, TimeProvider time,
    ILogger<EraseBuyerHandler> logger) : IWorkHandler
{
    public string Kind => WorkKinds.EraseBuyer;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = database.Open(item.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var key = RecipientKeys.OfUser(protector.Unprotect<string>(item.Payload), await keys.SecretAsync(db, cancellationToken));
        var orders = db.Orders.Where(o => o.ConnectionId == item.ConnectionId && o.BuyerKey != null && o.BuyerKey == key);
        var ids = await orders.Select(o => o.Id).ToListAsync(cancellationToken);
        await orders.ExecuteUpdateAsync(
            set => set
                .SetProperty(o => o.ProtectedBuyer, (string?)null)
                .SetProperty(o => o.BuyerKey, (string?)null)
                .SetProperty(o => o.RecipientKey, (string?)null)
                .SetProperty(o => o.BuyerErasedAt, now)
                .SetProperty(o => o.Version, o => o.Version + 1),
            cancellationToken);
        db.OrderEvents.AddRange(ids.Select(id => new OrderEvent
        {
            SellerId = item.SellerId,
            OrderId = id,
            At = now,
            Text = "The buyer has deleted the account on the marketplace, so name and address were erased here.",
            Actor = "Marketplace",
        }));
        if (ids.Count > 0)
        {
            await queue.EnqueueAsync(db, item.SellerId, item.ConnectionId, WorkKinds.EraseLabels, JsonSerializer.Serialize(ids), cancellationToken: cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
        logger.LogInformation("Erased the buyer of {Count} orders of store {ConnectionId}, who has deleted the account", ids.Count, item.ConnectionId);
        foreach (var id in ids)
        {
            changes.Publish(new Change(item.SellerId, ChangeTopic.Orders, id));
        }

        return WorkOutcome.Done;
    }
}
