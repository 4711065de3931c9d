using System.Security.Cryptography;
using Marketplace.Core.Accounts;
using Marketplace.Core.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Marketplace.Web.Auth;

/// <summary>Stores users as Identity does, but for the secrets of the second factor, which lie encrypted.</summary>
public sealed class SealedUserStore(MarketplaceDbContext context, IDataProtectionProvider protection, IdentityErrorDescriber describer)
    : UserStore<User, IdentityRole<Guid>, MarketplaceDbContext, Guid>(context, describer)
{
    private readonly IDataProtector protector = protection.CreateProtector("Marketplace.UserTokens");

    /// <inheritdoc />
    public override Task SetTokenAsync(User user, string loginProvider, string name, string? value, CancellationToken cancellationToken) =>
        base.SetTokenAsync(user, loginProvider, name, value is null ? null : Of(user).Protect(value), cancellationToken);

    /// <inheritdoc />
    public override async Task<string?> GetTokenAsync(User user, string loginProvider, string name, CancellationToken cancellationToken)
    {
        var stored = await base.GetTokenAsync(user, loginProvider, name, cancellationToken);
        try
        {
            return stored is null ? null : Of(user).Unprotect(stored);
        }
        catch (CryptographicException)
        {
            // Its key is gone, or it was copied from another user: no code fits it, and recovery is by another owner.
            return "";
        }
    }

    private IDataProtector Of(User user) => protector.CreateProtector(user.Id.ToString("N"));
}
