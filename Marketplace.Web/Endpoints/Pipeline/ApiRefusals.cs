using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Marketplace.Web.Endpoints.Pipeline;

/// <summary>Tells callers of the API why they may not do something; pages are refused as ever. The log hears of both.</summary>
internal sealed class ApiRefusals(AccessRefusals refusals) : IAuthorizationMiddlewareResultHandler
{
    private readonly StrangerChallenge pages = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var reasons = authorizeResult.AuthorizationFailure?.FailureReasons.Select(reason => reason.Message).ToList() ?? [];
        if (authorizeResult.Forbidden && context.User.Identity is { IsAuthenticated: true })
        {
            var right = context.GetEndpoint()?.Metadata.GetMetadata<NeedsAttribute>()?.Right;
            var isRoles = right is { } needed && !context.User.May(needed);
            await refusals.AddAsync(context.User, isRoles ? right : null, context.Connection.RemoteIpAddress?.ToString(), context.RequestAborted);
        }

        await (authorizeResult.Forbidden && reasons.Count > 0 && context.Request.Path.StartsWithSegments("/api")
            ? ProblemCompletion.AnswerAsync(context, "not-allowed", string.Join(" ", reasons))
            : pages.HandleAsync(next, context, policy, authorizeResult));
    }
}
