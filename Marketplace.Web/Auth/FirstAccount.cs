using System.Data;
using System.Data.Common;
using Marketplace.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Auth;

/// <summary>Registration, which is open only while there is no account at all: whoever installs the application comes first.</summary>
public sealed class FirstAccount(UserManager<Seller> sellers, MarketplaceDbContext db, TimeProvider time)
{
    private const int Tries = 10;

    /// <summary>Whether the first account may still be made.</summary>
    public async Task<bool> IsOpenAsync(CancellationToken cancellationToken) => !await db.Users.AnyAsync(cancellationToken);

    /// <summary>Makes the first account; of two who try at once, one gets it.</summary>
    /// <returns>Success, or what is wrong in words.</returns>
    public async Task<IdentityResult> RegisterAsync(string email, string password, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await CreateAsync(email, password, cancellationToken);
            }
            catch (Exception exception) when (IsConflict(exception) && attempt < Tries)
            {
                // PostgreSQL lets several begin and refuses all but one; the next look finds the one's account.
                db.ChangeTracker.Clear();
                await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt), time, cancellationToken);
            }
        }
    }

    private async Task<IdentityResult> CreateAsync(string email, string password, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
        if (!await IsOpenAsync(cancellationToken))
        {
            return Closed();
        }

        var result = await sellers.CreateAsync(new Seller { UserName = email, Email = email, EmailConfirmed = true, DisplayName = email }, password);
        if (result.Succeeded)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return result;
    }

    // PostgreSQL's provider wraps conflicts that a second try may pass.
    private static bool IsConflict(Exception exception) => exception is DbUpdateException or DbException or InvalidOperationException { InnerException: DbUpdateException or DbException };

    private static IdentityResult Closed() =>
        IdentityResult.Failed(new IdentityError { Code = "Closed", Description = "There is an account already. Sign in with it." });
}
