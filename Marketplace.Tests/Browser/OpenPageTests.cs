using Marketplace.Core.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>What changes about a user reaches the pages that they have open, and what they choose in their profile holds everywhere.</summary>
[Collection(BrowserAlone.Name)]
public sealed class OpenPageTests
{
    // Open pages ask every fifteen seconds.
    private const int Patience = 60_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OpenPage_SignInOrRoleOrPlaceTakenAway_EndsUntouched()
    {
        await using var app = TestApp.Start();
        var seller = await app.SellerIdAsync();
        await app.AddMemberAsync("away@marketplace.example", Role.Manager);
        var demoted = await app.AddMemberAsync("demoted@marketplace.example", Role.Manager);
        var removed = await app.AddMemberAsync("removed@marketplace.example", Role.Manager);
        await using var chrome = await Chrome.StartAsync(app.Address);
        var left = await SignInAsync(chrome, "away@marketplace.example", "/orders");
        var lessened = await SignInAsync(chrome, "demoted@marketplace.example", "/automation");
        var homeless = await SignInAsync(chrome, "removed@marketplace.example", "/orders");
        var elsewhere = await SignInAsync(chrome, "away@marketplace.example", "/");

        await elsewhere.GotoAsync("/account");
        await elsewhere.GetByTestId("end-sessions").ClickAsync();
        await Expect(elsewhere.GetByTestId("sessions").Locator("li")).ToHaveCountAsync(1);
        Assert.Null(await app.Services.GetRequiredService<TeamBook>().ChangeRoleAsync(seller, demoted, Role.Packer, Cancel));
        Assert.Null(await app.Services.GetRequiredService<TeamBook>().RemoveAsync(seller, removed, Cancel));

        await Expect(left.GetByTestId("login")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = Patience });
        await Expect(lessened.GetByTestId("not-allowed")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = Patience });
        await Expect(homeless.GetByTestId("orders-page")).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = Patience });
        await Expect(homeless.GetByTestId("not-allowed")).ToBeVisibleAsync();
        await elsewhere.GotoAsync("/orders");
        await Expect(elsewhere.GetByTestId("orders-page")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Profile_ThemeAndZoneChosen_HoldOnEveryPageOverWhatTheBrowserHad()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Demo:ConnectStores"] = "true", ["Sandbox:Orders"] = "1" });
        await using var chrome = await Chrome.StartAsync(app.Address);
        var page = await SignInAsync(chrome, TestApp.DemoEmail, "/");
        var root = page.Locator("html");
        await page.Locator("[data-theme-toggle]:visible").ClickAsync();
        await Expect(root).ToHaveAttributeAsync("data-theme", "dark");

        await page.GotoAsync("/account");
        await page.GetByTestId("profile-theme").SelectOptionAsync("light");
        await page.GetByTestId("profile-zone").FillAsync("Asia/Tokyo");
        await page.GetByTestId("profile-save").ClickAsync();
        await Expect(page.GetByTestId("profile-said")).ToHaveTextAsync("Saved.");
        await Expect(root).ToHaveAttributeAsync("data-theme", "light");

        await page.GotoAsync("/automation");
        await Expect(root).ToHaveAttributeAsync("data-theme", "light");
        var time = page.Locator("time").First;
        await Expect(time).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = Patience });
        await Eventually.TrueAsync(async () => await TellsTokyoAsync(time), seconds: 40);

        // A click on the toggle is newer than the profile, and holds in this browser.
        await page.Locator("[data-theme-toggle]:visible").ClickAsync();
        await page.ReloadAsync();
        await Expect(root).ToHaveAttributeAsync("data-theme", "dark");
    }

    private static async Task<bool> TellsTokyoAsync(ILocator time)
    {
        var at = DateTimeOffset.Parse((await time.GetAttributeAsync("datetime"))!, System.Globalization.CultureInfo.InvariantCulture);
        return await time.GetAttributeAsync("title") == at.ToOffset(TimeSpan.FromHours(9)).ToString("ddd d MMM yyyy, HH:mm", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<IPage> SignInAsync(Chrome chrome, string email, string path)
    {
        var page = await chrome.OpenAsync();
        await page.SignInAsync(path, email);
        return page;
    }
}
