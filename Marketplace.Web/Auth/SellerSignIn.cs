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
    /// <inheritdoc />
    public override async Task SignInWithClaimsAsync(User user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var request = Context.Request;
        var session = await sessions.BeginAsync(user.Id, Context.Connection.RemoteIpAddress?.ToString(), request.Headers.UserAgent, Context.RequestAborted);
        await base.SignInWithClaimsAsync(user, authenticationProperties, [.. additionalClaims, new Claim(SellerClaims.Session, session.ToString())]);
        await notes.AddAsync(user, AuthenticationScheme == IdentityConstants.BearerScheme ? "Signed in to the API" : "Signed in", Context.RequestAborted);
    }

    /// <inheritdoc />
    public override async Task<SignInResult> CheckPasswordSignInAsync(User user, string password, bool lockoutOnFailure)
    {
        var result = await base.CheckPasswordSignInAsync(user, password, lockoutOnFailure);
        if (!result.Succeeded)
        {
            await notes.AddAsync(user, result.IsLockedOut ? "Sign-in refused: too many wrong passwords" : "Sign-in refused: wrong password", Context.RequestAborted);
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
}
