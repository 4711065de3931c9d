using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace Marketplace.Web.Endpoints;

/// <summary>Signing in to the API.</summary>
public static class AuthEndpoints
{
    // The same for accounts that rest and for accounts that are not there, or the answer would tell which there are.
    private const string WrongPassword = "E-mail or password is wrong. After five wrong passwords or codes an account rests for five minutes, and then even the right one is refused.";
    private const string WrongCode = "E-mail, password or code is wrong. Each code works once: wait for the next one. After five wrong passwords or codes an account rests for five minutes.";
    private const string NeedsCode = "This account has a second factor. Send the code of its authenticator application as twoFactorCode too, or a recovery code as twoFactorRecoveryCode.";

    /// <summary>Maps <c>/api/v1/auth</c>.</summary>
    public static void MapAuth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/auth").AllowAnonymous().RequireRateLimiting(ApiLimits.SignIn).WithTags("Sign-in");
        group.MapPost("/login", LoginAsync).WithSummary("Signs in with e-mail and password; answers with tokens for the Authorization header.")
            .Produces<AccessTokenResponse>();
        group.MapPost("/refresh", RefreshAsync).WithSummary("Exchanges a refresh token for fresh tokens.").Produces<AccessTokenResponse>();
    }

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> LoginAsync(LoginBody body, SignInManager<User> signIn)
    {
        signIn.AuthenticationScheme = IdentityConstants.BearerScheme;
        var result = await signIn.PasswordSignInAsync(body.Email, body.Password, isPersistent: false, lockoutOnFailure: true);
        if (result.RequiresTwoFactor && body.TwoFactorCode is { Length: > 0 } code)
        {
            result = await signIn.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false);
        }
        else if (result.RequiresTwoFactor && body.TwoFactorRecoveryCode is { Length: > 0 } recovery)
        {
            result = await signIn.TwoFactorRecoveryCodeSignInAsync(recovery);
        }

        // On success the bearer handler has written the tokens to the response.
        return result.Succeeded
            ? TypedResults.Empty
            : TypedResults.Problem(WordsOf(result, body), statusCode: StatusCodes.Status401Unauthorized);
    }

    private static string WordsOf(SignInResult result, LoginBody body) =>
        result.RequiresTwoFactor ? NeedsCode
        : body is { TwoFactorCode.Length: > 0 } or { TwoFactorRecoveryCode.Length: > 0 } ? WrongCode
        : WrongPassword;

    private static async Task<Results<SignInHttpResult, ProblemHttpResult>> RefreshAsync(
        RefreshBody body, SignInManager<User> signIn, StandingClaims standing, IOptionsMonitor<BearerTokenOptions> options, TimeProvider time)
    {
        var ticket = options.Get(IdentityConstants.BearerScheme).RefreshTokenProtector.Unprotect(body.RefreshToken);
        if (ticket?.Properties.ExpiresUtc > time.GetUtcNow() && await standing.TransformAsync(ticket.Principal) is { Identity.IsAuthenticated: true } user)
        {
            return TypedResults.SignIn(user, authenticationScheme: IdentityConstants.BearerScheme);
        }

        return TypedResults.Problem("The refresh token is not valid any more. Sign in again.", statusCode: StatusCodes.Status401Unauthorized);
    }

    /// <summary>Who signs in.</summary>
    /// <param name="Email">E-mail address of the account.</param>
    /// <param name="Password">Its password.</param>
    /// <param name="TwoFactorCode">Code that its authenticator application shows; needed where its second factor is on.</param>
    /// <param name="TwoFactorRecoveryCode">A recovery code in the place of that; used up thereby.</param>
    public sealed record LoginBody(
        [property: Required] string Email, [property: Required] string Password, [property: MaxLength(40)] string? TwoFactorCode = null,
        [property: MaxLength(40)] string? TwoFactorRecoveryCode = null);

    /// <summary>A refresh token.</summary>
    public sealed record RefreshBody([property: Required] string RefreshToken);
}
