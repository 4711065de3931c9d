using System.Text.Json;
using Marketplace.Core.Alerts.Mail;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Accounts;

/// <summary>Sends one notice. It has no link: an e-mail that says "somebody was here, click" is what thieves write.</summary>
internal sealed class AccountNoticeHandler(MarketplaceDb database, AlertMailer mailer) : IWorkHandler
{
    public const string WorkKind = "account.notice";

    public string Kind => WorkKind;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var notice = JsonSerializer.Deserialize<AccountNotice>(item.Payload) ?? throw new InvalidOperationException($"The notice of work {item.Id} is empty.");
        await using var db = database.OpenForMachine();
        if (mailer.IsSet && await db.Users.Where(u => u.Id == notice.UserId).Select(u => u.Email).SingleOrDefaultAsync(cancellationToken) is { Length: > 0 } to)
        {
            await mailer.SendAsync(to, $"Marketplace: {notice.Change.Text()}", Text(notice), cancellationToken);
        }

        return WorkOutcome.Done;
    }

    private static string Text(AccountNotice notice) => FormattableString.Invariant(
        $"""
        This happened to your account on {notice.At:d MMMM yyyy} at {notice.At:HH:mm} UTC:

        {notice.Change.Text()}.

        If it was you, there is nothing to do. If it was not, somebody else has got in: open Marketplace as you always do, choose "Forgotten password?" on the page where you sign in, and then look at the page of your account and, if you are the owner, at the API keys and the log.
        """).ReplaceLineEndings("\r\n");
}
