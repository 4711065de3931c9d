using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Endpoints.Pipeline;

/// <summary>
/// Counts requests to the API twice: per caller (a personal key, else an account, else a network address) and per network address.
/// What is left is told in the headers of draft-ietf-httpapi-ratelimit-headers.
/// </summary>
internal sealed class ApiLimiter : IDisposable
{
    private const int WindowSeconds = 60;

    private readonly ApiOptions options;
    private readonly PartitionedRateLimiter<HttpContext> callers;
    private readonly PartitionedRateLimiter<HttpContext> addresses;

    public ApiLimiter(IOptions<ApiOptions> settings)
    {
        options = settings.Value;
        callers = Create(counted => counted.Caller, options.RequestsPerMinute);
        addresses = Create(counted => counted.Address, options.RequestsPerMinutePerAddress);
        Both = PartitionedRateLimiter.CreateChained(callers, addresses);
    }

    /// <summary>Both counts; a request needs room in each.</summary>
    public PartitionedRateLimiter<HttpContext> Both { get; }

    /// <summary>A bucket that holds as many requests as a minute allows, and fills evenly.</summary>
    public static RateLimitPartition<string> PerMinute(string key, int permits) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = permits,
            TokensPerPeriod = Math.Max(1, permits / WindowSeconds),
            ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, (double)WindowSeconds / permits)),
            QueueLimit = 0,
        });

    /// <summary>Where a request comes from.</summary>
    public static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    /// <summary>Notes whom a request is counted for, while its user and address are as they came, and tells what is left when it is answered.</summary>
    public void Count(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/api") || http.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is not null)
        {
            return;
        }

        var caller = http.User.FindFirstValue(ApiKeyAuthentication.KeyClaim) ?? http.User.FindFirstValue(ClaimTypes.NameIdentifier);
        http.Features.Set(new Counted(caller ?? AddressOf(http), AddressOf(http)));
        http.Response.OnStarting(() =>
        {
            http.Response.Headers["RateLimit-Policy"] = string.Create(
                CultureInfo.InvariantCulture, $"\"caller\";q={options.RequestsPerMinute};w={WindowSeconds}, \"address\";q={options.RequestsPerMinutePerAddress};w={WindowSeconds}");
            http.Response.Headers["RateLimit"] = $"{Left("caller", callers, options.RequestsPerMinute, http)}, {Left("address", addresses, options.RequestsPerMinutePerAddress, http)}";
            return Task.CompletedTask;
        });
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Both.Dispose();
        callers.Dispose();
        addresses.Dispose();
    }

    // t is when the whole quota is there again, should no further request come.
    private static string Left(string name, PartitionedRateLimiter<HttpContext> limiter, int permits, HttpContext http)
    {
        var left = limiter.GetStatistics(http)?.CurrentAvailablePermits ?? permits;
        return string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={left};t={Math.Ceiling((permits - left) * (double)WindowSeconds / permits)}");
    }

    private static PartitionedRateLimiter<HttpContext> Create(Func<Counted, string> keyOf, int permits) =>
        PartitionedRateLimiter.Create<HttpContext, string>(http => http.Features.Get<Counted>() is { } counted ? PerMinute(keyOf(counted), permits) : RateLimitPartition.GetNoLimiter(""));

    private sealed record Counted(string Caller, string Address);
}
