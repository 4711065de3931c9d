using System.Text.Json;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Alerts.Webhooks;

/// <summary>Writes down what a seller's addresses must be told, in the transaction of what happened; durable work sends it.</summary>
public sealed class WebhookOutbox(WorkQueue queue, TimeProvider time)
{
    /// <summary>Adds a message for each address that is on and wants to know. Wake the work after the commit.</summary>
    /// <param name="db">The open transaction's context, in the seller's name.</param>
    /// <param name="happening">What happened, of <see cref="OutboundEvents"/>.</param>
    /// <param name="data">Its facts; no personal data of buyers.</param>
    /// <param name="cancellationToken">Ends the work; the caller's transaction rolls back.</param>
    public async Task AddAsync(MarketplaceDbContext db, string happening, JsonElement data, CancellationToken cancellationToken)
    {
        foreach (var target in await TargetsAsync(db, happening, cancellationToken))
        {
            await AddAsync(db, target, happening, data, cancellationToken);
        }
    }

    /// <summary>Ids of the addresses that are on and want to know of an event; mostly none, and then there is nothing to describe.</summary>
    public static async Task<IReadOnlyList<Guid>> TargetsAsync(MarketplaceDbContext db, string happening, CancellationToken cancellationToken) =>
        [.. (await db.WebhookTargets.AsNoTracking().Where(t => t.IsEnabled).ToListAsync(cancellationToken)).Where(t => t.Wants(happening)).Select(t => t.Id)];

    /// <summary>Adds a message for one address.</summary>
    public async Task AddAsync(MarketplaceDbContext db, Guid targetId, string happening, JsonElement data, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var message = new WebhookMessage { SellerId = db.SellerId, TargetId = targetId, Happening = happening, CreatedAt = now, NextAt = now };
        message.Body = JsonSerializer.Serialize(new { message.Id, Type = happening, At = now, Data = data }, JsonSerializerOptions.Web);
        db.WebhookMessages.Add(message);
        await EnqueueAsync(db, message, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Asks for a message to be sent. A lane per address, so that one that is down delays no other.</summary>
    internal Task EnqueueAsync(MarketplaceDbContext db, WebhookMessage message, CancellationToken cancellationToken) =>
        queue.EnqueueAsync(
            db, message.SellerId, message.TargetId, WebhookSendHandler.WorkKind, message.Id.ToString(), $"{WebhookSendHandler.WorkKind}:{message.Id:N}", priority: 200,
            cancellationToken: cancellationToken);
}
