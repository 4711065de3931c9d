using Marketplace.Core.Data;
using Marketplace.Core.Orders.Erasure;
using Marketplace.Core.Security;
using Marketplace.Core.Work;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Orders;

/// <summary>Erases what a store's orders say of a buyer who has deleted the account; the payload is the encrypted user name.</summary>
internal sealed class EraseBuyerHandler(
    MarketplaceDb database, RecipientKeys keys, PersonalDataProtector protector, BuyerErasure erasure, ILogger<EraseBuyerHandler> logger) : IWorkHandler
{
    private const string Actor = "Marketplace";

    public string Kind => WorkKinds.EraseBuyer;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        string? key;
        await using (var db = database.Open(item.SellerId))
        {
            key = RecipientKeys.OfUser(protector.Unprotect<string>(item.Payload), await keys.SecretAsync(db, cancellationToken));
        }

        var count = key is null
            ? 0
            : await erasure.EraseAsync(item.SellerId, item.ConnectionId, o => o.BuyerKey == key, ErasureReason.AccountDeleted, Actor, cancellationToken);
        logger.LogInformation("Erased the buyer of {Count} orders of store {ConnectionId}, who has deleted the account", count, item.ConnectionId);
        return WorkOutcome.Done;
    }
}
