using System.Diagnostics;
using System.Globalization;
using Marketplace.Core.Connections;
using Marketplace.Core.Platforms;
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

        details.Extensions["traceId"] = Activity.Current?.Id ?? httpContext.TraceIdentifier;
        httpContext.Response.StatusCode = details.Status!.Value;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = details, Exception = exception });
    }

    private static ProblemDetails Describe(Exception exception) => exception switch
    {
        UnknownMarketplaceException or UnknownConnectionException => Problem(StatusCodes.Status404NotFound, "not-found", "Not found", exception.Message),
        ConsentFailedException consent => Problem(StatusCodes.Status400BadRequest, consent.Cause ?? "consent-failed", "The store was not connected", exception.Message),
        NeedsReauthorizationException => Problem(StatusCodes.Status409Conflict, "needs-reauthorization", "The store must be connected again", exception.Message),
        RejectedException => Problem(StatusCodes.Status422UnprocessableEntity, "rejected", "The request was refused", exception.Message),
        ThrottledException => Problem(StatusCodes.Status503ServiceUnavailable, "marketplace-throttled", "The marketplace's limit is reached", exception.Message),
        TransientException => Problem(StatusCodes.Status502BadGateway, "marketplace-failed", "The marketplace failed", exception.Message),
        BadHttpRequestException bad => Problem(bad.StatusCode, "bad-request", "The request cannot be read", bad.InnerException?.Message ?? bad.Message),
        _ => Problem(
            StatusCodes.Status500InternalServerError, "internal", "Something went wrong here",
            "The request failed for a reason that is not yours. Try again; if it stays so, give the trace id to whoever runs this application."),
    };

    private static ProblemDetails Problem(int status, string code, string title, string detail) =>
        new() { Status = status, Title = title, Detail = detail, Extensions = { ["code"] = code } };
}
