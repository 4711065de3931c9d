using System.Text.Json;
using Marketplace.Core.Alerts.Mail;
using Marketplace.Core.Data;
using Marketplace.Core.Work;

namespace Marketplace.Core.Accounts;

/// <summary>
/// Tells users by e-mail what happened to their accounts. As durable work, so that nobody waits for a mail server and a notice outlives
/// its failures.
/// </summary>
public sealed class AccountNotices(MarketplaceDb database, AlertMailer mailer, Standings standings, WorkQueue work, WorkSignal signal, TimeProvider time)
{
    /// <summary>Asks for the e-mail; does nothing where no mail server is set, and for users who belong to no seller and can do nothing.</summary>
    public async Task TellAsync(Guid userId, AccountChange change, CancellationToken cancellationToken)
    {
        if (!mailer.IsSet || await standings.OfAsync(userId, cancellationToken) is not { Roles: [var (seller, _), ..] })
        {
            return;
        }

        await using var db = database.Open(seller);
        var notice = JsonSerializer.Serialize(new AccountNotice(userId, change, time.GetUtcNow()));
        await work.EnqueueAsync(db, seller, seller, AccountNoticeHandler.WorkKind, notice, cancellationToken: cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        signal.Wake();
    }
}

/// <summary>What a notice is about.</summary>
/// <param name="UserId">To whom.</param>
/// <param name="Change">What happened.</param>
/// <param name="At">When, UTC.</param>
internal sealed record AccountNotice(Guid UserId, AccountChange Change, DateTimeOffset At);
