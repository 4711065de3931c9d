using System.Data;
using System.Data.Common;
using Marketplace.Core.Accounts;
using Marketplace.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Auth;

/// <summary>Registration, which is open only while there is no account at all: whoever installs the application comes first.</summary>
public sealed class FirstAccount(UserManager<User> users, SellerFounding founding, MarketplaceDbContext db, TimeProvider time)
{
    private const int Tries = 10;

    /// <summary>Whether the first account may still be made.</summary>
    public async Task<bool> IsOpenAsync(CancellationToken cancellationToken) => !await db.Users.AnyAsync(cancellationToken);

    /// <summary>Makes the first account; of two who try at once, one gets it.</summary>
    /// <param name="email">Address to sign in with.</param>
    /// <param name="password">Password.</param>
    /// <param name="sellerName">Name of the business; null takes the address.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Success, or what is wrong in words.</returns>
    public async Task<IdentityResult> RegisterAsync(string email, string password, string? sellerName, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await CreateAsync(email, password, sellerName, cancellationToken);
            }
            catch (Exception exception) when (IsConflict(exception) && attempt < Tries)
            {
                // PostgreSQL lets several begin and refuses all but one; the next look finds the one's account.
                db.ChangeTracker.Clear();
                await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt), time, cancellationToken);
            }
        }
    }

    private async Task<IdentityResult> CreateAsync(string email, string password, string? sellerName, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
        if (!await IsOpenAsync(cancellationToken))
        {
            return Closed();
        }

        var owner = new User { UserName = email, Email = email, EmailConfirmed = true, DisplayName = email };
        var result = await users.CreateAsync(owner, password);
        if (result.Succeeded)
        {
            founding.Add(db, owner.Id, string.IsNullOrWhiteSpace(sellerName) ? email : sellerName.Trim());
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return result;
    }

    // PostgreSQL's provider wraps conflicts that a second try may pass.
    private static bool IsConflict(Exception exception) => exception is DbUpdateException or DbException or InvalidOperationException { InnerException: DbUpdateException or DbException };

    private static IdentityResult Closed() =>
        IdentityResult.Failed(new IdentityError { Code = "Closed", Description = "There is an account already. Sign in with it." });
}
