using Marketplace.Core.Accounts;
using Marketplace.Tests.Accounts;
using Marketplace.Web.Components.Layout;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>An owner sets the application up, invites a packer, who turns the second factor on; and somebody goes from one seller to another.</summary>
[Collection(BrowserAlone.Name)]
public sealed class AccountJourneyTests
{
    [Fact]
    public async Task Owner_SetsUpAndInvitesAPacker_WhoSeesOrdersAloneAndSignsInWithTwoFactors()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Demo:Enabled"] = "false" });
        await using var chrome = await Chrome.StartAsync(app.Address);
        var owner = await chrome.OpenAsync();
        await SetUpAsync(owner);
        var link = await InviteAsync(owner);

        var packer = await chrome.OpenAsync();
        await packer.GotoAsync(link);
        await ShotAsync(packer, "join");
        await packer.GetByTestId("join-name").FillAsync("Pat Packer");
        await packer.GetByTestId("join-password").FillAsync(TestApp.Password);
        await packer.GetByTestId("join-register").ClickAsync();
        await Expect(packer.GetByTestId("dashboard")).ToBeVisibleAsync();
        await Expect(packer.Locator(".side-nav-link")).ToHaveTextAsync(
            NavEntry.All.Where(entry => RoleTable.May(Role.Packer, entry.Right)).OrderBy(entry => entry.Section).Select(entry => entry.Label));
        await Expect(packer.Locator(".side-nav-link", new PageLocatorOptions { HasText = "Team" })).ToHaveCountAsync(0);
        await packer.GotoAsync("/team");
        await Expect(packer.GetByTestId("not-allowed")).ToBeVisibleAsync();
        await ShotAsync(packer, "not-allowed");

        await TurnSecondFactorOnAsync(packer);
        Assert.True(chrome.Complaints.IsEmpty, string.Join(Environment.NewLine, chrome.Complaints));
    }

    [Fact]
    public async Task Member_OfTwoSellers_GoesFromOneToTheOther()
    {
        await using var app = TestApp.Start();
        var other = await app.AddSellerAsync("other@marketplace.example");
        await app.AddMemberAsync("both@marketplace.example", Role.Manager);
        await using (var db = app.Services.GetRequiredService<Core.Data.MarketplaceDb>().OpenForMachine())
        {
            var user = db.Users.Single(u => u.Email == "both@marketplace.example").Id;
            db.Memberships.Add(new Membership { UserId = user, SellerId = other, Role = Role.Packer, JoinedAt = DateTimeOffset.UnixEpoch.AddDays(1) });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var chrome = await Chrome.StartAsync(app.Address);
        var page = await chrome.OpenAsync();
        await SignInAsync(page, "both@marketplace.example");
        await Expect(page.Locator(".side-nav-link", new PageLocatorOptions { HasText = "Automation" })).ToBeVisibleAsync();

        // Before that, the page would be drawn anew and forget the choice.
        await page.Locator("[data-live=true]").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await page.GetByTestId("seller-choice").SelectOptionAsync(new SelectOptionValue { Label = "other@marketplace.example" });
        await page.GetByTestId("seller-go").ClickAsync();

        await Expect(page.Locator(".side-nav-link", new PageLocatorOptions { HasText = "Automation" })).ToHaveCountAsync(0);
        await ShotAsync(page, "seller-switched");
        Assert.True(chrome.Complaints.IsEmpty, string.Join(Environment.NewLine, chrome.Complaints));
    }

    private static async Task SetUpAsync(IPage page)
    {
        await page.GotoAsync("/");
        await Expect(page.GetByTestId("first-account")).ToBeVisibleAsync();
        await ShotAsync(page, "set-up");
        await page.Locator("#seller").FillAsync("Harbour & Pine");
        await page.Locator("#email").FillAsync("owner@marketplace.example");
        await ChoosePasswordAsync(page);
        await page.Locator("#repeat").FillAsync(TestApp.Password);
        await page.Locator("button[type=submit]").ClickAsync();
        await Expect(page.GetByTestId("dashboard")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("seller-name")).ToHaveTextAsync("Harbour & Pine");
    }

    private static async Task ChoosePasswordAsync(IPage page)
    {
        var (field, strength, show) = (page.Locator("#password"), page.Locator("#password-strength"), page.Locator("[data-shows=password]"));
        await field.FillAsync("elevenchars");
        await Expect(strength).ToHaveTextAsync("1 more character.");
        await field.FillAsync("passwordpassword");
        await Expect(strength).ToHaveAttributeAsync("data-level", "weak");
        await field.FillAsync("Four otters in a canoe, singing");
        await Expect(strength).ToHaveTextAsync("Strong.");
        await show.ClickAsync();
        await Expect(field).ToHaveAttributeAsync("type", "text");
        await Expect(show).ToHaveAttributeAsync("aria-pressed", "true");
        await ShotAsync(page, "password-shown");
        await show.PressAsync("Enter");
        await Expect(field).ToHaveAttributeAsync("type", "password");
        await field.FillAsync(TestApp.Password);
    }

    private static async Task<string> InviteAsync(IPage page)
    {
        await page.GotoAsync("/team");
        await Expect(page.GetByTestId("team-page")).ToHaveAttributeAsync("data-live", "true");
        await page.GetByTestId("invite-email").FillAsync("packer@marketplace.example");
        await page.GetByTestId("invite-role").SelectOptionAsync("Packer");
        await page.GetByTestId("invite").ClickAsync();
        await Expect(page.GetByTestId("invite-link")).ToBeVisibleAsync();
        return await page.GetByTestId("invite-link").InputValueAsync();
    }

    private static async Task TurnSecondFactorOnAsync(IPage page)
    {
        await page.GotoAsync("/account");
        await ShotAsync(page, "account");
        var key = (await page.GetByTestId("two-factor-key").TextContentAsync())!.Trim();
        await page.GetByTestId("two-factor-confirm").FillAsync(AuthenticatorCode.Of(key));
        await page.GetByTestId("two-factor-password").FillAsync(TestApp.Password);
        await page.GetByTestId("two-factor-turn-on").ClickAsync();
        var codes = page.GetByTestId("recovery-codes").Locator("li");
        await Expect(codes).ToHaveCountAsync(10);
        var recovery = await codes.AllTextContentsAsync();

        // Without the cookie the same person needs both factors; a recovery code stands in for the telephone once.
        await page.Context.ClearCookiesAsync();
        await SignInAsync(page, "packer@marketplace.example");
        await page.GetByTestId("two-factor-code").FillAsync("000000");
        await page.GetByTestId("two-factor-submit").ClickAsync();
        await Expect(page.GetByTestId("two-factor-problem")).ToBeVisibleAsync();
        await ShotAsync(page, "two-factor");
        await page.GetByTestId("two-factor-code").FillAsync(recovery[0].Trim());
        await page.GetByTestId("two-factor-submit").ClickAsync();
        await Expect(page.GetByTestId("dashboard")).ToBeVisibleAsync();
    }

    private static async Task SignInAsync(IPage page, string email)
    {
        await page.GotoAsync("/login");
        await page.GetByTestId("login-email").FillAsync(email);
        await page.GetByTestId("login-password").FillAsync(TestApp.Password);
        await page.GetByTestId("login-submit").ClickAsync();
    }

    private static async Task ShotAsync(IPage page, string name) =>
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screens.Folder, $"{name}.png"), FullPage = true });
}
