using Marketplace.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Demo;

/// <summary>The account that a demo signs in with.</summary>
public sealed class DemoAccount(IServiceScopeFactory scopes, MarketplaceDb database, IOptions<DemoOptions> options)
{
    /// <summary>Makes the account where it is missing, and sees to it that the password of the settings opens it.</summary>
    /// <returns>The seller's id.</returns>
    public async Task<Guid> EnsureAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var sellers = scope.ServiceProvider.GetRequiredService<UserManager<Seller>>();
        var (email, password) = (options.Value.Email, options.Value.Password);
        cancellationToken.ThrowIfCancellationRequested();
        if (await sellers.FindByEmailAsync(email) is not { } seller)
        {
            seller = new Seller { UserName = email, Email = email, EmailConfirmed = true, DisplayName = "Demo seller" };
            Check(await sellers.CreateAsync(seller, password));
        }
        else if (!await sellers.CheckPasswordAsync(seller, password))
        {
            Check(await sellers.ResetPasswordAsync(seller, await sellers.GeneratePasswordResetTokenAsync(seller), password));
        }

        await sellers.SetLockoutEndDateAsync(seller, null);
        return seller.Id;
    }

    /// <summary>The account's id; null before it was made.</summary>
    public async Task<Guid?> FindAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<UserManager<Seller>>().FindByEmailAsync(options.Value.Email))?.Id;
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

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The demo account cannot be made: {string.Join(" ", result.Errors.Select(error => error.Description))}");
        }
    }
}
