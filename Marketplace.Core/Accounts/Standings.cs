using System.Collections.Concurrent;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Accounts;

/// <summary>
/// Reads what users are, and keeps it for a few seconds: every request asks. A change made by this instance shows at once, one made
/// by another after <see cref="Kept"/>.
/// </summary>
public sealed class Standings(MarketplaceDb database, IOptions<AccountsOptions> options, TimeProvider time)
{
    /// <summary>How long an answer is kept.</summary>
    public static TimeSpan Kept { get; } = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, (Standing Standing, DateTimeOffset Until)> kept = new();

    /// <summary>A user's standing; null where there is no such user.</summary>
    public async ValueTask<Standing?> OfAsync(Guid userId, CancellationToken cancellationToken)
    {
        if (kept.TryGetValue(userId, out var known) && known.Until > time.GetUtcNow())
        {
            return known.Standing;
        }

        var until = time.GetUtcNow() + Kept;
        var standing = await ReadAsync(userId, cancellationToken);
        if (standing is null)
        {
            kept.TryRemove(userId, out _);
        }
        else
        {
            kept[userId] = (standing, until);
        }

        return standing;
    }

    /// <summary>Reads a user anew at the next question.</summary>
    public void Forget(Guid userId) => kept.TryRemove(userId, out _);

    private async Task<Standing?> ReadAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        if (await db.Users.Where(u => u.Id == userId).Select(u => new { u.SecurityStamp, u.TwoFactorEnabled }).SingleOrDefaultAsync(cancellationToken) is not { } user)
        {
            return null;
        }

        var roles = await (
            from membership in db.Memberships
            where membership.UserId == userId
            join seller in db.Sellers on membership.SellerId equals seller.Id
            orderby membership.JoinedAt, membership.SellerId
            select new { membership.SellerId, membership.Role, seller.DemandsSecondFactor }).ToListAsync(cancellationToken);
        var sessions = await db.UserSessions.Where(s => s.UserId == userId).Where(options.Value.Sessions.HoldAt(time.GetUtcNow())).Select(s => s.Id).ToListAsync(cancellationToken);
        return new Standing(user.SecurityStamp ?? "", [.. roles.Select(r => KeyValuePair.Create(r.SellerId, r.Role))], sessions.ToHashSet())
        {
            Closed = user.TwoFactorEnabled ? [] : roles.Where(r => r.DemandsSecondFactor).Select(r => r.SellerId).ToHashSet(),
        };
    }
}
