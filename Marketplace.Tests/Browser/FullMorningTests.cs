using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>
/// Three stores and a morning's orders, all shipped by one file, and the answer for each whether its marketplace has it. A few orders by
/// default; <c>MARKETPLACE_MORNING=400</c> for a full morning, at the limits that the marketplaces publish.
/// </summary>
[Collection(BrowserAlone.Name)]
public sealed partial class FullMorningTests
{
    private const int Patience = 120_000;
    private static readonly string[] Marketplaces = ["ebay", "amazon", "tiktok"];
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("MARKETPLACE_MORNING") is { Length: > 0 };
    private static readonly int Orders = IsFull ? int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_MORNING")!, CultureInfo.InvariantCulture) : 129;

    [Fact]
    public async Task Seller_ThreeStores_ShipsEveryOrderAndKnowsOfEachThatItsMarketplaceHasIt()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?>
        {
            ["Demo:ConnectStores"] = "true",
            ["Sandbox:Listings"] = "30",
            ["Sandbox:Orders"] = $"{Orders / Marketplaces.Length}",
            ["Schedule:Orders"] = IsFull ? "00:02:00" : "00:00:05",
            ["Sandbox:EnforceLimits"] = IsFull ? "true" : "false",
            ["Sandbox:RateFactor"] = IsFull ? "1" : "1000",
        });
        await using var chrome = await Chrome.StartAsync(app.Address);
        using var control = new Control(app.Browser());
        var page = await chrome.OpenAsync();
        await chrome.FollowAsync(page, "full-morning", () => ShipAllAsync(page, control));
    }

    private static async Task ShipAllAsync(IPage page, Control control)
    {
        var clock = Stopwatch.StartNew();
        void Note(string step) => TestContext.Current.TestOutputHelper?.WriteLine($"{clock.Elapsed.TotalSeconds,6:0.0} s  {step}");
        await page.SignInAsync("/orders");
        await Expect(page.GetByTestId("tab-all")).ToContainTextAsync($"{Orders / Marketplaces.Length * Marketplaces.Length}", new LocatorAssertionsToContainTextOptions { Timeout = Patience });
        Note("every order is in the queue");

        clock.Restart();
        var filled = await DownloadAsync(page);
        Note($"{filled.TrackingByOrder.Count} orders selected, downloaded and filled in");
        await SendFileAsync(page, filled);
        Note("the file is sent");
        await SeeAllConfirmedAsync(page, filled.TrackingByOrder.Count);
        Note("every parcel is seen on its marketplace");
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(10), $"It took {clock.Elapsed}.");

        foreach (var (id, number) in filled.TrackingByOrder)
        {
            Assert.Equal(1, Regex.Count(await control.FindOrderAsync(id) ?? "", $"\"{number}\""));
        }
    }

    /// <summary>Selects all that match and takes them as a workbook.</summary>
    private static async Task<FilledWorkbook> DownloadAsync(IPage page)
    {
        await page.GetByTestId("orders-grid").Locator("thead").GetByRole(AriaRole.Checkbox).CheckAsync();
        var bar = page.GetByTestId("bulk-bar");
        await bar.GetByTestId("select-all-matching").ClickAsync();
        await Expect(bar.GetByTestId("select-all-matching")).ToHaveCountAsync(0);
        var download = await page.RunAndWaitForDownloadAsync(() => bar.GetByTestId("shipping-file").ClickAsync());
        var path = Path.Combine(Screens.Folder, "..", "morning.xlsx");
        await download.SaveAsAsync(path);
        return FilledWorkbook.Fill(path);
    }

    private static async Task SendFileAsync(IPage page, FilledWorkbook filled)
    {
        await page.GetByTestId("bulk-bar").GetByTestId("ship-by-file").ClickAsync();
        await page.Locator("[data-testid=fulfillment][data-live=true]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await page.GetByTestId("upload").SetInputFilesAsync(filled.Path);
        var card = page.GetByTestId("file-card");
        await Expect(card).ToHaveAttributeAsync("data-state", "judged", new LocatorAssertionsToHaveAttributeOptions { Timeout = Patience });
        await Expect(page.GetByTestId("rows-refused")).ToContainTextAsync("0");
        await card.GetByTestId("send-file").ClickAsync();
        await Expect(card).ToHaveAttributeAsync("data-state", "sent", new LocatorAssertionsToHaveAttributeOptions { Timeout = Patience });
    }

    /// <summary>Each store's light is green with nothing pending, and together they have every parcel.</summary>
    private static async Task SeeAllConfirmedAsync(IPage page, int orders)
    {
        await page.OpenAsync("/confirmations?show=confirmed");
        var confirmed = 0;
        foreach (var marketplace in Marketplaces)
        {
            var card = page.GetByTestId($"write-back-{marketplace}");
            await Expect(card).ToContainTextAsync(new Regex(@"(^|\D)0 pending · 0 failed"), new LocatorAssertionsToContainTextOptions { Timeout = 600_000 });
            await Expect(card).ToHaveAttributeAsync("data-light", "green");
            confirmed += int.Parse(Confirmed().Match((await card.TextContentAsync())!).Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        }

        Assert.Equal(orders, confirmed);
        await Expect(page.GetByTestId("write-back").First).ToHaveAttributeAsync("data-state", "confirmed");
        await Expect(page.GetByTestId("pager")).ToContainTextAsync($"of {orders}");
    }

    [GeneratedRegex(@"([\d,]+) confirmed")]
    private static partial Regex Confirmed();
}
