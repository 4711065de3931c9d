using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Marketplace.Web.Endpoints.Pipeline;

/// <summary>Tells callers of the API why they may not do something; pages are refused as ever.</summary>
internal sealed class ApiRefusals : IAuthorizationMiddlewareResultHandler
{
    private readonly StrangerChallenge pages = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var reasons = authorizeResult.AuthorizationFailure?.FailureReasons.Select(reason => reason.Message).ToList() ?? [];
        return authorizeResult.Forbidden && reasons.Count > 0 && context.Request.Path.StartsWithSegments("/api")
            ? ProblemCompletion.AnswerAsync(context, "not-allowed", string.Join(" ", reasons))
            : pages.HandleAsync(next, context, policy, authorizeResult);
    }
}
