using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>A seller's morning: from the work that waits to a selection that is shipped, by keys where keys will do.</summary>
[Collection(BrowserAlone.Name)]
public sealed class MorningRoutineTests
{
    private const int Patience = 60_000;
    private const int Waiting = 60;

    [Fact]
    public async Task Seller_Morning_GoesFromTilesToAShippedSelection()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?>
        {
            ["Demo:ConnectStores"] = "true",
            ["Sandbox:Listings"] = "12",
            ["Sandbox:Orders"] = $"{Waiting}",
            ["Schedule:Orders"] = "00:00:02",
        });
        await using var chrome = await Chrome.StartAsync(app.Address);
        using var control = new Control(app.Browser());
        var page = await chrome.OpenAsync();
        try
        {
            await SignInAsync(page);
            await SaveAViewAsync(page);
            await MoveByKeysAsync(page);
            await ShipAllMatchingAsync(page, control);
            await Screens.SaveAsync(chrome, page, "/orders", "morning");
            await Screens.SaveAsync(chrome, page, "/customers", "customers");
        }
        catch
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screens.Folder, "morning-failure.png") });
            throw;
        }

        Assert.True(chrome.Complaints.IsEmpty, string.Join(Environment.NewLine, chrome.Complaints));
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/orders");
        await page.GetByTestId("login-email").FillAsync(TestApp.DemoEmail);
        await page.GetByTestId("login-password").FillAsync(TestApp.Password);
        await page.GetByTestId("login-submit").ClickAsync();
        await Expect(page.Locator("[data-testid=orders-page][data-live=true]")).ToBeAttachedAsync();
        await Expect(page.GetByTestId("pager")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = Patience });
    }

    private static async Task SaveAViewAsync(IPage page)
    {
        await page.GetByTestId("channel-ebay").ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("channel=ebay"));
        await page.GetByTestId("sort-total").ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("sort=total"));
        await page.GetByTestId("view-menu").GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByTestId("save-new-view").ClickAsync();
        await page.Locator("input[data-testid=view-name], [data-testid=view-name] input").First.FillAsync("eBay by total");
        await page.GetByTestId("save-view").ClickAsync();
        var tab = page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "eBay by total" });
        await Expect(tab).ToHaveAttributeAsync("aria-current", "page");
        await page.ReloadAsync();
        await Expect(tab).ToHaveAttributeAsync("aria-current", "page");
        await Expect(page.Locator("[data-testid=orders-page][data-live=true]")).ToBeAttachedAsync();
    }

    /// <summary>Keys move, select, open and close; in a field they are letters.</summary>
    private static async Task MoveByKeysAsync(IPage page)
    {
        await Expect(page.GetByTestId("order-row").Nth(1)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByTestId("shortcuts")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("shortcuts")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await Expect(page.GetByTestId("bulk-bar")).ToContainTextAsync("1 selected");
        await page.Keyboard.PressAsync("x");
        await Expect(page.GetByTestId("bulk-bar")).ToHaveCountAsync(0);

        var second = await page.GetByTestId("order-row").Nth(1).GetAttributeAsync("data-order");
        var third = await page.GetByTestId("order-row").Nth(2).GetAttributeAsync("data-order");
        await page.Keyboard.PressAsync("Enter");
        var panel = page.GetByTestId("order-panel");
        await Expect(panel).ToContainTextAsync(second!);
        await Expect(panel.GetByTestId("next-order")).ToBeEnabledAsync();
        await page.Keyboard.PressAsync("j");
        await Expect(panel).ToContainTextAsync(third!);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("order="));

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("xgo?");
        await Expect(page.GetByTestId("search")).ToHaveValueAsync("xgo?");
        await Expect(page.GetByTestId("shortcuts")).ToBeHiddenAsync();
    }

    private static async Task ShipAllMatchingAsync(IPage page, Control control)
    {
        await page.GetByTestId("search").FillAsync("");
        await page.GotoAsync("/orders");
        await Expect(page.Locator("[data-testid=orders-page][data-live=true]")).ToBeAttachedAsync();
        await page.Locator("[data-testid=work-due-today], [data-testid=work-overdue], [data-testid=work-late-risk]").First.ClickAsync();
        await page.GetByTestId("tab-to-ship").ClickAsync();
        await page.GotoAsync("/orders?channel=amazon");
        await Expect(page.Locator("[data-testid=orders-page][data-live=true]")).ToBeAttachedAsync();
        await page.GetByTestId("orders-grid").Locator("thead").GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByTestId("select-all-matching").ClickAsync();
        await Expect(page.GetByTestId("select-all-matching")).ToHaveCountAsync(0);
        await page.GetByTestId("bulk-bar").GetByTestId("ship-button").ClickAsync();
        var entry = page.GetByTestId("ship-entry").First;
        await entry.Locator("input").First.FillAsync("1Z999AA10123456784");
        var id = (await entry.GetAttributeAsync("aria-label"))!["Order ".Length..];
        await page.GetByTestId("ship-send").ClickAsync();
        await Expect(page.GetByTestId("ship-verdict").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Eventually.TrueAsync(() => control.HoldsAsync("amazon", id, "1Z999AA10123456784"), seconds: 60);
    }
}
