using System.Data;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Accounts;

/// <summary>The people of a seller. A seller is never left without an owner.</summary>
public sealed class TeamBook(MarketplaceDb database, Standings standings)
{
    private const string LastOwner = "A seller needs an owner. Make somebody else owner first.";

    /// <summary>All members, the owners first.</summary>
    public async Task<IReadOnlyList<MemberView>> ListAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var members = await (
            from membership in db.Memberships
            where membership.SellerId == sellerId
            join user in db.Users on membership.UserId equals user.Id
            select new MemberView(user.Id, user.DisplayName, user.Email ?? "", membership.Role, membership.JoinedAt, user.TwoFactorEnabled)).ToListAsync(cancellationToken);
        return [.. members.OrderByDescending(m => m.Role).ThenBy(m => m.Email, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>A user's sellers by name, with their role at each.</summary>
    public async Task<IReadOnlyList<DeskView>> DesksAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        return await (
            from membership in db.Memberships
            where membership.UserId == userId
            join seller in db.Sellers on membership.SellerId equals seller.Id
            orderby seller.Name, seller.Id
            select new DeskView(seller.Id, seller.Name, membership.Role)).ToListAsync(cancellationToken);
    }

    /// <summary>Renames the seller.</summary>
    /// <returns>Why it was refused; null when it was done.</returns>
    public async Task<string?> RenameAsync(Guid sellerId, string? name, CancellationToken cancellationToken)
    {
        var wish = name?.Trim();
        if (wish is not { Length: > 0 and <= Seller.MaxName })
        {
            return $"The name takes 1 to {Seller.MaxName} letters.";
        }

        await using var db = database.Open(sellerId);
        (await db.Sellers.SingleAsync(s => s.Id == sellerId, cancellationToken)).Name = wish;
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }

    /// <summary>Whether all members must have a second factor.</summary>
    public async Task<bool> DemandsSecondFactorAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Sellers.Where(s => s.Id == sellerId).Select(s => s.DemandsSecondFactor).SingleAsync(cancellationToken);
    }

    /// <summary>Closes the seller to members who lack a second factor, until they have one, or opens it again; it holds from their next click.</summary>
    /// <param name="sellerId">Which seller.</param>
    /// <param name="actorId">Who wishes it; must have a second factor, for they would close the seller to themselves.</param>
    /// <param name="isDemanded">Whether it is asked for.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Why it was refused; null when it was done.</returns>
    public async Task<string?> DemandSecondFactorAsync(Guid sellerId, Guid actorId, bool isDemanded, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        if (isDemanded && !await db.Users.AnyAsync(u => u.Id == actorId && u.TwoFactorEnabled, cancellationToken))
        {
            return "Turn your own second factor on first, on the page of your account: otherwise you would close the seller to yourself.";
        }

        (await db.Sellers.SingleAsync(s => s.Id == sellerId, cancellationToken)).DemandsSecondFactor = isDemanded;
        await db.SaveChangesAsync(cancellationToken);
        foreach (var member in await db.Memberships.Where(m => m.SellerId == sellerId).Select(m => m.UserId).ToListAsync(cancellationToken))
        {
            standings.Forget(member);
        }

        return null;
    }

    /// <summary>Gives a member another role; it holds from their next click.</summary>
    /// <returns>Why it was refused; null when it was done.</returns>
    public Task<string?> ChangeRoleAsync(Guid sellerId, Guid userId, Role role, CancellationToken cancellationToken) => ChangeAsync(sellerId, userId, role, cancellationToken);

    /// <summary>Takes a member off the seller, or lets them leave; it holds from their next click.</summary>
    /// <returns>Why it was refused; null when it was done.</returns>
    public Task<string?> RemoveAsync(Guid sellerId, Guid userId, CancellationToken cancellationToken) => ChangeAsync(sellerId, userId, null, cancellationToken);

    private Task<string?> ChangeAsync(Guid sellerId, Guid userId, Role? role, CancellationToken cancellationToken) =>
        WriterRace.RunAsync(() => TryChangeAsync(sellerId, userId, role, cancellationToken));

    // Serialisable, so that two owners cannot take the role from each other at the same moment.
    private async Task<string?> TryChangeAsync(Guid sellerId, Guid userId, Role? role, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
        var members = await db.Memberships.Where(m => m.SellerId == sellerId).ToListAsync(cancellationToken);
        if (members.Find(m => m.UserId == userId) is not { } member)
        {
            return "They do not belong to this seller any more.";
        }

        if (member.Role == Role.Owner && role != Role.Owner && members.Count(m => m.Role == Role.Owner) == 1)
        {
            return LastOwner;
        }

        if (role is { } wish)
        {
            member.Role = wish;
        }
        else
        {
            db.Memberships.Remove(member);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        standings.Forget(userId);
        return null;
    }
}

/// <summary>A member of a seller.</summary>
/// <param name="UserId">Who.</param>
/// <param name="Name">Name.</param>
/// <param name="Email">Address that they sign in with.</param>
/// <param name="Role">What they are.</param>
/// <param name="JoinedAt">Since when.</param>
/// <param name="HasTwoFactor">Whether they sign in with a second factor.</param>
public sealed record MemberView(Guid UserId, string Name, string Email, Role Role, DateTimeOffset JoinedAt, bool HasTwoFactor);

/// <summary>One of a user's sellers.</summary>
/// <param name="SellerId">Which.</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">What the user is there.</param>
public sealed record DeskView(Guid SellerId, string Name, Role Role);
