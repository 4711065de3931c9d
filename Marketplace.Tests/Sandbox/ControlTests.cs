namespace Marketplace.Tests.Sandbox;

/// <summary>The control API: sales, looks inside, faults, revocation, log.</summary>
public sealed class ControlTests
{
    [Fact]
    public async Task Orders_Created_AreListedAndDescribed()
    {
        await using var server = await EchoServer.StartAsync();
        var (status, body) = await server.SendAsync(HttpMethod.Post, "/sandbox/control/echo/orders", new { count = 2, sku = "A1", quantity = 3 });
        Assert.Equal(200, status);
        Assert.Equal(["A1x3-1", "A1x3-2"], body!["ids"]!.AsArray().Select(id => (string)id!));
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/sandbox/control/echo/orders/A1x3-2")).Status);
        var (_, state) = await server.SendAsync(HttpMethod.Get, "/sandbox/control/state");
        Assert.Equal(2, (int)state!["echo"]!["orders"]!);
    }

    [Theory]
    [InlineData("GET", "/sandbox/control/echo/orders/unknown")]
    [InlineData("GET", "/sandbox/control/nowhere/orders/1")]
    [InlineData("GET", "/sandbox/control/echo/listings/unknown")]
    [InlineData("POST", "/sandbox/control/nowhere/revoke")]
    public async Task Look_AtUnknownThings_IsNotFoundWithAProblem(string method, string path)
    {
        await using var server = await EchoServer.StartAsync();
        var (status, body) = await server.SendAsync(new HttpMethod(method), path);
        Assert.Equal(404, status);
        Assert.NotNull((string?)body!["detail"]);
    }

    [Fact]
    public async Task Orders_OfUnknownSku_NamesTheSku()
    {
        await using var server = await EchoServer.StartAsync();
        var (status, body) = await server.SendAsync(HttpMethod.Post, "/sandbox/control/echo/orders", new { count = 1, sku = "none" });
        Assert.Equal(404, status);
        Assert.Contains("none", (string?)body!["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listings_SkuWithSlashAndSpace_IsFound()
    {
        await using var server = await EchoServer.StartAsync();
        var (status, body) = await server.SendAsync(HttpMethod.Get, "/sandbox/control/echo/listings/A%2F1%20b");
        Assert.Equal(200, status);
        Assert.Equal(3, (int)body!["quantity"]!);
    }

    [Theory]
    [InlineData("throttle", 429)]
    [InlineData("error", 500)]
    [InlineData("expired-token", 401)]
    public async Task Fault_ByCount_HappensThatOftenOnThatOperation(string kind, int expected)
    {
        await using var server = await EchoServer.StartAsync();
        Assert.Equal(204, (await server.SendAsync(HttpMethod.Post, "/sandbox/control/faults", new { marketplace = "echo", operation = "getThing", kind, count = 2 })).Status);
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/sandbox/echo/api/v1/things/best")).Status);
        Assert.Equal(expected, (await server.SendAsync(HttpMethod.Get, "/sandbox/echo/api/v1/things/7")).Status);
        Assert.Equal(expected, (await server.SendAsync(HttpMethod.Get, "/sandbox/echo/api/v1/things/7")).Status);
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/sandbox/echo/api/v1/things/7")).Status);
    }

    [Fact]
    public async Task Fault_Reset_CarriesOutTheRequestAndCutsTheConnection()
    {
        await using var server = await EchoServer.StartAsync();
        await server.SendAsync(HttpMethod.Post, "/sandbox/control/faults", new { marketplace = "echo", kind = "reset" });
        await Assert.ThrowsAsync<HttpRequestException>(() => server.SendAsync(HttpMethod.Put, "/sandbox/echo/api/v1/things/7"));
        Assert.Equal(1, server.Marketplace.Handled);
    }

    [Fact]
    public async Task Fault_PartialAndIgnored_AreLeftToTheHandler()
    {
        await using var server = await EchoServer.StartAsync();
        await server.SendAsync(HttpMethod.Post, "/sandbox/control/faults", new { marketplace = "echo", kind = "partial" });
        await server.SendAsync(HttpMethod.Post, "/sandbox/control/faults", new { marketplace = "echo", kind = "ignored" });
        Assert.Equal("Partial", (string?)(await server.SendAsync(HttpMethod.Get, "/sandbox/echo/api/v1/things/7")).Body!["fault"]);
        Assert.Equal("Ignored", (string?)(await server.SendAsync(HttpMethod.Get, "/sandbox/echo/api/v1/things/7")).Body!["fault"]);
    }

    [Fact]
    public async Task Fault_Cleared_HappensNoMore()
    {
        await using var server = await EchoServer.StartAsync();
        await server.SendAsync(HttpMethod.Post, "/sandbox/control/faults", new { marketplace = "echo", kind = "error", seconds = 600 });
        Assert.Equal(500, (await server.SendAsync(HttpMethod.Get, "/sandbox/echo/api/v1/things/7")).Status);
        Assert.Equal(204, (await server.SendAsync(HttpMethod.Delete, "/sandbox/control/faults")).Status);
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/sandbox/echo/api/v1/things/7")).Status);
    }

    [Fact]
    public async Task Fault_OfUnknownKind_IsRefusedWithTheKnownOnes()
    {
        await using var server = await EchoServer.StartAsync();
        var (status, body) = await server.SendAsync(HttpMethod.Post, "/sandbox/control/faults", new { marketplace = "echo", kind = "mischief" });
        Assert.Equal(400, status);
        Assert.Contains("expired-token", (string?)body!["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_AfterCalls_HasOperationStatusAndFault()
    {
        await using var server = await EchoServer.StartAsync();
        await server.SendAsync(HttpMethod.Post, "/sandbox/control/faults", new { marketplace = "echo", kind = "error" });
        await server.SendAsync(HttpMethod.Get, "/sandbox/echo/api/v1/things/7");
        await server.SendAsync(HttpMethod.Get, "/sandbox/echo/api/v1/things/7");
        var (_, log) = await server.SendAsync(HttpMethod.Get, "/sandbox/control/log");
        Assert.Equal(
            ["getThing 500 error", "getThing 200 "],
            log!.AsArray().Select(call => $"{(string?)call!["operation"]} {(int)call["status"]!} {(string?)call["fault"]}"));
    }
}
