using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Webhooks;

/// <summary>
/// Takes notifications in: checks the proof, stores the raw delivery and the work that follows from it in one transaction, and
/// answers. A notification is only a hint to read the order again, so one that comes twice or late does no harm.
/// </summary>
public sealed class WebhookInbox(
    PlatformCatalog platforms, MarketplaceDb database, WorkQueue queue, WorkSignal signal, NotificationBook book, PersonalDataProtector protector, ILogger<WebhookInbox> logger)
{
    /// <summary>Largest body that is read, in bytes; real notifications have a few thousand.</summary>
    public const int MaxBody = 256 * 1024;

    /// <summary>Takes a delivery in and says what to answer.</summary>
    /// <exception cref="UnknownMarketplaceException">No marketplace with webhooks has this key.</exception>
    public async Task<WebhookReply> ReceiveAsync(string marketplace, WebhookRequest request, CancellationToken cancellationToken)
    {
        if (!platforms.TryGet(marketplace, out var platform) || platform.Webhooks is not { } receiver)
        {
            throw new UnknownMarketplaceException(marketplace);
        }

        if (receiver.Challenge(request) is { } challenge)
        {
            return challenge;
        }

        var reading = await receiver.ReadAsync(request, cancellationToken);
        if (reading.Refusal is { } refusal)
        {
            logger.LogWarning("A notification in the name of {Marketplace} was not believed: {Reason}", platform.Key, refusal);
            // Without the body: anybody can send one, and it would be kept.
            await StoreAsync(Delivery(platform.Key, request with { Body = [] }, WebhookDeliveryState.Refused, refusal), [], cancellationToken);
            return new WebhookReply(receiver.RefusedStatus, "", "text/plain");
        }

        foreach (var signals in reading.Signals.GroupBy(s => s.NotificationId))
        {
            // The same notification may come twice at once; the one that is stored second finds the first.
            if (!await WriterRace.RunAsync(() => AcceptAsync(platform.Key, request, signals.Key, [.. signals], cancellationToken)))
            {
                logger.LogDebug("Notification {NotificationId} of {Marketplace} came again", signals.Key, platform.Key);
            }
        }

        signal.Wake();
        return new WebhookReply(200, "", "text/plain");
    }

    // Returns whether it was new.
    private async Task<bool> AcceptAsync(MarketplaceKey key, WebhookRequest request, string notificationId, IReadOnlyList<WebhookSignal> signals, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        if (await db.WebhookDeliveries.AnyAsync(d => d.Marketplace == key.Value && d.NotificationId == notificationId, cancellationToken))
        {
            return false;
        }

        if (signals.Any(s => s.Subject == WebhookSubject.BuyerDeletion))
        {
            await AcceptDeletionAsync(db, key, request, notificationId, signals, cancellationToken);
            return true;
        }

        var accounts = signals.Select(s => s.ExternalAccountId).Distinct().ToList();
        var stores = await db.Connections.IgnoreQueryFilters().AsNoTracking()
            .Where(c => c.Marketplace == key.Value && c.State != ConnectionState.Disconnected && accounts.Contains(c.ExternalAccountId))
            .ToListAsync(cancellationToken);
        var work = (
            from s in signals
            from store in stores.Where(c => c.ExternalAccountId == s.ExternalAccountId)
            from follow in FollowUp.Of(s, store)
            select follow).ToList();
        var delivery = Delivery(
            key, request, work.Count > 0 ? WebhookDeliveryState.Accepted : WebhookDeliveryState.Irrelevant,
            string.Join(", ", signals.Select(s => $"{s.Subject} {s.ExternalId}".Trim())));
        delivery.NotificationId = notificationId;
        delivery.SellerId = work.Count > 0 ? work[0].Store.SellerId : null;
        await StoreAsync(delivery, work, cancellationToken);
        await book.NoteCalledAsync(stores, cancellationToken);
        return true;
    }

    // The buyer may have bought of any seller here, and of stores that are disconnected by now. Of the buyer nothing is kept, in the
    // log neither.
    private async Task AcceptDeletionAsync(
        MarketplaceDbContext db, MarketplaceKey key, WebhookRequest request, string notificationId, IReadOnlyList<WebhookSignal> signals, CancellationToken cancellationToken)
    {
        var stores = await db.Connections.IgnoreQueryFilters().AsNoTracking().Where(c => c.Marketplace == key.Value).ToListAsync(cancellationToken);
        var names = signals.Select(s => s.ExternalId).OfType<string>().ToList();
        var work = stores.SelectMany(store => names.Select(name => new FollowUp(store, WorkKinds.EraseBuyer, protector.Protect(name), null))).ToList();
        var delivery = Delivery(key, request with { Body = [] }, WebhookDeliveryState.Accepted, "A buyer has deleted the account.");
        delivery.NotificationId = notificationId;
        await StoreAsync(delivery, work, cancellationToken);
    }

    private async Task StoreAsync(WebhookDelivery delivery, IReadOnlyList<FollowUp> work, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.WebhookDeliveries.Add(delivery);
        foreach (var (store, kind, payload, key) in work)
        {
            await queue.EnqueueAsync(db, store.SellerId, store.Id, kind, payload, key, priority: 20, cancellationToken: cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static WebhookDelivery Delivery(MarketplaceKey key, WebhookRequest request, WebhookDeliveryState state, string remark) => new()
    {
        Marketplace = key.Value,
        Body = request.Body,
        State = state,
        Remark = remark,
        ReceivedAt = request.ReceivedAt,
    };
}
