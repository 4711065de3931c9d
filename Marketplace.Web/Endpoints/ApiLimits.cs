using System.Globalization;
using System.Threading.RateLimiting;
using Marketplace.Web.Endpoints.Pipeline;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Endpoints;

/// <summary>Limits of our own API: how many requests, how large, how long.</summary>
public static class ApiLimits
{
    /// <summary>Policy of the sign-in routes.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Policy of how long a request may take.</summary>
    public const string Duration = "api";

    /// <summary>Longest body of a request, in bytes; files have their own limit.</summary>
    public const long MaxBody = 8 * 1024 * 1024;

    /// <summary>Adds the limits; too many requests are answered with 429, problem details and <c>Retry-After</c>.</summary>
    public static IServiceCollection AddApiLimits(this IServiceCollection services)
    {
        services.AddOptions<ApiOptions>().BindConfiguration(ApiOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ApiLimiter>();
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = AnswerAsync;
            limiter.AddPolicy(SignIn, http => ApiLimiter.PerMinute(
                "sign-in " + ApiLimiter.AddressOf(http), http.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value.SignInsPerMinute));
        });
        services.AddOptions<RateLimiterOptions>().Configure<ApiLimiter>((options, limiter) => options.GlobalLimiter = limiter.Both);
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<ApiOptions>>((timeouts, api) => timeouts.AddPolicy(Duration, new RequestTimeoutPolicy
        {
            Timeout = TimeSpan.FromSeconds(api.Value.RequestTimeoutSeconds),
            TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
            WriteTimeoutResponse = http => ProblemCompletion.AnswerAsync(
                http, "timed-out", "The request took too long and was given up. What it asked for may be done in part; read before you ask again."),
        }));
        return services;
    }

    /// <summary>Counts requests and tells callers what is left.</summary>
    public static void UseApiLimits(this WebApplication app)
    {
        var limiter = app.Services.GetRequiredService<ApiLimiter>();
        app.UseRequestTimeouts();
        app.Use((http, next) =>
        {
            limiter.Count(http);
            return next(http);
        });
        app.UseRateLimiter();
    }

    private static async ValueTask AnswerAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var seconds = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? (int)Math.Ceiling(Math.Max(1, wait.TotalSeconds)) : 1;
        context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await ProblemCompletion.AnswerAsync(context.HttpContext, "rate-limited", $"Too many requests. The next one is welcome in {seconds} s.");
    }
}
