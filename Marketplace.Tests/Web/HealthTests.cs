using System.Net;

namespace Marketplace.Tests.Web;

public sealed class HealthTests
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_RunningApplication_IsWell(string path)
    {
        await using var app = TestApp.Start();
        using var client = app.Browser();

        using var answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task OpenApi_Document_NamesTheRoutes()
    {
        await using var app = TestApp.Start();
        using var client = app.Browser();

        var document = await client.GetStringAsync("/openapi/v1.json");

        Assert.Contains("/api/v1/platforms/connect/{platform}", document, StringComparison.Ordinal);
        Assert.Contains("/api/v1/auth/login", document, StringComparison.Ordinal);
    }
}
