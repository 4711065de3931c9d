using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Marketplace.Core.Accounts;
using Marketplace.Core.Data;
using Marketplace.Tests.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Accounts;

/// <summary>The second factor as its owner meets it: set up, used, and replaced by recovery codes.</summary>
public sealed partial class SecondFactorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Account_OpenedByManyPagesAtOnce_ShowsOneKeyToAll()
    {
        await using var app = TestApp.Start();
        using var browser = await PagesSession.SignInAsync(app, TestApp.DemoEmail);

        var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.GetStringAsync("/account", Cancel)));
        var later = await browser.GetStringAsync("/account", Cancel);

        Assert.Equal(KeyOf(later), Assert.Single(pages.Select(KeyOf).Distinct()));
    }

    [Fact]
    public async Task Code_UsedToSignIn_SignsNobodyElseIn()
    {
        await using var app = TestApp.Start();
        var (key, _) = await TurnOnAsync(app);
        var code = AuthenticatorCode.Of(key, stepsAhead: 1);
        using var owner = PagesSession.Open(app);
        using var watcher = PagesSession.Open(app);

        Assert.Equal(HttpStatusCode.Redirect, await SignInAsync(owner, code));
        Assert.Equal(HttpStatusCode.OK, await SignInAsync(watcher, code));
    }

    [Fact]
    public async Task RecoveryCodes_LieHashedAndSignInOnceEach()
    {
        await using var app = TestApp.Start();
        var (_, codes) = await TurnOnAsync(app);
        Assert.Equal(10, codes.Count);
        using var browser = PagesSession.Open(app);
        using var other = PagesSession.Open(app);

        Assert.DoesNotContain(codes, code => StoredCodes(app).Contains(code, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(HttpStatusCode.Redirect, await SignInAsync(browser, codes[3].ToLowerInvariant()));
        Assert.Equal(HttpStatusCode.OK, await SignInAsync(other, codes[3]));
        Assert.Contains("9 of 10 recovery codes are left", await browser.GetStringAsync("/account", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecoveryCodes_MadeAnew_TakeTheOldOnesPlaceForWhoKnowsThePassword()
    {
        await using var app = TestApp.Start();
        var (_, old) = await TurnOnAsync(app);
        using var browser = PagesSession.Open(app);
        await SignInAsync(browser, old[0]);

        var refused = await PagesSession.SubmitAsync(browser, "/account", "recovery-codes", ("Renew.Password", "not-the-password"));
        var fresh = CodesOf(await PagesSession.SubmitAsync(browser, "/account", "recovery-codes", ("Renew.Password", TestApp.Password)));

        Assert.Contains("This is not your password, so nothing was changed.", refused, StringComparison.Ordinal);
        Assert.Equal(10, fresh.Count);
        Assert.Empty(fresh.Intersect(old));
        using var other = PagesSession.Open(app);
        Assert.Equal(HttpStatusCode.OK, await SignInAsync(other, old[1]));
        Assert.Equal(HttpStatusCode.Redirect, await SignInAsync(other, fresh[1]));
    }

    [Fact]
    public async Task ApiLogin_WithASecondFactor_WantsACodeAndTakesARecoveryCodeForIt()
    {
        await using var app = TestApp.Start();
        var (key, codes) = await TurnOnAsync(app);

        using var without = await LoginAsync(app, new { email = TestApp.DemoEmail, password = TestApp.Password });
        using var wrong = await LoginAsync(app, new { email = TestApp.DemoEmail, password = TestApp.Password, twoFactorCode = "000000" });
        using var byCode = await LoginAsync(app, new { email = TestApp.DemoEmail, password = TestApp.Password, twoFactorCode = AuthenticatorCode.Of(key, stepsAhead: 1) });
        using var byRecovery = await LoginAsync(app, new { email = TestApp.DemoEmail, password = TestApp.Password, twoFactorRecoveryCode = codes[0] });
        using var again = await LoginAsync(app, new { email = TestApp.DemoEmail, password = TestApp.Password, twoFactorRecoveryCode = codes[0] });

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Contains("twoFactorCode", await without.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Contains("accessToken", await byCode.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Contains("accessToken", await byRecovery.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task RecoveryCodes_GuessedOnBothDoors_RestTheAccountAndAreNoted()
    {
        await using var app = TestApp.Start();
        var (_, codes) = await TurnOnAsync(app);
        using var browser = PagesSession.Open(app);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await SignInAsync(browser, $"ABCDE-1234{i}"));
            using var guess = await LoginAsync(app, new { email = TestApp.DemoEmail, password = TestApp.Password, twoFactorRecoveryCode = $"FGHJK-1234{i}" });
            Assert.Equal(HttpStatusCode.Unauthorized, guess.StatusCode);
        }

        using var last = await LoginAsync(app, new { email = TestApp.DemoEmail, password = TestApp.Password, twoFactorRecoveryCode = "FGHJK-99999" });
        using var right = await LoginAsync(app, new { email = TestApp.DemoEmail, password = TestApp.Password, twoFactorRecoveryCode = codes[0] });

        Assert.Equal(HttpStatusCode.Unauthorized, last.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, right.StatusCode);
        Assert.Contains("rests for five minutes", await right.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        await using var db = app.Services.GetRequiredService<MarketplaceDb>().Open(await app.SellerIdAsync());
        Assert.Equal(4, await db.AuditEntries.CountAsync(e => e.Text == "Sign-in refused: wrong code", Cancel));
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Text == "Sign-in refused: too many wrong codes", Cancel));
    }

    private static async Task<HttpResponseMessage> LoginAsync(TestApp app, object body)
    {
        using var client = app.Browser();
        return await client.PostAsJsonAsync("/api/v1/auth/login", body, Cancel);
    }

    private static async Task<(string Key, IReadOnlyList<string> Codes)> TurnOnAsync(TestApp app)
    {
        using var browser = await PagesSession.SignInAsync(app, TestApp.DemoEmail);
        var key = KeyOf(await browser.GetStringAsync("/account", Cancel));
        return (key, CodesOf(await PagesSession.SubmitAsync(browser, "/account", "two-factor-on", ("On.Password", TestApp.Password), ("On.Code", AuthenticatorCode.Of(key)))));
    }

    private static async Task<HttpStatusCode> SignInAsync(HttpClient browser, string code)
    {
        using var first = await PagesSession.PostAsync(browser, "/login", "login", ("Input.Email", TestApp.DemoEmail), ("Input.Password", TestApp.Password));
        using var second = await PagesSession.PostAsync(browser, "/login/code", "two-factor", ("Input.Code", code));
        return second.StatusCode;
    }

    private static string StoredCodes(TestApp app)
    {
        using var db = app.Services.GetRequiredService<MarketplaceDb>().OpenForMachine();
        var token = db.UserTokens.AsNoTracking().Single(t => t.Name == "RecoveryCodes");
        var protector = app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Marketplace.UserTokens").CreateProtector(token.UserId.ToString("N"));
        return protector.Unprotect(token.Value!);
    }

    private static List<string> CodesOf(string page) => [.. RecoveryCode().Matches(page).Select(match => match.Groups[1].Value)];

    private static string KeyOf(string page) => Key().Match(page) is { Success: true } match ? match.Groups[1].Value : "none";

    [GeneratedRegex("""data-testid="two-factor-key">([A-Z2-7]+)<""")]
    private static partial Regex Key();

    [GeneratedRegex("<li>([0-9A-Z]{5}-[0-9A-Z]{5})</li>")]
    private static partial Regex RecoveryCode();
}
