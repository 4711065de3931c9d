using System.Globalization;
using System.Text;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Alerts.Mail;

/// <summary>Mails a seller the alerts that were not mailed yet, all in one e-mail.</summary>
internal sealed class AlertMailHandler(MarketplaceDb database, AlertMailer mailer, IOptions<AlertsOptions> options, TimeProvider time) : IWorkHandler
{
    public const string WorkKind = "alert.mail";

    /// <summary>Time in which further alerts join the same e-mail.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromSeconds(20);

    private const int MostPerMail = 200;

    // What is older was raised while there was no address, and is no news any more.
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(2);

    public string Kind => WorkKind;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        var since = now.Value - Fresh;
        await using var db = database.Open(item.SellerId);
        var to = await db.AlertSettings.Select(s => s.MailTo).SingleOrDefaultAsync(cancellationToken);
        var alerts = await db.Alerts.AsNoTracking().Where(a => a.MailedAt == null && a.RaisedAt >= since).OrderBy(a => a.RaisedAt).Take(MostPerMail).ToListAsync(cancellationToken);
        if (to is null || !mailer.IsSet || alerts.Count == 0)
        {
            return WorkOutcome.Done;
        }

        await mailer.SendAsync(to, Subject(alerts), Text(alerts), cancellationToken);
        var ids = alerts.Select(a => a.Id).ToList();
        await db.Alerts.Where(a => ids.Contains(a.Id)).ExecuteUpdateAsync(set => set.SetProperty(a => a.MailedAt, now), cancellationToken);
        return alerts.Count == MostPerMail ? WorkOutcome.After(TimeSpan.Zero) : WorkOutcome.Done;
    }

    private static string Subject(List<Alert> alerts) =>
        alerts.Count == 1 ? alerts[0].Title : string.Create(CultureInfo.InvariantCulture, $"{alerts[0].Title}, and {alerts.Count - 1} more");

    private string Text(List<Alert> alerts)
    {
        var text = new StringBuilder();
        foreach (var alert in alerts)
        {
            text.AppendLine(alert.Title).AppendLine(alert.Text);
            if (options.Value.PublicUrl is { } address)
            {
                text.AppendLine(new Uri(address, alert.Link).AbsoluteUri);
            }

            text.AppendLine(alert.ResolvedAt is null ? "" : "This has been resolved since." + Environment.NewLine);
        }

        return text.ToString();
    }
}
