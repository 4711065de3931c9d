using System.ComponentModel.DataAnnotations;
using Marketplace.Core.Accounts;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Endpoints;

/// <summary>Signing in to the API.</summary>
public static class AuthEndpoints
{
    private const string WrongPassword = "E-mail or password is wrong.";
    private const string LockedOut = "Too many wrong passwords for this account. Try again in a few minutes.";

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

        // On success the bearer handler has written the tokens to the response.
        return result.Succeeded
            ? TypedResults.Empty
            : TypedResults.Problem(result.IsLockedOut ? LockedOut : WrongPassword, statusCode: StatusCodes.Status401Unauthorized);
    }

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
    public sealed record LoginBody([property: Required] string Email, [property: Required] string Password);

    /// <summary>A refresh token.</summary>
    public sealed record RefreshBody([property: Required] string RefreshToken);
}
