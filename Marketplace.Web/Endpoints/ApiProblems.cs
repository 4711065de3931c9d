using System.Globalization;
using Marketplace.Core.Connections;
using Marketplace.Core.Platforms;
using Marketplace.Web.Endpoints.Pipeline;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Endpoints;

/// <summary>Turns whatever an API request throws into problem details (RFC 9457); pages have their own error page.</summary>
internal sealed class ApiProblems(IProblemDetailsService problems, TimeProvider time, ILogger<ApiProblems> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The request's own path; by now the middleware has put the error page's in its place.
        var path = new PathString(httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path);
        if (!path.StartsWithSegments("/api"))
        {
            return false;
        }

        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads an answer, and nothing is wrong here.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var details = Describe(exception);
        if (details.Status == StatusCodes.Status500InternalServerError)
        {
            logger.LogError(exception, "{Method} {Path} failed", httpContext.Request.Method, path);
        }

        if (exception is ThrottledException throttled)
        {
            var wait = Math.Max(1, Math.Ceiling((throttled.RetryAt - time.GetUtcNow()).TotalSeconds));
            httpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        }

        if (exception is PlatformException platform)
        {
            details.Extensions["marketplaceCode"] = platform.RawCode;
            details.Extensions["marketplaceRequestId"] = platform.RequestId;
        }

        httpContext.Response.StatusCode = details.Status!.Value;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = details, Exception = exception });
    }

    private static ProblemDetails Describe(Exception exception) => exception switch
    {
        UnknownMarketplaceException or UnknownConnectionException => Problem(StatusCodes.Status404NotFound, "not-found", exception.Message),
        AmbiguousStoreException ambiguous => new ProblemDetails
        {
            Status = StatusCodes.Status409Conflict,
            Detail = exception.Message,
            Extensions = { ["code"] = "ambiguous-store", ["choices"] = ambiguous.Choices },
        },
        ConsentFailedException consent => Problem(StatusCodes.Status400BadRequest, consent.Cause ?? "consent-failed", exception.Message),
        NeedsReauthorizationException => Problem(StatusCodes.Status409Conflict, "needs-reauthorization", exception.Message),
        RejectedException rejected => WithErrors(
            Problem(StatusCodes.Status422UnprocessableEntity, "rejected", exception.Message), rejected.Field is { } field ? new Dictionary<string, string[]> { [field] = [exception.Message] } : null),
        ThrottledException => Problem(StatusCodes.Status503ServiceUnavailable, "marketplace-throttled", exception.Message),
        TransientException => Problem(StatusCodes.Status502BadGateway, "marketplace-failed", exception.Message),
        BadHttpRequestException bad => WithErrors(Problem(bad.StatusCode, ProblemKind.Of(bad.StatusCode).Code, FieldErrors.DetailOf(bad)), FieldErrors.Of(bad)),
        _ => Problem(
            StatusCodes.Status500InternalServerError, "internal",
            "The request failed for a reason that is not yours. Try again; if it stays so, give the trace id to whoever runs this application."),
    };

    private static ProblemDetails Problem(int status, string code, string detail) => new() { Status = status, Detail = detail, Extensions = { ["code"] = code } };

    private static ProblemDetails WithErrors(ProblemDetails problem, IReadOnlyDictionary<string, string[]>? errors)
    {
        if (errors is { Count: > 0 })
        {
            problem.Extensions["errors"] = errors;
        }

        return problem;
    }
}
