using Marketplace.Core.Accounts;
using Marketplace.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Demo;

/// <summary>The account that a demo signs in with.</summary>
public sealed class DemoAccount(IServiceScopeFactory scopes, MarketplaceDb database, SellerFounding founding, IOptions<DemoOptions> options)
{
    /// <summary>Makes the account where it is missing, and sees to it that the password of the settings opens it.</summary>
    /// <returns>The seller's id.</returns>
    public async Task<Guid> EnsureAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var (email, password) = (options.Value.Email, options.Value.Password);
        cancellationToken.ThrowIfCancellationRequested();
        if (await users.FindByEmailAsync(email) is not { } user)
        {
            user = new User { UserName = email, Email = email, EmailConfirmed = true, DisplayName = "Demo seller" };
            Check(await users.CreateAsync(user, password));
        }
        else if (!await users.CheckPasswordAsync(user, password))
        {
            Check(await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), password));
        }

        await users.SetLockoutEndDateAsync(user, null);
        return await SellerOfAsync(user.Id, cancellationToken) ?? await founding.FoundAsync(user.Id, "Demo seller", cancellationToken);
    }

    /// <summary>The account's seller; null before it was made.</summary>
    public async Task<Guid?> FindAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<User>>().FindByEmailAsync(options.Value.Email);
        return user is null ? null : await SellerOfAsync(user.Id, CancellationToken.None);
    }

    /// <summary>Deletes all that the account owns, but not the account: who is signed in stays signed in.</summary>
    public async Task ForgetAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        if (!db.Database.IsSqlite())
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Rows go table by table, whatever points to whatever; SQLite looks at the references at the commit.
        await db.Database.ExecuteSqlRawAsync("PRAGMA defer_foreign_keys = ON", cancellationToken);
        foreach (var type in db.Model.GetEntityTypes().Where(type => typeof(ISellerOwned).IsAssignableFrom(type.ClrType)))
        {
            // Names come from the model, not from outside.
            var delete = $"DELETE FROM \"{type.GetTableName()}\" WHERE \"{type.FindProperty(nameof(ISellerOwned.SellerId))!.GetColumnName()}\" = {{0}}";
            await db.Database.ExecuteSqlRawAsync(delete, [sellerId], cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    // The first that they founded; invitations to others come later.
    private async Task<Guid?> SellerOfAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        return await db.Memberships.Where(m => m.UserId == userId).OrderBy(m => m.JoinedAt).Select(m => (Guid?)m.SellerId).FirstOrDefaultAsync(cancellationToken);
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The demo account cannot be made: {string.Join(" ", result.Errors.Select(error => error.Description))}");
        }
    }
}
