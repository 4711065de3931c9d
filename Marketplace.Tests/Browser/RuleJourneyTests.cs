using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Tests.Connections;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>A rule is written as a sentence, tried on past orders, switched on, and does its work.</summary>
[Collection(BrowserAlone.Name)]
public sealed partial class RuleJourneyTests
{
    private const int Patience = 60_000;

    [Fact]
    public async Task Rule_WrittenTriedAndSwitchedOn_TagsTheOrdersThatFit()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Sandbox:Listings"] = "8", ["Sandbox:Orders"] = "6", ["Schedule:Orders"] = "00:00:01" });
        await using var chrome = await Chrome.StartAsync(app.Address);
        await TestStore.ConnectAsync(app);
        var page = await chrome.OpenAsync();
        await chrome.FollowAsync(page, "rule", async () =>
        {
            await page.SignInAsync("/orders");
            await Expect(page.GetByTestId("order-row").First).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = Patience });
            await WriteAsync(page);
            await SwitchOnAndRunAsync(page);
        });
    }

    private static async Task WriteAsync(IPage page)
    {
        await page.OpenAsync("/rules");
        await page.GetByTestId("new-rule").ClickAsync();
        await page.GetByTestId("rule-name").FillAsync("Small parcels");
        await page.GetByTestId("condition-kind").SelectOptionAsync("Items-AtMost");
        await page.Locator("input[data-testid=condition-value]").FillAsync("1000");
        await page.GetByTestId("step-text").FillAsync("small");
        await page.GetByTestId("step-text").PressAsync("Tab");
        await Expect(page.GetByTestId("rule-sentence")).ToHaveTextAsync("When it has at most 1000 items, then tag it “small”.");
        await Expect(page.GetByTestId("switch-on")).ToHaveCountAsync(0);

        await page.GetByTestId("try-rule").ClickAsync();
        var count = page.GetByTestId("trial-count");
        await Expect(count).ToContainTextAsync("Would have matched");
        var matched = int.Parse(Matched().Match((await count.TextContentAsync())!).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(matched > 0, "The rule fits none of the orders.");
        await Expect(page.GetByTestId("rule-example").First).ToBeVisibleAsync();
        await page.WaitForURLAsync(new Regex("/rules/[0-9a-f-]{36}$"));
    }

    private static async Task SwitchOnAndRunAsync(IPage page)
    {
        await page.GetByTestId("switch-on").ClickAsync();
        await Expect(page.GetByTestId("rule-state")).ToHaveTextAsync("On");
        await page.OpenAsync("/rules");
        await page.GetByTestId("run-rules").ClickAsync();
        await Expect(page.GetByTestId("rule-application").First).ToContainTextAsync("tag it “small”", new LocatorAssertionsToContainTextOptions { Timeout = Patience });
        await page.GetByTestId("rule-application").First.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.GetByTestId("order-panel").GetByTestId("tag")).ToContainTextAsync("small");
        await Expect(page.GetByTestId("order-timeline")).ToContainTextAsync("Rule “Small parcels”, version 1");
    }

    [GeneratedRegex(@"matched (\d+) of")]
    private static partial Regex Matched();
}
