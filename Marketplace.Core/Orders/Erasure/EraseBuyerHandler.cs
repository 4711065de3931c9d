using Marketplace.Core.Security;
using Marketplace.Core.Work;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Orders.Erasure;

/// <summary>Erases what a store's orders say of a buyer who has deleted the account; the payload is the encrypted user name.</summary>
internal sealed class EraseBuyerHandler(BuyerErasure erasure, RecipientKeys keys, PersonalDataProtector protector, ILogger<EraseBuyerHandler> logger) : IWorkHandler
{
    public string Kind => WorkKinds.EraseBuyer;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var count = await erasure.EraseAsync(
            item.SellerId,
            async db =>
            {
                var key = RecipientKeys.OfUser(protector.Unprotect<string>(item.Payload), await keys.SecretAsync(db, cancellationToken));
                return db.Orders.Where(o => o.ConnectionId == item.ConnectionId && o.BuyerKey != null && o.BuyerKey == key);
            },
            ErasureReason.AccountDeleted,
            "Marketplace",
            cancellationToken);
        logger.LogInformation("Erased the buyer of {Count} orders of store {ConnectionId}, who has deleted the account", count, item.ConnectionId);
        return WorkOutcome.Done;
    }
}
