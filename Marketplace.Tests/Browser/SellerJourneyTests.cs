using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>A seller's first day, in a real browser against the real application and its three sandboxes.</summary>
[Collection(BrowserAlone.Name)]
public sealed class SellerJourneyTests
{
    private const int Patience = 60_000;
    private static readonly string[] Marketplaces = ["ebay", "amazon", "tiktok"];

    [Fact]
    public async Task Seller_FirstDay_ConnectsSeesStockAndShips()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?>
        {
            ["Schedule:Orders"] = "00:00:02",
            ["Schedule:Inventory"] = "00:00:10",
            ["Sandbox:Listings"] = "30",
            ["Sandbox:Orders"] = "6",
        });
        await using var chrome = await Chrome.StartAsync(app.Address);
        using var control = new Control(app.Browser());
        var page = await chrome.OpenAsync();
        await chrome.FollowAsync(page, "first-day", () => LiveTheDayAsync(page, control));
    }

    private static async Task LiveTheDayAsync(IPage page, Control control)
    {
        await SignInAsync(page);
        foreach (var marketplace in Marketplaces)
        {
            await ConnectAsync(page, marketplace);
        }

        var sku = await SetStockAsync(page, control);
        var orders = await SellAsync(page, control, sku);
        await ShipOneAsync(page, control, "ebay", orders["ebay"]);
        await ShipSelectionAsync(page, control, [("amazon", orders["amazon"]), ("tiktok", orders["tiktok"])]);
        await ShipByFileAsync(page, control);
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/");
        await page.EnterLoginAsync(TestApp.DemoEmail, "not the password");
        await Expect(page.GetByTestId("login-problem")).ToBeVisibleAsync();
        await page.EnterLoginAsync(TestApp.DemoEmail, TestApp.Password);
        foreach (var marketplace in Marketplaces)
        {
            await Expect(page.GetByTestId($"store-card-{marketplace}")).ToHaveAttributeAsync("data-state", "disconnected");
        }
    }

    /// <summary>Goes through the marketplace's consent page; the card turns by itself and the listings come in.</summary>
    private static async Task ConnectAsync(IPage page, string marketplace)
    {
        await page.GetByTestId($"connect-{marketplace}").ClickAsync();
        await Expect(page.GetByText("SANDBOX", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Allow access" }).ClickAsync();
        var card = page.GetByTestId($"store-card-{marketplace}");
        await Expect(card).ToHaveAttributeAsync("data-state", "connected");
        await Expect(card.Locator("dd").First).Not.ToHaveTextAsync("0", new LocatorAssertionsToHaveTextOptions { Timeout = Patience });
    }

    /// <summary>Changes on hand in the grid; each channel's cell follows, and each marketplace agrees.</summary>
    /// <returns>The SKU.</returns>
    private static async Task<string> SetStockAsync(IPage page, Control control)
    {
        await page.OpenAsync("/inventory");
        var sku = (await page.GetByTestId("inventory-row").First.GetAttributeAsync("data-sku"))!;
        var onHand = page.GetByTestId($"onhand-{sku}");
        await onHand.FillAsync("41");
        await onHand.PressAsync("Enter");
        var reserved = int.Parse((await page.GetByTestId($"reserved-{sku}").TextContentAsync())!, CultureInfo.InvariantCulture);
        foreach (var marketplace in Marketplaces)
        {
            var cell = page.GetByTestId($"listing-{sku}-{marketplace}").First;
            await Expect(cell).ToHaveAttributeAsync("data-quantity", $"{41 - reserved}", new LocatorAssertionsToHaveAttributeOptions { Timeout = Patience });
            await Eventually.TrueAsync(async () => await control.QuantityAsync(marketplace, sku) == 41 - reserved);
        }

        return sku;
    }

    /// <summary>Sells one item on each marketplace; the orders appear on the open page, and the other channels follow.</summary>
    /// <returns>Order id by marketplace.</returns>
    private static async Task<Dictionary<string, string>> SellAsync(IPage page, Control control, string sku)
    {
        await page.OpenAsync("/orders");
        await page.EvaluateAsync("window.neverReloaded = true");
        var before = await control.QuantityAsync("amazon", sku);
        var orders = new Dictionary<string, string>();
        foreach (var marketplace in Marketplaces)
        {
            orders[marketplace] = await control.SellAsync(marketplace, sku);
        }

        foreach (var id in orders.Values)
        {
            await Expect(Order(page, id)).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = Patience });
        }

        Assert.True(await page.EvaluateAsync<bool>("window.neverReloaded === true"), "The page was reloaded.");
        foreach (var marketplace in Marketplaces)
        {
            await Eventually.TrueAsync(async () => await control.QuantityAsync(marketplace, sku) == before - 3, seconds: 60);
        }

        return orders;
    }

    private static async Task ShipOneAsync(IPage page, Control control, string marketplace, string id)
    {
        await page.OpenAsync("/orders");
        await Order(page, id).GetByRole(AriaRole.Button).First.ClickAsync();
        await page.GetByTestId("order-panel").GetByTestId("ship-order").ClickAsync();
        await EnterParcelAsync(page, id, "1Z999AA10123456784");
        await SendAsync(page);
        await Eventually.TrueAsync(() => control.HoldsAsync(marketplace, id, "1Z999AA10123456784"), seconds: 60);
        await Expect(page.GetByTestId("order-panel").GetByTestId("shipment")).ToHaveAttributeAsync("data-state", "confirmed", new LocatorAssertionsToHaveAttributeOptions { Timeout = Patience });
    }

    private static async Task ShipSelectionAsync(IPage page, Control control, IReadOnlyList<(string Marketplace, string Id)> orders)
    {
        await page.OpenAsync("/orders");
        foreach (var (_, id) in orders)
        {
            await page.Locator("tr", new PageLocatorOptions { Has = Order(page, id) }).GetByRole(AriaRole.Checkbox).CheckAsync();
        }

        await page.GetByTestId("bulk-bar").GetByTestId("ship-button").ClickAsync();
        foreach (var ((_, id), number) in orders.Zip(["1Z999AA10123456793", "1Z999AA10123456800"]))
        {
            await EnterParcelAsync(page, id, number);
        }

        await SendAsync(page);
        foreach (var ((marketplace, id), number) in orders.Zip(["1Z999AA10123456793", "1Z999AA10123456800"]))
        {
            await Eventually.TrueAsync(() => control.HoldsAsync(marketplace, id, number), seconds: 60);
            await Expect(Order(page, id)).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = Patience });
        }
    }

    private static async Task ShipByFileAsync(IPage page, Control control)
    {
        await page.OpenAsync("/bulk");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("download-pending").ClickAsync());
        var path = Path.Combine(Screens.Folder, "..", "orders-to-ship.xlsx");
        await download.SaveAsAsync(path);
        var filled = FilledWorkbook.Fill(path);
        Assert.True(filled.TrackingByOrder.Count >= 10, $"{filled.TrackingByOrder.Count} orders wait to be shipped.");

        await page.GetByTestId("upload").SetInputFilesAsync(filled.Path);
        var card = page.GetByTestId("file-card");
        await Expect(card).ToHaveAttributeAsync("data-state", "judged", new LocatorAssertionsToHaveAttributeOptions { Timeout = Patience });
        await Expect(page.GetByTestId("row-verdict").First).ToBeVisibleAsync();
        await card.GetByTestId("send-file").ClickAsync();
        await Expect(card).ToHaveAttributeAsync("data-state", "sent", new LocatorAssertionsToHaveAttributeOptions { Timeout = Patience });
        await Expect(card.GetByTestId("download-results")).ToBeVisibleAsync();

        foreach (var (id, number) in filled.TrackingByOrder)
        {
            await Eventually.TrueAsync(() => control.AnyHoldsAsync(id, number), seconds: 90);
        }

        await page.OpenAsync("/orders");
        await Expect(page.GetByTestId("no-orders")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = Patience });
    }

    private static ILocator Order(IPage page, string id) => page.Locator($"[data-testid=order-row][data-order='{id}']");

    private static async Task EnterParcelAsync(IPage page, string id, string tracking)
    {
        await Field(page, $"tracking-{id}").FillAsync(tracking);
        var carrier = Field(page, $"carrier-{id}");
        await carrier.FillAsync("UPS");
        await carrier.PressAsync("Tab");
    }

    private static async Task SendAsync(IPage page)
    {
        await page.GetByTestId("ship-send").ClickAsync();
        await Expect(page.GetByTestId("ship-verdict").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
    }

    /// <summary>The input of a field, whether the mark sits on it or around it.</summary>
    private static ILocator Field(IPage page, string id) => page.Locator($"input[data-testid='{id}'], [data-testid='{id}'] input").First;
}
