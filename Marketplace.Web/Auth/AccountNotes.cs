using Marketplace.Core.Accounts;
using Marketplace.Core.Audit;

namespace Marketplace.Web.Auth;

/// <summary>Notes what becomes of a user's account in the log of each of their sellers, and tells them by e-mail what they should know of.</summary>
public sealed class AccountNotes(AuditLog log, Standings standings, AccountNotices notices, IHttpContextAccessor http, TimeProvider time)
{
    private const string Area = "sign-in";

    /// <summary>Notes a change, and tells its owner by e-mail.</summary>
    public async Task ChangedAsync(User user, AccountChange change, CancellationToken cancellationToken)
    {
        await AddAsync(user, change.Text(), cancellationToken);
        await notices.TellAsync(user.Id, change, cancellationToken);
    }

    /// <summary>Notes something.</summary>
    public async Task AddAsync(User user, string text, CancellationToken cancellationToken)
    {
        var acting = ActingOf(user);
        foreach (var (seller, _) in (await standings.OfAsync(user.Id, cancellationToken))?.Roles ?? [])
        {
            await log.NoteAsync(seller, acting, Area, text, cancellationToken);
        }
    }

    /// <summary>Notes what may be tried on and on: nothing where the same stands there since the hour began.</summary>
    public async Task AddOnceAnHourAsync(User user, string text, CancellationToken cancellationToken)
    {
        var acting = ActingOf(user);
        var hour = new DateTimeOffset(acting.At.Year, acting.At.Month, acting.At.Day, acting.At.Hour, 0, 0, TimeSpan.Zero);
        foreach (var (seller, _) in (await standings.OfAsync(user.Id, cancellationToken))?.Roles ?? [])
        {
            await log.NoteOnceAsync(seller, acting, Area, text, null, hour, cancellationToken);
        }
    }

    private Acting ActingOf(User user) => new(user.Email ?? user.UserName ?? "unknown", http.HttpContext?.Connection.RemoteIpAddress?.ToString(), time.GetUtcNow());
}
