using System.Text.Json;
using Marketplace.Core.Alerts.Mail;
using Marketplace.Core.Alerts.Webhooks;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Alerts;

/// <summary>
/// Raises and resolves alerts in the transaction of the change that causes them, so that none is lost or told of what was rolled back.
/// E-mails and webhooks follow as durable work. Publish <see cref="Changes.ChangeTopic.Alerts"/> and wake the work after the commit.
/// </summary>
public sealed class AlertBook(WorkQueue queue, WebhookOutbox outbox, TimeProvider time)
{
    /// <summary>Raises an alert, unless one of the same kind and subject is open.</summary>
    /// <returns>Whether it is new.</returns>
    /// <exception cref="DbUpdateException">Another transaction raised the same at the same time: roll back and do the change again.</exception>
    public async Task<bool> RaiseAsync(MarketplaceDbContext db, AlertNotice notice, CancellationToken cancellationToken)
    {
        if (await db.Alerts.AnyAsync(a => a.OpenKey == notice.Key, cancellationToken))
        {
            return false;
        }

        var alert = new Alert
        {
            SellerId = db.SellerId,
            Kind = notice.Kind,
            OpenKey = notice.Key,
            Severity = notice.Severity,
            Title = notice.Title,
            Text = notice.Text,
            Link = notice.Link,
            RaisedAt = time.GetUtcNow(),
        };
        db.Alerts.Add(alert);
        await db.SaveChangesAsync(cancellationToken);
        await SendAsync(db, alert, "alert.raised", notice.Facts, cancellationToken);
        return true;
    }

    /// <summary>Notes that the cause of an alert is gone; nothing happens where none is open.</summary>
    public async Task ResolveAsync(MarketplaceDbContext db, string kind, string subject, CancellationToken cancellationToken)
    {
        var key = AlertNotice.KeyOf(kind, subject);
        if (await db.Alerts.SingleOrDefaultAsync(a => a.OpenKey == key, cancellationToken) is { } alert)
        {
            (alert.OpenKey, alert.ResolvedAt) = (null, time.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
            await outbox.AddAsync(db, "alert.resolved", Describe(alert, new Dictionary<string, object>()), cancellationToken);
        }
    }

    // Mail waits a little, so that what happens together is told together.
    private async Task SendAsync(MarketplaceDbContext db, Alert alert, string happening, IReadOnlyDictionary<string, object> facts, CancellationToken cancellationToken)
    {
        await outbox.AddAsync(db, happening, Describe(alert, facts), cancellationToken);
        if (await db.AlertSettings.AnyAsync(s => s.MailTo != null, cancellationToken))
        {
            await queue.EnqueueAsync(
                db, db.SellerId, db.SellerId, AlertMailHandler.WorkKind, "", $"{AlertMailHandler.WorkKind}:{db.SellerId:N}", priority: 200,
                delay: AlertMailHandler.Gathering, cancellationToken: cancellationToken);
        }
    }

    private static JsonElement Describe(Alert alert, IReadOnlyDictionary<string, object> facts) => JsonSerializer.SerializeToElement(
        new { alert.Id, alert.Kind, Severity = alert.Severity.ToString(), alert.Title, alert.Text, alert.Link, alert.RaisedAt, alert.ResolvedAt, Facts = facts }, JsonSerializerOptions.Web);
}
