using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>A seller's morning: from the work that waits to a selection that is shipped, by keys where keys will do.</summary>
[Collection(BrowserAlone.Name)]
public sealed class MorningRoutineTests
{
    private const int Patience = 60_000;
    private const int PerMarketplace = 32;

    private static readonly string[] Parcels = ["1Z999AA10123456784", "1Z999AA10123456793", "1Z999AA10123456800"];

    [Fact]
    public async Task Seller_Morning_GoesFromTilesToAShippedSelection()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?>
        {
            ["Demo:ConnectStores"] = "true",
            ["Sandbox:Listings"] = "12",
            ["Sandbox:Orders"] = $"{PerMarketplace}",
            ["Schedule:Orders"] = "00:00:02",
        });
        await using var chrome = await Chrome.StartAsync(app.Address);
        using var control = new Control(app.Browser());
        var page = await chrome.OpenAsync();
        await chrome.FollowAsync(page, "morning", async () =>
        {
            await SignInAsync(page);
            await SaveAViewAsync(page);
            await MoveByKeysAsync(page);
            await ShipAllMatchingAsync(page, control);
        });
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.SignInAsync("/orders");
        await Expect(page.GetByTestId("pager")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = Patience });
    }

    private static async Task SaveAViewAsync(IPage page)
    {
        await page.GetByTestId("channel-ebay").ClickAsync();
        await Expect(page).ToHaveURLAsync(Address("channel=ebay"));
        await page.GetByTestId("sort-total").ClickAsync();
        await Expect(page).ToHaveURLAsync(Address("sort=total"));
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
        await Expect(page).Not.ToHaveURLAsync(Address("order="));

        // A closing panel gives the focus back to the row that opened it.
        await Expect(page.Locator("[data-key-open]:focus")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByTestId("search")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("xgo?");
        await Expect(page.GetByTestId("search")).ToHaveValueAsync("xgo?");
        await Expect(page.GetByTestId("shortcuts")).ToBeHiddenAsync();
    }

    /// <summary>A tile and back, the panel beyond the page, and all that match in one selection.</summary>
    private static async Task ShipAllMatchingAsync(IPage page, Control control)
    {
        await page.GotoAsync("/orders");
        await Expect(page.Locator("[data-testid=orders-page][data-live=true]")).ToBeAttachedAsync();
        var tile = page.GetByTestId("work-due-today");
        var count = tile.Locator(".work-tile-count");
        await Expect(count).ToHaveTextAsync(new Regex("^[0-9]+$"));
        var due = int.Parse((await count.TextContentAsync())!, CultureInfo.InvariantCulture);
        await tile.ClickAsync();
        await Expect(tile).ToHaveAttributeAsync("aria-current", "true");
        await Expect(page.GetByTestId("tab-to-ship")).ToContainTextAsync($"{due}");
        await tile.ClickAsync();
        await Expect(page).ToHaveURLAsync(Address("/orders$"));

        var rows = page.GetByTestId("order-row");
        await Expect(rows).ToHaveCountAsync(50);
        await rows.Nth(49).GetByRole(AriaRole.Button).First.ClickAsync();
        var panel = page.GetByTestId("order-panel");
        await Expect(panel.GetByTestId("next-order")).ToBeEnabledAsync();
        var last = (await rows.Nth(49).GetAttributeAsync("data-order"))!;
        await page.Keyboard.PressAsync("j");
        await Expect(page).ToHaveURLAsync(Address("page=2.*order="));

        // While the next page is read, the panel and the grid still show what they did.
        await Expect(panel.GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { Level = 2 })).Not.ToHaveTextAsync(last);
        await Expect(page.GetByTestId("pager")).ToContainTextAsync("51–");
        await Expect(panel).ToContainTextAsync((await rows.First.GetAttributeAsync("data-order"))!);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".side-panel-open")).ToHaveCountAsync(0);

        await page.GetByTestId("orders-grid").Locator("thead").GetByRole(AriaRole.Checkbox).CheckAsync();
        var bar = page.GetByTestId("bulk-bar");
        await bar.GetByTestId("select-all-matching").ClickAsync();
        await Expect(bar.GetByTestId("select-all-matching")).ToHaveCountAsync(0);
        await bar.GetByTestId("ship-button").ClickAsync();
        var entries = page.GetByTestId("ship-entry");
        await Eventually.TrueAsync(async () => await entries.CountAsync() > 50, seconds: 30);
        var sent = new List<(string Id, string Tracking)>();
        for (var i = 0; i < Parcels.Length; i++)
        {
            await entries.Nth(i).Locator("input").First.FillAsync(Parcels[i]);
            sent.Add(((await entries.Nth(i).GetAttributeAsync("aria-label"))!["Order ".Length..], Parcels[i]));
        }

        await page.GetByTestId("ship-send").ClickAsync();
        await Expect(page.GetByTestId("ship-verdict")).ToHaveCountAsync(Parcels.Length);
        foreach (var (id, tracking) in sent)
        {
            await Eventually.TrueAsync(() => control.AnyHoldsAsync(id, tracking), seconds: 60);
        }
    }

    private static Regex Address(string pattern) => new(pattern);
}
