using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Marketplace.Core.Accounts;
using Marketplace.Core.Data;
using Marketplace.Tests.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Accounts;

/// <summary>The password that the account page asks for before a change: wrong ones count, and too many rest the account.</summary>
public sealed partial class PasswordProofTests : IAsyncLifetime
{
    private const string Email = "owner@marketplace.example";
    private const string Wrong = "not-the-password";
    private const string NewPassword = "another-parcel-2";
    private const string Rests = "Too many wrong passwords, so nothing was changed. For safety this account takes no password for 5 minutes";
    private TestApp app = null!;
    private Guid seller;
    private HttpClient browser = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app = TestApp.Start();
        seller = await app.AddSellerAsync(Email);
        browser = await PagesSession.SignInAsync(app, Email);
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Change_AfterFiveWrongPasswords_IsRefusedEvenWithTheRightOne()
    {
        for (var i = 0; i < 4; i++)
        {
            Assert.Contains("This is not your password", await ChangeAsync(Wrong), StringComparison.Ordinal);
        }

        Assert.Contains(Rests, await ChangeAsync(Wrong), StringComparison.Ordinal);
        Assert.Contains(Rests, await ChangeAsync(TestApp.Password), StringComparison.Ordinal);
        Assert.Contains(Rests, await ChangeAsync(TestApp.Password), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(TestApp.Password));
        await EndRestAsync();
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(TestApp.Password));
        Assert.Equal(4, await NotedAsync("Change of the account refused: wrong password"));
        Assert.Equal(1, await NotedAsync("Change of the account refused: too many wrong passwords"));
        Assert.Equal(1, await NotedAsync("Change of the account refused: too many wrong passwords before"));
    }

    [Fact]
    public async Task Password_EnteredRightAtTheLastTry_StartsTheCountAnew()
    {
        for (var i = 0; i < 4; i++)
        {
            await ChangeAsync(Wrong);
        }

        Assert.Contains("Every sign-in has ended", await ChangeAsync(TestApp.Password), StringComparison.Ordinal);

        await using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Email == Email, Cancel);
        Assert.Equal(0, user.AccessFailedCount);
        Assert.Null(user.LockoutEnd);
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(NewPassword));
    }

    [Fact]
    public async Task Guesses_SentAtOnce_AreLookedAtFiveTimesAtMost()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => ChangeAsync($"{Wrong} {i}")));

        Assert.InRange(answers.Count(a => a.Contains("This is not your password", StringComparison.Ordinal)), 1, 5);
        Assert.InRange(await NotedAsync("Change of the account refused: wrong password"), 1, 4);
    }

    [Fact]
    public async Task SecondFactor_TurnedOnOrOffOrItsCodesRenewed_WantsThePasswordAndCountsWrongOnes()
    {
        var key = Key().Match(await browser.GetStringAsync("/account", Cancel)).Groups[1].Value;

        Assert.Contains("This is not your password", await PagesSession.SubmitAsync(browser, "/account", "two-factor-on", ("On.Password", Wrong), ("On.Code", AuthenticatorCode.Of(key))), StringComparison.Ordinal);
        Assert.Contains("recovery-codes", await PagesSession.SubmitAsync(browser, "/account", "two-factor-on", ("On.Password", TestApp.Password), ("On.Code", AuthenticatorCode.Of(key))), StringComparison.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            await PagesSession.SubmitAsync(browser, "/account", "recovery-codes", ("Renew.Password", Wrong));
        }

        Assert.Contains("This is not your password", await PagesSession.SubmitAsync(browser, "/account", "two-factor-off", ("Off.Password", Wrong)), StringComparison.Ordinal);
        Assert.Contains(Rests, await PagesSession.SubmitAsync(browser, "/account", "two-factor-off", ("Off.Password", Wrong)), StringComparison.Ordinal);
        Assert.Contains(Rests, await PagesSession.SubmitAsync(browser, "/account", "two-factor-off", ("Off.Password", TestApp.Password)), StringComparison.Ordinal);
        Assert.Contains("It is on", await browser.GetStringAsync("/account", Cancel), StringComparison.Ordinal);
    }

    private Task<string> ChangeAsync(string old) => PagesSession.SubmitAsync(browser, "/account", "password", ("Input.Old", old), ("Input.New", NewPassword));

    private async Task<HttpStatusCode> LoginAsync(string password)
    {
        using var client = app.Browser();
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/login", new { email = Email, password }, Cancel);
        return answer.StatusCode;
    }

    // Identity reads the machine's clock here; the five minutes are over by word.
    private async Task EndRestAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        await users.SetLockoutEndDateAsync((await users.FindByEmailAsync(Email))!, DateTimeOffset.UnixEpoch);
    }

    private async Task<int> NotedAsync(string text)
    {
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(seller);
        return await db.AuditEntries.CountAsync(e => e.Actor == Email && e.Text == text, Cancel);
    }

    [GeneratedRegex("""data-testid="two-factor-key">([A-Z2-7]+)<""")]
    private static partial Regex Key();
}
