using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Endpoints;

/// <summary>Limits of our own API: a bucket per seller, or per network address without a sign-in; sign-ins have their own.</summary>
public static class ApiLimits
{
    /// <summary>Policy of the sign-in routes.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Adds the limiter; it answers with 429, problem details and <c>Retry-After</c>.</summary>
    public static IServiceCollection AddApiLimits(this IServiceCollection services)
    {
        services.AddOptions<ApiOptions>().BindConfiguration(ApiOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = AnswerAsync;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => http.Request.Path.StartsWithSegments("/api")
                ? PerMinute(http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? AddressOf(http), OptionsOf(http).RequestsPerMinute)
                : RateLimitPartition.GetNoLimiter(""));
            limiter.AddPolicy(SignIn, http => PerMinute("sign-in " + AddressOf(http), OptionsOf(http).SignInsPerMinute));
        });
    }

    private static RateLimitPartition<string> PerMinute(string key, int permits) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = permits,
            TokensPerPeriod = Math.Max(1, permits / 60),
            ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, 60.0 / permits)),
            QueueLimit = 0,
        });

    private static ApiOptions OptionsOf(HttpContext http) => http.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value;

    private static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    private static async ValueTask AnswerAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var seconds = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? (int)Math.Ceiling(Math.Max(1, wait.TotalSeconds)) : 1;
        context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await TypedResults.Problem($"Too many requests. The next one is welcome in {seconds} s.", statusCode: StatusCodes.Status429TooManyRequests)
            .ExecuteAsync(context.HttpContext);
    }
}
