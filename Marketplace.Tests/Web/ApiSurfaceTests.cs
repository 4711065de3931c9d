using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Web;

/// <summary>What is promised of the API as a whole: every route is there, closed to strangers, and fails in one way.</summary>
public sealed partial class ApiSurfaceTests
{
    [Fact]
    public async Task Api_HasEveryRoute()
    {
        await using var app = TestApp.Start();
        var routes = Routes(app).Select(route => $"{route.Method} {route.Pattern}").ToHashSet();
        string[] promised =
        [
            "POST /api/v1/auth/login",
            "GET /api/v1/platforms/connect/{}",
            "GET /api/v1/platforms/callback/{}",
            "GET /api/v1/platforms/connections",
            "POST /api/v1/platforms/sync/products",
            "POST /api/v1/platforms/sync/inventory",
            "POST /api/v1/platforms/sync/orders",
            "GET /api/v1/platforms/sync/status",
            "GET /api/v1/platforms/orders/pending",
            "GET /api/v1/platforms/orders/{}",
            "POST /api/v1/platforms/orders/{}/fulfill",
            "POST /api/v1/platforms/orders/bulk-fulfill",
            "GET /api/v1/platforms/orders",
            "PUT /api/v1/platforms/orders/{}/status",
            "PUT /api/v1/platforms/connections/{}/settings",
            "DELETE /api/v1/platforms/connections/{}",
            "POST /api/v1/platforms/connections/{}/test",
            "POST /api/v1/platforms/manual-sync",
            "GET /api/v1/platforms/fulfillment/analytics",
            "POST /api/v1/platforms/webhook/{}",
            "GET /api/v1/platforms/products",
            "GET /api/v1/platforms/listings",
            "GET /api/v1/platforms/shipments",
            "GET /api/v1/platforms/inventory",
            "POST /api/v1/platforms/inventory/adjust",
            "POST /api/v1/platforms/inventory/count",
            "GET /api/v1/platforms/jobs/runs/{}",
            "POST /api/v1/platforms/jobs/runs/{}/stop",
            "POST /api/v1/platforms/fulfillment/files",
            "PUT /api/v1/platforms/fulfillment/carriers",
            "GET /api/v1/platforms/links",
            "GET /api/v1/platforms/links/listings",
            "POST /api/v1/platforms/links/confirm",
            "POST /api/v1/platforms/listings/{}/link",
            "POST /api/v1/platforms/listings/{}/unlink",
            "GET /api/v1/platforms/listings/{}",
            "GET /api/v1/platforms/allocation/rules",
            "PUT /api/v1/platforms/allocation/rules",
            "POST /api/v1/platforms/allocation/preview",
            "GET /api/v1/platforms/alerts",
            "PUT /api/v1/platforms/alerts/settings",
            "POST /api/v1/platforms/alerts/webhooks",
            "GET /health/live",
            "GET /health/ready",
        ];
        Assert.Empty(promised.Except(routes));
    }

    [Fact]
    public async Task Api_WithoutOrWithAFalseToken_IsClosedOnEveryRoute()
    {
        await using var app = TestApp.Start();
        using var stranger = app.Browser();
        var guarded = Routes(app).Where(route => route.Pattern.StartsWith("/api/", StringComparison.Ordinal) && !route.IsOpen).ToList();
        Assert.True(guarded.Count >= 8, $"{guarded.Count} guarded routes were found.");
        foreach (var (method, pattern, _) in guarded)
        {
            foreach (var token in new[] { null, "CfDJ8-forged" })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), pattern.Replace("{}", Guid.NewGuid().ToString(), StringComparison.Ordinal));
                request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
                using var answer = await stranger.SendAsync(request);
                Assert.True((int)answer.StatusCode == 401, $"{method} {pattern} answered {(int)answer.StatusCode}");
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            }
        }
    }

    [Fact]
    public async Task Api_BodyThatIsNoJson_IsABadRequestOnEveryRoute()
    {
        await using var app = TestApp.Start();
        using var seller = await app.SignInAsync();
        foreach (var (method, pattern, isOpen) in Routes(app).Where(route => route.Method == "POST" && route.Pattern.StartsWith("/api/v1/platforms/", StringComparison.Ordinal)))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, pattern.Replace("{}", Guid.NewGuid().ToString(), StringComparison.Ordinal));
            request.Content = new StringContent("{ no json", MediaTypeHeaderValue.Parse("application/json"));
            using var answer = await seller.SendAsync(request);
            Assert.True((int)answer.StatusCode is 400 or 404, $"{method} {pattern} answered {(int)answer.StatusCode}");
            await AssertProblemAsync(answer);
        }
    }

    [Theory]
    [InlineData("GET", "/api/v1/platforms/nothing-here", 404)]
    [InlineData("DELETE", "/api/v1/platforms/orders/pending", 405)]
    [InlineData("GET", "/api/v1/platforms/orders/no-such-order", 404)]
    [InlineData("GET", "/api/v1/platforms/orders/00000000-0000-0000-0000-000000000001", 404)]
    [InlineData("GET", "/api/v1/platforms/connect/nowhere", 404)]
    public async Task Api_WrongAddress_AnswersProblemDetails(string method, string path, int status)
    {
        await using var app = TestApp.Start();
        using var seller = await app.SignInAsync();
        using var answer = await seller.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(status, (int)answer.StatusCode);
        await AssertProblemAsync(answer);
    }

    private static async Task AssertProblemAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((int)answer.StatusCode, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.DoesNotContain("   at ", problem.GetRawText(), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Method, string Pattern, bool IsOpen)> Routes(TestApp app) =>
        from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        let pattern = "/" + Parameter().Replace(endpoint.RoutePattern.RawText ?? "", "{}").Trim('/')
        select (method, pattern, endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || pattern.StartsWith("/api/v1/auth/", StringComparison.Ordinal));

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
