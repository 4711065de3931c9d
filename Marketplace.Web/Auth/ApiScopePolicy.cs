using System.Globalization;
using System.Security.Claims;
using Marketplace.Core.ApiAccess;
using Microsoft.AspNetCore.Authorization;

namespace Marketplace.Web.Auth;

/// <summary>Which scope of a personal key a route's writes need; its reads need <see cref="ApiScopes.Read"/>.</summary>
/// <param name="Scope">The scope.</param>
public sealed record ScopeNeeded(ApiScopes Scope);

/// <summary>
/// Holds personal keys to their scopes. A route that names no scope is for <see cref="ApiScopes.Admin"/>, so that one that was
/// forgotten is closed and not open.
/// </summary>
public static class ApiScopePolicy
{
    /// <summary>Name of the policy of all API routes.</summary>
    public const string Name = "api";

    /// <summary>Says which scope the writes of routes need.</summary>
    public static TBuilder NeedsScope<TBuilder>(this TBuilder routes, ApiScopes scope)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new ScopeNeeded(scope));

    /// <summary>What the caller may do: a personal key its scopes, somebody who signed in everything.</summary>
    public static ApiScopes ScopesOf(ClaimsPrincipal user) =>
        user.FindFirstValue(ApiKeyAuthentication.ScopesClaim) is { } held ? (ApiScopes)int.Parse(held, CultureInfo.InvariantCulture) : ApiScopeRules.All;

    /// <summary>The scope that a request to a route needs.</summary>
    public static ApiScopes NeededBy(Endpoint? route, string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? ApiScopes.Read : route?.Metadata.GetMetadata<ScopeNeeded>()?.Scope ?? ApiScopes.Admin;

    internal sealed record Requirement : IAuthorizationRequirement;

    internal sealed class Handler : AuthorizationHandler<Requirement>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Requirement requirement)
        {
            var needed = context.Resource is HttpContext http ? NeededBy(http.GetEndpoint(), http.Request.Method) : ApiScopes.Admin;
            if (ScopesOf(context.User).Allow(needed))
            {
                context.Succeed(requirement);
            }
            else
            {
                context.Fail(new AuthorizationFailureReason(this, $"This API key may not do that: it lacks the scope {needed.Name()}. Make a key that has it."));
            }

            return Task.CompletedTask;
        }
    }
}
