using Marketplace.Sandbox;

namespace Marketplace.Tests.Sandbox;

/// <summary>A call finds its marketplace by prefix, by host, or by the host that was meant.</summary>
public sealed class RoutingTests
{
    [Theory]
    [InlineData("/sandbox/echo/api/v1/things/7?q=x", null, null)]
    [InlineData("/sandbox/echo/api.echo.example/v1/things/7?q=x", null, null)]
    [InlineData("/v1/things/7?q=x", "api.echo.example", null)]
    [InlineData("/v1/things/7?q=x", "API.Echo.Example:8080", null)]
    [InlineData("/v1/things/7?q=x", null, "api.echo.example")]
    [InlineData("/v1/things/7?q=x", "auth.echo.example", "api.echo.example")]
    public async Task Send_ByPrefixOrHost_ReachesTheOperation(string path, string? host, string? originalHost)
    {
        await using var server = await EchoServer.StartAsync();
        var (status, body) = await server.SendAsync(HttpMethod.Get, path, host: host, originalHost: originalHost);
        Assert.Equal(200, status);
        Assert.Equal("getThing", (string?)body!["operation"]);
        Assert.Equal("api.echo.example", (string?)body["host"]);
        Assert.Equal("7", (string?)body["id"]);
        Assert.Equal("x", (string?)body["q"]);
    }

    [Theory]
    [InlineData("a%2Fb%20c", "a/b c")]
    [InlineData("100%25", "100%")]
    [InlineData("a+b", "a+b")]
    [InlineData("%C3%BC", "ü")]
    public async Task Send_EncodedValue_IsDecodedOnceWithinItsSegment(string encoded, string expected)
    {
        await using var server = await EchoServer.StartAsync();
        var (_, body) = await server.SendAsync(HttpMethod.Get, $"/sandbox/echo/api/v1/things/{encoded}");
        Assert.Equal(expected, (string?)body!["id"]);
    }

    [Fact]
    public async Task Send_LiteralAndValueFit_LiteralWins()
    {
        await using var server = await EchoServer.StartAsync();
        var (_, body) = await server.SendAsync(HttpMethod.Get, "/sandbox/echo/api/v1/things/best");
        Assert.Equal("getBestThing", (string?)body!["operation"]);
    }

    [Theory]
    [InlineData("POST", "/sandbox/echo/api/token")]
    [InlineData("POST", "/sandbox/echo/api/v1/things/7")]
    [InlineData("GET", "/sandbox/echo/api/v1/things")]
    public async Task Send_PathOfAnotherHostOrMethod_GetsTheMarketplacesOwnAnswer(string method, string path)
    {
        await using var server = await EchoServer.StartAsync();
        var (status, body) = await server.SendAsync(new HttpMethod(method), path);
        Assert.Equal(404, status);
        Assert.Equal("api.echo.example", (string?)body!["host"]);
    }

    [Theory]
    [InlineData("/sandbox/nowhere/api/v1/things/7", null)]
    [InlineData("/sandbox/echo/nowhere/v1/things/7", null)]
    [InlineData("/sandbox/echo", null)]
    [InlineData("/v1/things/7", "api.nowhere.example")]
    public async Task Send_UnknownMarketplaceOrHost_IsNoneOfOurs(string path, string? originalHost)
    {
        await using var server = await EchoServer.StartAsync();
        var (status, _) = await server.SendAsync(HttpMethod.Get, path, originalHost: originalHost);
        Assert.Equal(404, status);
        Assert.Equal(0, server.Marketplace.Handled);
    }

    [Fact]
    public async Task Send_BeyondTheRate_IsThrottledAsTheMarketplaceWould()
    {
        await using var server = await EchoServer.StartAsync();
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Put, "/sandbox/echo/api/v1/things/7")).Status);
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Put, "/sandbox/echo/api/v1/things/7")).Status);
        var (status, body) = await server.SendAsync(HttpMethod.Put, "/sandbox/echo/api/v1/things/7");
        Assert.Equal(429, status);
        Assert.Equal("Throttle", (string?)body!["fault"]);
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/sandbox/echo/api/v1/things/7")).Status);
    }

    [Fact]
    public async Task Send_BeyondTheRateWithLimitsOff_IsAnswered()
    {
        await using var server = await EchoServer.StartAsync(new SandboxOptions { EnforceLimits = false });
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(200, (await server.SendAsync(HttpMethod.Put, "/sandbox/echo/api/v1/things/7")).Status);
        }
    }
}
