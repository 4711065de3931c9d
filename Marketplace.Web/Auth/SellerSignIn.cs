using System.Security.Claims;
using Marketplace.Core.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace Marketplace.Web.Auth;

/// <summary>Signs users in, and keeps a list of sign-ins, each of which can be ended from elsewhere.</summary>
public sealed class SellerSignIn(
    UserManager<User> users, IHttpContextAccessor http, IUserClaimsPrincipalFactory<User> principals, IOptions<IdentityOptions> options,
    ILogger<SignInManager<User>> logger, IAuthenticationSchemeProvider schemes, IUserConfirmation<User> confirmation, UserSessions sessions,
    AccountNotes notes)
    : SignInManager<User>(users, http, principals, options, logger, schemes, confirmation)
{
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<User>().HashPassword(new User(), "nobody's"));

    /// <inheritdoc />
    public override async Task<SignInResult> PasswordSignInAsync(string userName, string password, bool isPersistent, bool lockoutOnFailure)
    {
        if (await UserManager.FindByNameAsync(userName) is { } user)
        {
            return await PasswordSignInAsync(user, password, isPersistent, lockoutOnFailure);
        }

        LookAtNobodys(password);
        return SignInResult.Failed;
    }

    /// <inheritdoc />
    public override async Task SignInWithClaimsAsync(User user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var isProgram = AuthenticationScheme == IdentityConstants.BearerScheme;
        var stays = isProgram || authenticationProperties is { IsPersistent: true };
        var session = await sessions.BeginAsync(user.Id, Context.Connection.RemoteIpAddress?.ToString(), Context.Request.Headers.UserAgent, stays, Context.RequestAborted);
        await base.SignInWithClaimsAsync(user, authenticationProperties, [.. additionalClaims, new Claim(SellerClaims.Session, session.ToString())]);
        await notes.AddAsync(user, isProgram ? "Signed in to the API" : "Signed in", Context.RequestAborted);
    }

    /// <inheritdoc />
    public override async Task<SignInResult> CheckPasswordSignInAsync(User user, string password, bool lockoutOnFailure)
    {
        if (await UserManager.IsLockedOutAsync(user))
        {
            LookAtNobodys(password);
        }

        var result = await base.CheckPasswordSignInAsync(user, password, lockoutOnFailure);
        if (!result.Succeeded)
        {
            await notes.AddAsync(user, result.IsLockedOut ? "Sign-in refused: too many wrong passwords" : "Sign-in refused: wrong password", Context.RequestAborted);
        }

        return result;
    }

    /// <inheritdoc />
    public override async Task<SignInResult> TwoFactorAuthenticatorSignInAsync(string code, bool isPersistent, bool rememberClient)
    {
        var user = await GetTwoFactorAuthenticationUserAsync();
        var result = await base.TwoFactorAuthenticatorSignInAsync(code, isPersistent, rememberClient);
        if (!result.Succeeded && user is not null)
        {
            await NoteCodeAsync(user, result.IsLockedOut);
        }

        return result;
    }

    /// <inheritdoc />
    public override async Task<SignInResult> TwoFactorRecoveryCodeSignInAsync(string recoveryCode)
    {
        var user = await GetTwoFactorAuthenticationUserAsync();
        if (user is null)
        {
            return SignInResult.Failed;
        }

        // Identity counts wrong codes of the authenticator alone.
        var isLockedOut = await UserManager.IsLockedOutAsync(user);
        var result = isLockedOut ? SignInResult.LockedOut : await base.TwoFactorRecoveryCodeSignInAsync(recoveryCode);
        if (result.Succeeded)
        {
            await notes.ChangedAsync(user, AccountChange.RecoveryCodeUsed, CancellationToken.None);
        }
        else
        {
            if (!isLockedOut)
            {
                await UserManager.AccessFailedAsync(user);
                result = await UserManager.IsLockedOutAsync(user) ? SignInResult.LockedOut : result;
            }

            await NoteCodeAsync(user, result.IsLockedOut);
        }

        return result;
    }

    /// <inheritdoc />
    public override async Task SignOutAsync()
    {
        if (Context.User.FindGuid(SellerClaims.Session) is { } session && Context.User.FindGuid(ClaimTypes.NameIdentifier) is { } userId)
        {
            await sessions.EndAsync(userId, session, CancellationToken.None);
        }

        await base.SignOutAsync();
    }

    // Hashing takes most of an answer's time. Without it the time would tell which accounts there are, and which of them rest.
    private void LookAtNobodys(string password) => UserManager.PasswordHasher.VerifyHashedPassword(new User(), NobodysHash.Value, password);

    private Task NoteCodeAsync(User user, bool isLockedOut) =>
        notes.AddAsync(user, isLockedOut ? "Sign-in refused: too many wrong codes" : "Sign-in refused: wrong code", Context.RequestAborted);
}
