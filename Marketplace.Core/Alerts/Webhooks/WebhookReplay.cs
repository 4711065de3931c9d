using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Alerts.Webhooks;

/// <summary>Sends an address again what it was told in a span of time, for a receiver that was down or lost its data.</summary>
public sealed class WebhookReplay(MarketplaceDb database, WebhookOutbox outbox, ChangeFeed changes, WorkSignal signal, TimeProvider time)
{
    /// <summary>Most messages of one replay; what is beyond is asked for with a later beginning.</summary>
    public const int Most = 10_000;

    private const int Batch = 200;

    /// <summary>Sends them again in their old order, each under its old id; at most <see cref="Most"/>.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="targetId">The address.</param>
    /// <param name="from">Beginning, UTC, included.</param>
    /// <param name="until">End, UTC, not included.</param>
    /// <param name="cancellationToken">Stops between two batches; what was asked for is sent.</param>
    /// <returns>How many; null when there is no such address.</returns>
    public async Task<int?> ReplayAsync(Guid sellerId, Guid targetId, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        List<Guid> ids;
        await using (var db = database.Open(sellerId))
        {
            if (!await db.WebhookTargets.AnyAsync(t => t.Id == targetId, cancellationToken))
            {
                return null;
            }

            var (first, last) = (from.ToUniversalTime(), until.ToUniversalTime());
            ids = await db.WebhookMessages.Where(m => m.TargetId == targetId && m.CreatedAt >= first && m.CreatedAt < last && m.State != WebhookMessageState.Waiting)
                .OrderBy(m => m.CreatedAt).ThenBy(m => m.Id).Select(m => m.Id).Take(Most).ToListAsync(cancellationToken);
        }

        foreach (var some in ids.Chunk(Batch))
        {
            await AskAsync(sellerId, some, cancellationToken);
        }

        changes.Publish(new Change(sellerId, ChangeTopic.Alerts));
        signal.Wake();
        return ids.Count;
    }

    private async Task AskAsync(Guid sellerId, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var messages = await db.WebhookMessages.Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancellationToken);
        foreach (var message in ids.Select(messages.GetValueOrDefault).OfType<WebhookMessage>())
        {
            (message.State, message.Attempts, message.NextAt, message.Problem) = (WebhookMessageState.Waiting, 0, time.GetUtcNow(), null);
            await outbox.EnqueueAsync(db, message, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
