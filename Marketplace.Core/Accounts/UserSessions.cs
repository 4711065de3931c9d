using System.Collections.Concurrent;
using System.Linq.Expressions;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Accounts;

/// <summary>The sign-ins of users: begun, listed, ended.</summary>
public sealed class UserSessions(MarketplaceDb database, Standings standings, IOptions<AccountsOptions> options, TimeProvider time)
{
    private const int MaxAgent = 200;
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> seen = new();

    /// <summary>Notes a sign-in, and forgets those of the user that have run out.</summary>
    /// <param name="userId">Who.</param>
    /// <param name="address">Network address.</param>
    /// <param name="agent">What the browser calls itself.</param>
    /// <param name="stays">Whether they asked to stay signed in; held against the settings.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The sign-in's id.</returns>
    public async Task<Guid> BeginAsync(Guid userId, string? address, string? agent, bool stays, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var now = time.GetUtcNow();
        var oldest = now.AddDays(-SessionsOptions.StayRestDays);
        await db.UserSessions.Where(s => s.UserId == userId && s.LastSeenAt < oldest).ExecuteDeleteAsync(cancellationToken);
        var session = new UserSession
        {
            UserId = userId,
            CreatedAt = now,
            LastSeenAt = now,
            Address = address,
            Agent = agent is { Length: > MaxAgent } ? agent[..MaxAgent] : agent,
            Stays = stays && options.Value.Sessions.StayDays > 0,
        };
        db.UserSessions.Add(session);
        seen[session.Id] = now;
        await db.SaveChangesAsync(cancellationToken);
        standings.Forget(userId);
        return session.Id;
    }

    /// <summary>Notes that a sign-in is in use; asks the database once a minute.</summary>
    public async Task SeenAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = now - SeenEvery;
        if (seen.TryGetValue(sessionId, out var last) && last > due)
        {
            return;
        }

        seen[sessionId] = now;
        await using var db = database.OpenForMachine();
        await db.UserSessions.Where(s => s.Id == sessionId && s.LastSeenAt < due).ExecuteUpdateAsync(s => s.SetProperty(row => row.LastSeenAt, now), cancellationToken);
    }

    /// <summary>A user's sign-ins that hold, the one used last first.</summary>
    public async Task<IReadOnlyList<UserSession>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        return await db.UserSessions.AsNoTracking().Where(s => s.UserId == userId).Where(options.Value.Sessions.HoldAt(time.GetUtcNow())).OrderByDescending(s => s.LastSeenAt).ThenByDescending(s => s.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Ends one of a user's sign-ins.</summary>
    public Task EndAsync(Guid userId, Guid sessionId, CancellationToken cancellationToken) => EndAsync(userId, s => s.Id == sessionId, cancellationToken);

    /// <summary>Ends all of a user's sign-ins but one.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="kept">The one that goes on; null ends all.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task EndOthersAsync(Guid userId, Guid? kept, CancellationToken cancellationToken) => EndAsync(userId, s => s.Id != kept, cancellationToken);

    private async Task EndAsync(Guid userId, Expression<Func<UserSession, bool>> which, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        await db.UserSessions.Where(s => s.UserId == userId).Where(which).ExecuteDeleteAsync(cancellationToken);
        standings.Forget(userId);
    }
}
