using System.Security.Cryptography;
using Marketplace.Core.Accounts;
using Marketplace.Core.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Marketplace.Web.Auth;

/// <summary>Stores users as Identity does, but for the secrets of the second factor, which lie encrypted, and recovery codes, which lie hashed inside that.</summary>
public sealed class SealedUserStore(MarketplaceDbContext context, IDataProtectionProvider protection, IdentityErrorDescriber describer)
    : UserStore<User, IdentityRole<Guid>, MarketplaceDbContext, Guid>(context, describer)
{
    private const string TokenOwner = "Marketplace";
    private const string RecoveryCodes = "RecoveryCodes";
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

    /// <inheritdoc />
    public override Task ReplaceCodesAsync(User user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        SetTokenAsync(user, TokenOwner, RecoveryCodes, RecoveryCodeHashes.Of(recoveryCodes).ToString(), cancellationToken);

    /// <inheritdoc />
    public override async Task<bool> RedeemCodeAsync(User user, string code, CancellationToken cancellationToken)
    {
        if (await CodesAsync(user, cancellationToken) is not { } codes || codes.Without(code) is not { } left)
        {
            return false;
        }

        await SetTokenAsync(user, TokenOwner, RecoveryCodes, left.ToString(), cancellationToken);
        return true;
    }

    /// <inheritdoc />
    public override async Task<int> CountCodesAsync(User user, CancellationToken cancellationToken) => (await CodesAsync(user, cancellationToken))?.Count ?? 0;

    private async Task<RecoveryCodeHashes?> CodesAsync(User user, CancellationToken cancellationToken) =>
        RecoveryCodeHashes.Parse(await GetTokenAsync(user, TokenOwner, RecoveryCodes, cancellationToken));

    private IDataProtector Of(User user) => protector.CreateProtector(user.Id.ToString("N"));
}
