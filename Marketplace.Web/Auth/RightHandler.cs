using Marketplace.Core.Accounts;
using Microsoft.AspNetCore.Authorization;

namespace Marketplace.Web.Auth;

/// <summary>A right, as a requirement; null where a route or page says only that somebody must be signed in.</summary>
public sealed record RightRequirement(Right? Right) : IAuthorizationRequirement;

/// <summary>The one place where the table of roles is applied, to routes, pages and parts of pages.</summary>
public sealed class RightHandler : AuthorizationHandler<RightRequirement>
{
    /// <inheritdoc />
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RightRequirement requirement)
    {
        if (requirement.Right is { } right ? context.User.May(right) : IsDeclared(context.Resource) || context.User.RoleAtSeller() == Role.Owner)
        {
            context.Succeed(requirement);
        }
        else if (context.User.LacksSecondFactor())
        {
            context.Fail(new AuthorizationFailureReason(this, "This seller asks everybody for a second factor. Sign in on the web and set it up; everything else opens then."));
        }

        return Task.CompletedTask;
    }

    // What forgot to say its right is the owner's alone, until a test finds it. A part of a page lies behind the page's right.
    private static bool IsDeclared(object? resource) => resource switch
    {
        HttpContext http => http.GetEndpoint()?.Metadata.GetMetadata<NeedsAttribute>() is not null,
        Microsoft.AspNetCore.Components.RouteData route => route.PageType.IsDefined(typeof(NeedsAttribute), inherit: false),
        _ => true,
    };
}
