using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Security;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Webhooks;

/// <summary>A delivery as the log shows it; its content is in <see cref="WebhookDeliveryDetail"/>. Times are UTC.</summary>
/// <param name="Id">Our id.</param>
/// <param name="Marketplace">Marketplace key.</param>
/// <param name="ConnectionId">The store; null for one that was not believed.</param>
/// <param name="NotificationId">The marketplace's id.</param>
/// <param name="State">What became of it.</param>
/// <param name="Remark">What it told, or why it was not believed.</param>
/// <param name="Size">Bytes of its body.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="SentAt">When the marketplace sent it, as it says itself.</param>
/// <param name="Repeats">How often it came again.</param>
/// <param name="RedeliveredAt">When somebody last had its work done again.</param>
public sealed record WebhookDeliveryView(
    Guid Id, string Marketplace, Guid? ConnectionId, string? NotificationId, WebhookDeliveryState State, string Remark, int Size,
    DateTimeOffset ReceivedAt, DateTimeOffset? SentAt, int Repeats, DateTimeOffset? RedeliveredAt);

/// <summary>A delivery with its content.</summary>
/// <param name="Delivery">The row of the log.</param>
/// <param name="ContentType">Media type; null where none was named.</param>
/// <param name="Body">The body with personal data masked; null where it is not kept or no longer readable.</param>
/// <param name="Work">What it led to.</param>
public sealed record WebhookDeliveryDetail(WebhookDeliveryView Delivery, string? ContentType, string? Body, IReadOnlyList<WebhookWork> Work);

/// <summary>A piece of work that a delivery led to.</summary>
/// <param name="Kind">Kind of work.</param>
/// <param name="Subject">The marketplace's id of what it works on; empty where it is about the store.</param>
/// <param name="State">Where it stands: null when it is done, for finished work is not kept.</param>
/// <param name="Problem">Why its last try failed.</param>
public sealed record WebhookWork(string Kind, string Subject, WorkState? State, string? Problem);

/// <summary>Which deliveries are listed.</summary>
/// <param name="State">Only those; null for all.</param>
/// <param name="Marketplace">Only this marketplace's; null for all.</param>
public sealed record WebhookFilter(WebhookDeliveryState? State = null, string? Marketplace = null);

/// <summary>
/// The log of deliveries. A seller sees those of the own stores, and all that were refused: of these nothing is kept that could be anybody's.
/// </summary>
public sealed class WebhookLog(MarketplaceDb database, WorkQueue queue, WorkSignal signal, PersonalDataProtector protector, ChangeFeed changes, TimeProvider time)
{
    /// <summary>One page, newest first.</summary>
    public async Task<Page<WebhookDeliveryView>> ListAsync(Guid sellerId, WebhookFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var deliveries = Of(db, sellerId).AsNoTracking();
        deliveries = filter.State is { } state ? deliveries.Where(d => d.State == state) : deliveries;
        deliveries = filter.Marketplace is { } marketplace ? deliveries.Where(d => d.Marketplace == marketplace) : deliveries;
        var total = await deliveries.CountAsync(cancellationToken);
        var page = await Views(deliveries.OrderByDescending(d => d.ReceivedAt).ThenByDescending(d => d.Id).Skip(skip).Take(take)).ToListAsync(cancellationToken);
        return new Page<WebhookDeliveryView>(page, total);
    }

    /// <summary>One with its content; null when the seller may not see it, or it is not kept any more.</summary>
    public async Task<WebhookDeliveryDetail?> FindAsync(Guid sellerId, Guid deliveryId, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        if (await Of(db, sellerId).AsNoTracking().SingleOrDefaultAsync(d => d.Id == deliveryId, cancellationToken) is not { } row)
        {
            return null;
        }

        var view = await Views(db.WebhookDeliveries.Where(d => d.Id == deliveryId)).SingleAsync(cancellationToken);
        return new WebhookDeliveryDetail(view, row.ContentType, Read(row), await WorkAsync(sellerId, row, cancellationToken));
    }

    /// <summary>Has the work that a delivery led to done again.</summary>
    /// <returns>False when it led to none, or the seller may not see it.</returns>
    public async Task<bool> RedeliverAsync(Guid sellerId, Guid deliveryId, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var stored = await db.WebhookDeliveries.Where(d => d.Id == deliveryId && d.SellerId == sellerId).Select(d => d.FollowUps).SingleOrDefaultAsync(cancellationToken);
        if (stored is null)
        {
            return false;
        }

        var own = await db.Connections.Select(c => c.Id).ToListAsync(cancellationToken);
        foreach (var work in Parse(stored).Where(w => own.Contains(w.ConnectionId)))
        {
            await queue.EnqueueAsync(db, sellerId, work.ConnectionId, work.Kind, work.Payload, work.Key, priority: 20, cancellationToken: cancellationToken);
        }

        await db.WebhookDeliveries.Where(d => d.Id == deliveryId).ExecuteUpdateAsync(set => set.SetProperty(d => d.RedeliveredAt, now), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
        changes.Publish(new Change(sellerId, ChangeTopic.Webhooks, deliveryId));
        return true;
    }

    private static IQueryable<WebhookDelivery> Of(MarketplaceDbContext db, Guid sellerId) =>
        db.WebhookDeliveries.Where(d => d.SellerId == sellerId || (d.SellerId == null && d.State == WebhookDeliveryState.Refused));

    private static IQueryable<WebhookDeliveryView> Views(IQueryable<WebhookDelivery> deliveries) => deliveries.Select(d => new WebhookDeliveryView(
        d.Id, d.Marketplace, d.ConnectionId, d.NotificationId, d.State, d.Remark, d.Size, d.ReceivedAt, d.SentAt, d.Repeats, d.RedeliveredAt));

    private static StoredFollowUp[] Parse(string stored) => JsonSerializer.Deserialize<StoredFollowUp[]>(stored) ?? [];

    private string? Read(WebhookDelivery row)
    {
        try
        {
            return row.Body.Length == 0 ? null : BodyMask.Mask(protector.Unprotect(row.Body), row.ContentType);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // Work of other sellers with the same store is theirs.
    private async Task<IReadOnlyList<WebhookWork>> WorkAsync(Guid sellerId, WebhookDelivery row, CancellationToken cancellationToken)
    {
        if (row.FollowUps is null)
        {
            return [];
        }

        await using var db = database.Open(sellerId);
        var own = await db.Connections.Select(c => c.Id).ToListAsync(cancellationToken);
        var work = Parse(row.FollowUps).Where(w => own.Contains(w.ConnectionId)).ToList();
        var keys = work.Select(w => w.Key).OfType<string>().ToList();
        var open = await db.WorkItems.AsNoTracking().Where(w => keys.Contains(w.CoalesceKey!)).ToDictionaryAsync(w => w.CoalesceKey!, cancellationToken);
        return [.. from w in work
                   let item = open.GetValueOrDefault(w.Key ?? "")
                   select new WebhookWork(w.Kind, w.Payload, item?.State, item?.Problem)];
    }
}
