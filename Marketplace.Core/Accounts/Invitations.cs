using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Accounts;

/// <summary>Invites people to a seller by link, and lets them in.</summary>
public sealed class Invitations(MarketplaceDb database, Standings standings, TimeProvider time)
{
    private const int SecretBytes = 32;
    private static readonly EmailAddressAttribute Address = new();

    /// <summary>Makes a link.</summary>
    /// <param name="sellerId">Where to.</param>
    /// <param name="email">For whom.</param>
    /// <param name="role">As what.</param>
    /// <param name="actor">Who invites.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The link's secret, which is shown this once; or why there is none.</returns>
    public async Task<(string? Secret, string? Problem)> InviteAsync(Guid sellerId, string email, Role role, string actor, CancellationToken cancellationToken)
    {
        if (email.Length > 254 || !Address.IsValid(email))
        {
            return (null, "That is no e-mail address. Write one, such as packer@example.com.");
        }

        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        await using var db = database.Open(sellerId);
        db.Invitations.Add(new Invitation { Email = email, Role = role, InvitedBy = actor, SecretHash = Hash(secret), ExpiresAt = time.GetUtcNow().AddDays(Invitation.Days) });
        await db.SaveChangesAsync(cancellationToken);
        return (secret, null);
    }

    /// <summary>A seller's links that can still be used, the newest first.</summary>
    public async Task<IReadOnlyList<Invitation>> ListAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var now = time.GetUtcNow();
        return await db.Invitations.AsNoTracking().Where(i => i.ExpiresAt > now).OrderByDescending(i => i.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Makes a link useless.</summary>
    public async Task RevokeAsync(Guid sellerId, Guid invitationId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        db.Invitations.RemoveRange(await db.Invitations.Where(i => i.Id == invitationId).ToListAsync(cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>What a link leads to; null where it was used, revoked, ran out, or never was.</summary>
    public async Task<InvitationView?> FindAsync(string? secret, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        return await FindAsync(db, secret, cancellationToken) is { } found
            ? new InvitationView(found.Email, found.Role, found.InvitedBy, await db.Sellers.Where(s => s.Id == found.SellerId).Select(s => s.Name).SingleAsync(cancellationToken))
            : null;
    }

    /// <summary>Lets a user in by a link, which is used up thereby. A member who uses one keeps the role that they have.</summary>
    /// <returns>The seller; null where the link cannot be used any more.</returns>
    public async Task<Guid?> AcceptAsync(string? secret, Guid userId, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Whoever deletes the row has the place; of two who use the link at once, one finds nothing to delete.
        if (await FindAsync(db, secret, cancellationToken) is not { } found
            || await db.Invitations.IgnoreQueryFilters().Where(i => i.Id == found.Id).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return null;
        }

        if (!await db.Memberships.AnyAsync(m => m.UserId == userId && m.SellerId == found.SellerId, cancellationToken))
        {
            db.Memberships.Add(new Membership { UserId = userId, SellerId = found.SellerId, Role = found.Role, JoinedAt = time.GetUtcNow() });
            await db.SaveChangesAsync(cancellationToken);
        }

        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(u => u.SetProperty(row => row.LastSellerId, found.SellerId), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        standings.Forget(userId);
        return found.SellerId;
    }

    private async Task<Invitation?> FindAsync(MarketplaceDbContext db, string? secret, CancellationToken cancellationToken)
    {
        if (secret is not { Length: > 0 and < 100 })
        {
            return null;
        }

        var (hash, now) = (Hash(secret), time.GetUtcNow());
        return await db.Invitations.IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(i => i.SecretHash == hash && i.ExpiresAt > now, cancellationToken);
    }

    private static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>What somebody with a link may know before they use it.</summary>
/// <param name="Email">For whom it was made.</param>
/// <param name="Role">As what they join.</param>
/// <param name="InvitedBy">Who invites.</param>
/// <param name="SellerName">Where to.</param>
public sealed record InvitationView(string Email, Role Role, string InvitedBy, string SellerName);
