using Marketplace.Web.Auth;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Web;

public sealed class FirstAccountTests
{
    private static readonly Dictionary<string, string?> WithoutDemo = new() { ["Demo:Enabled"] = "false" };

    [Fact]
    public async Task Register_TenAtOnce_OneGetsTheApplication()
    {
        await using var app = TestApp.Start(WithoutDemo);

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => RegisterAsync(app, $"owner{i}@marketplace.example")));

        Assert.Single(results, succeeded => succeeded);
    }

    [Fact]
    public async Task Register_FirstAccount_SignsInToTheApi()
    {
        await using var app = TestApp.Start(WithoutDemo);
        Assert.True(await RegisterAsync(app, "owner@marketplace.example"));

        using var client = await app.SignInAsync("owner@marketplace.example");

        Assert.Equal("[]", await client.GetStringAsync("/api/v1/platforms/connections"));
    }

    [Fact]
    public async Task Start_WithoutDemo_HasNoAccountAndNoSandbox()
    {
        await using var app = TestApp.Start(WithoutDemo);
        using var browser = app.Browser();

        using var control = await browser.GetAsync("/sandbox/control/state");

        Assert.NotEqual(System.Net.HttpStatusCode.OK, control.StatusCode);
        await using var scope = app.Services.CreateAsyncScope();
        Assert.True(await scope.ServiceProvider.GetRequiredService<FirstAccount>().IsOpenAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Start_DemoInProduction_IsRefusedAndNamesTheSetting()
    {
        var refusal = Assert.ThrowsAny<Exception>(() => TestApp.Start(new Dictionary<string, string?> { ["environment"] = "Production" }));

        Assert.Contains("Demo:Enabled", refusal.ToString(), StringComparison.Ordinal);
    }

    private static async Task<bool> RegisterAsync(TestApp app, string email)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var first = scope.ServiceProvider.GetRequiredService<FirstAccount>();
        return (await first.RegisterAsync(email, TestApp.Password, null, TestContext.Current.CancellationToken)).Succeeded;
    }
}
