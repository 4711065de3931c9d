using Marketplace.Core.Accounts;
using Marketplace.Tests.Connections;
using Marketplace.Tests.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Accounts;

/// <summary>What a password that is chosen now must be like, wherever it is chosen.</summary>
public sealed class PasswordTests : IAsyncLifetime
{
    private const string Email = "owner@marketplace.example";
    private const string Stolen = "correct horse battery staple";
    private BreachedList list = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => list = await BreachedList.StartAsync(Stolen);

    public ValueTask DisposeAsync() => list.DisposeAsync();

    [Fact]
    public async Task FirstAccount_StolenPassword_IsRefusedAndOnlyFiveDigitsLeave()
    {
        await using var app = Start(list.Url);
        using var browser = PagesSession.Open(app);

        var page = await PagesSession.SubmitAsync(browser, "/welcome", "first-account",
            ("Input.SellerName", "Harbour"), ("Input.Email", Email), ("Input.Password", Stolen), ("Input.Repeat", Stolen));

        Assert.Contains("4,711 times in stolen data", page, StringComparison.Ordinal);
        var asked = Assert.Single(list.Asked);
        var hash = BreachedList.HashOf(Stolen);
        Assert.StartsWith($"GET /range/{hash[..5]}\n", asked, StringComparison.Ordinal);
        Assert.DoesNotContain(hash[5..12], asked, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("horse", asked, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task ChangeAndReset_StolenPassword_AreRefusedAndTheOldOneStays()
    {
        await using var app = Start(list.Url);
        await app.AddSellerAsync(Email);
        using var browser = await PagesSession.SignInAsync(app, Email);

        var changed = await PagesSession.SubmitAsync(browser, "/account", "password", ("Input.Old", TestApp.Password), ("Input.New", Stolen));
        var reset = await PagesSession.SubmitAsync(browser, await ResetLinkAsync(app), "reset", ("Input.Password", Stolen));

        Assert.Contains("in stolen data", changed, StringComparison.Ordinal);
        Assert.Contains("in stolen data", reset, StringComparison.Ordinal);
        using var client = await app.SignInAsync(Email);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(0)]
    public async Task Change_ListThatDoesNotAnswer_TakesThePasswordAndSaysSoInTheLog(int status)
    {
        var log = new CapturedLog();
        await using var app = Start(list.Url, log);
        await app.AddSellerAsync(Email);
        list.Instead = http =>
        {
            http.Response.StatusCode = status;
            return status > 0 ? Task.CompletedTask : Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
        using var browser = await PagesSession.SignInAsync(app, Email);

        var page = await PagesSession.SubmitAsync(browser, "/account", "password", ("Input.Old", TestApp.Password), ("Input.New", Stolen));

        Assert.Contains("Every sign-in has ended", page, StringComparison.Ordinal);
        Assert.Contains("did not answer, and a password was taken without it", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"range/{BreachedList.HashOf(Stolen)[..5]}", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_WhateverTheSettingsSay_AsksNoList()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Accounts:BreachedPasswords:Enabled"] = "true", ["Accounts:BreachedPasswords:Url"] = list.Url });
        await app.AddSellerAsync(Email);

        Assert.Empty(list.Asked);
    }

    [Theory]
    [InlineData("elevenchars", false)]
    [InlineData("twelve chars", true)]
    [InlineData("000300070009", true)]
    public async Task Create_ByLength_WantsTwelveCharactersOfAnyKind(string password, bool isTaken)
    {
        await using var app = Start(list.Url);
        await using var scope = app.Services.CreateAsyncScope();

        var result = await scope.ServiceProvider.GetRequiredService<UserManager<User>>().CreateAsync(new User { UserName = Email, Email = Email }, password);

        Assert.Equal(isTaken, result.Succeeded);
    }

    [Fact]
    public async Task Create_SentenceOf128_IsTakenWholeAndALongerOneRefused()
    {
        await using var app = Start(list.Url);
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var user = new User { UserName = Email, Email = Email };
        var sentence = string.Concat(Enumerable.Repeat("boats at sea ", 10))[..128];

        Assert.False((await users.CreateAsync(user, sentence + "!")).Succeeded);
        Assert.True((await users.CreateAsync(user, sentence)).Succeeded);
        Assert.False(await users.CheckPasswordAsync(user, sentence[..127]));
        Assert.True(await users.CheckPasswordAsync(user, sentence));
    }

    [Fact]
    public async Task Forms_OfNewPasswords_RefuseWhatIsTooShortBeforeTheListIsAsked()
    {
        await using var app = Start(list.Url);
        using var browser = PagesSession.Open(app);

        var page = await PagesSession.SubmitAsync(browser, "/welcome", "first-account",
            ("Input.SellerName", "Harbour"), ("Input.Email", Email), ("Input.Password", "elevenchars"), ("Input.Repeat", "elevenchars"));

        Assert.Contains("Choose 12 to 128 characters.", page, StringComparison.Ordinal);
        Assert.Contains("data-shows=\"password\"", page, StringComparison.Ordinal);
        Assert.Contains("data-strength-of=\"password\"", page, StringComparison.Ordinal);
        Assert.Empty(list.Asked);
    }

    private static TestApp Start(string url, CapturedLog? log = null) => TestApp.Start(
        new Dictionary<string, string?>
        {
            ["Demo:Enabled"] = "false",
            ["Accounts:BreachedPasswords:Enabled"] = "true",
            ["Accounts:BreachedPasswords:Url"] = url,
            ["Accounts:BreachedPasswords:TimeoutSeconds"] = "1",
        },
        log is null ? null : logging => logging.AddProvider(log));

    private static async Task<string> ResetLinkAsync(TestApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var user = await users.FindByEmailAsync(Email);
        return $"/reset-password?user={user!.Id}&token={Uri.EscapeDataString(await users.GeneratePasswordResetTokenAsync(user))}";
    }
}
