using System.Text.RegularExpressions;
using Marketplace.Core.Accounts;
using Marketplace.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>Pages that an owner who is signed in is led away from: before the first account, between two steps of signing in, and before a demanded second factor.</summary>
[Collection(BrowserAlone.Name)]
public sealed partial class AccountPagesTests
{
    private readonly List<string> findings = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Routes that <see cref="EveryPageTests"/> cannot stay on, and that are looked at here.</summary>
    public static IReadOnlySet<string> Routes { get; } = new HashSet<string> { "/welcome", "/login/code", "/second-factor" };

    [Fact]
    public async Task PagesOnTheWayIn_OnEachScreen_FitAndAreUsable()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Demo:Enabled"] = "false" });
        await using var chrome = await Chrome.StartAsync(app.Address);
        foreach (var screen in Screens.All)
        {
            await LookAsync(await OpenAsync(chrome, screen, "/welcome"), screen, "welcome", "first-account");
        }

        // One after the other, as the first account must not be there before its page was looked at.
        foreach (var screen in Screens.All)
        {
            var email = $"owner-{screen.Name}@marketplace.example";
            var seller = await app.AddSellerAsync(email);
            await LookAtInvitationAsync(app, chrome, screen, seller);
            var owner = await LookAtOwnFactorAsync(chrome, screen, email);
            await LookAsync(await SignInAsync(chrome, screen, email), screen, "login-code", "two-factor");
            await LookAtDemandAsync(app, chrome, screen, seller);
            await owner.Context.CloseAsync();
        }

        var wrong = findings.Concat(chrome.Complaints).Order().ToList();
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private async Task LookAtInvitationAsync(TestApp app, Chrome chrome, Screen screen, Guid seller)
    {
        var (secret, problem) = await app.Services.GetRequiredService<Invitations>().InviteAsync(seller, $"new-{screen.Name}@marketplace.example", Role.Packer, "test", Cancel);
        Assert.Null(problem);
        await LookAsync(await OpenAsync(chrome, screen, $"/join?code={Uri.EscapeDataString(secret!)}"), screen, "join-invited", "join-register");
    }

    /// <summary>Sets the factor up, shows its recovery codes, and then how a wrong password is refused.</summary>
    private async Task<IPage> LookAtOwnFactorAsync(Chrome chrome, Screen screen, string email)
    {
        var page = await SignInAsync(chrome, screen, email);
        await page.GotoAsync("/account");
        var key = (await page.GetByTestId("two-factor-key").TextContentAsync())!.Trim();
        await page.GetByTestId("two-factor-password").FillAsync(TestApp.Password);
        await page.GetByTestId("two-factor-confirm").FillAsync(AuthenticatorCode.Of(key));
        await page.GetByTestId("two-factor-turn-on").ClickAsync();
        await LookAsync(page, screen, "recovery-codes", "recovery-codes");
        await page.GotoAsync("/account");
        await page.Locator("#renew-password").FillAsync("not-the-password");
        await page.GetByTestId("renew-codes").ClickAsync();
        await LookAsync(page, screen, "account-refused", "account-problem");
        return page;
    }

    private async Task LookAtDemandAsync(TestApp app, Chrome chrome, Screen screen, Guid seller)
    {
        var team = app.Services.GetRequiredService<TeamBook>();
        var owner = Assert.Single(await team.ListAsync(seller, Cancel)).UserId;
        Assert.Null(await team.DemandSecondFactorAsync(seller, owner, true, Cancel));
        var packer = $"packer-{screen.Name}@marketplace.example";
        await app.AddMemberAsync(packer, Role.Packer, seller);
        var page = await SignInAsync(chrome, screen, packer);
        await Expect(page).ToHaveURLAsync(SecondFactor());
        await LookAsync(page, screen, "second-factor", "second-factor-due");
    }

    private async Task LookAsync(IPage page, Screen screen, string name, string testId)
    {
        await Expect(page.GetByTestId(testId).First).ToBeVisibleAsync();
        findings.AddRange(await Screens.LookAsync(page, screen, name));
        if (await page.Locator("h1").CountAsync() != 1)
        {
            findings.Add($"{name} on {screen.Name} has not one heading of its own");
        }
    }

    private static async Task<IPage> SignInAsync(Chrome chrome, Screen screen, string email)
    {
        var page = await OpenAsync(chrome, screen, "/login");
        await page.GetByTestId("login-email").FillAsync(email);
        await page.GetByTestId("login-password").FillAsync(TestApp.Password);
        await page.GetByTestId("login-submit").ClickAsync();
        await Expect(page.GetByTestId("login-submit")).ToHaveCountAsync(0);
        return page;
    }

    private static async Task<IPage> OpenAsync(Chrome chrome, Screen screen, string path)
    {
        var page = await chrome.OpenAsync(screen.Opened.Width, screen.Opened.Height, screen.Scheme);
        await page.GotoAsync(path);
        return page;
    }

    [GeneratedRegex(@"/second-factor(\?|$)")]
    private static partial Regex SecondFactor();
}
