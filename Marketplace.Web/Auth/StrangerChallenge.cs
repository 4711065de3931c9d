using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Marketplace.Web.Auth;

/// <summary>
/// Sends those whose sign-in does not hold any more to sign in. Their cookie or token is genuine, so that the framework would tell
/// them that they may not; in truth it does not know who they are. Those who lack the second factor that their seller asks for are led
/// to where they set it up.
/// </summary>
public sealed class StrangerChallenge : IAuthorizationMiddlewareResultHandler
{
    private const string SetUp = "/second-factor";
    private readonly AuthorizationMiddlewareResultHandler usual = new();

    /// <inheritdoc />
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Forbidden)
        {
            return usual.HandleAsync(next, context, policy, authorizeResult);
        }

        if (context.User.Identity is not { IsAuthenticated: true })
        {
            return context.ChallengeAsync();
        }

        if (!context.User.LacksSecondFactor())
        {
            return usual.HandleAsync(next, context, policy, authorizeResult);
        }

        var back = HttpMethods.IsGet(context.Request.Method) ? $"{context.Request.Path}{context.Request.QueryString}" : "/";
        context.Response.Redirect($"{SetUp}?ReturnUrl={Uri.EscapeDataString(back)}");
        return Task.CompletedTask;
    }
}
