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
        await SendAsync(db, alert, OutboundEvents.AlertRaised, notice.Facts, cancellationToken);
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
            await outbox.AddAsync(db, OutboundEvents.AlertResolved, Describe(alert, new Dictionary<string, object>()), cancellationToken);
        }
    }

    /// <summary>
    /// Makes the open alerts of a kind those that hold now: raises what is new, brings the words of the others up to date, and resolves
    /// those whose cause is gone.
    /// </summary>
    /// <returns>Whether anything changed.</returns>
    /// <exception cref="DbUpdateException">Another transaction raised the same at the same time: roll back and do it again.</exception>
    public async Task<bool> KeepAsync(MarketplaceDbContext db, string kind, IReadOnlyList<AlertNotice> notices, CancellationToken cancellationToken)
    {
        var open = await db.Alerts.Where(a => a.Kind == kind && a.OpenKey != null).ToListAsync(cancellationToken);
        var changed = false;
        foreach (var alert in open.Where(a => notices.All(n => n.Key != a.OpenKey)).ToList())
        {
            (alert.OpenKey, alert.ResolvedAt) = (null, time.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
            await outbox.AddAsync(db, OutboundEvents.AlertResolved, Describe(alert, new Dictionary<string, object>()), cancellationToken);
            changed = true;
        }

        foreach (var notice in notices)
        {
            if (open.Find(a => a.OpenKey == notice.Key) is not { } known)
            {
                changed |= await RaiseAsync(db, notice, cancellationToken);
            }
            else if (known.Title != notice.Title || known.Text != notice.Text || known.Severity != notice.Severity)
            {
                (known.Title, known.Text, known.Severity, changed) = (notice.Title, notice.Text, notice.Severity, true);
                await db.SaveChangesAsync(cancellationToken);
            }
        }

        return changed;
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
