using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Marketplace.Web.Auth;

/// <summary>
/// Sends those whose sign-in does not hold any more to sign in. Their cookie or token is genuine, so that the framework would tell
/// them that they may not; in truth it does not know who they are.
/// </summary>
public sealed class StrangerChallenge : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler usual = new();

    /// <inheritdoc />
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Forbidden && context.User.Identity is not { IsAuthenticated: true } ? context.ChallengeAsync() : usual.HandleAsync(next, context, policy, authorizeResult);
}
