using System.Collections.Concurrent;
using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>What opens on pages (a panel, a dialog, a file with its verdicts, an editor that is filled in), on each screen.</summary>
[Collection(BrowserAlone.Name)]
public sealed class OpenedStatesTests
{
    private const int Patience = 60_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OpenedStates_OnEachScreen_FitAndAreUsable()
    {
        await using var app = TestApp.Start(new Dictionary<string, string?>
        {
            ["Demo:ConnectStores"] = "true",
            ["Sandbox:Listings"] = "12",
            ["Sandbox:Orders"] = "8",
            ["Schedule:Orders"] = "00:00:05",
        });
        await using var chrome = await Chrome.StartAsync(app.Address);
        var owner = await SignedInOwner.StateAsync(chrome);
        var incidents = new Incidents(app, await app.SellerIdAsync());
        await incidents.ShipElsewhereAsync();
        var returned = await incidents.ReturnAsync();
        var findings = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(Screens.All, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Cancel }, async (screen, _) =>
        {
            (string Name, Func<IPage, Task> Open)[] states =
            [
                ("order-drawer", OpenDrawerAsync), ("ship-dialog", OpenShipDialogAsync), ("file-verdicts", UploadAsync), ("rule-filled", FillRuleAsync),
                ("return-asked", page => OpenReturnAsync(page, returned)), ("shipped-elsewhere", OpenStoppedAsync),
            ];
            foreach (var (name, open) in states)
            {
                var page = await chrome.OpenAsync(screen.Opened.Width, screen.Opened.Height, screen.Scheme, owner);
                await open(page);
                foreach (var finding in await Screens.LookAsync(page, screen, name))
                {
                    findings.Enqueue(finding);
                }

                await page.Context.CloseAsync();
            }
        });

        var wrong = findings.Concat(chrome.Complaints).Order().ToList();
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private static async Task OpenDrawerAsync(IPage page)
    {
        await page.OpenAsync("/orders");
        await page.GetByTestId("order-row").First.GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(page.GetByTestId("order-panel").GetByTestId("order-timeline")).ToBeVisibleAsync();
    }

    /// <summary>A parcel with a number that cannot be one.</summary>
    private static async Task OpenShipDialogAsync(IPage page)
    {
        await OpenDrawerAsync(page);
        await page.GetByTestId("order-panel").GetByTestId("ship-order").ClickAsync();
        var number = page.GetByTestId("ship-entry").Locator("input").First;
        await number.FillAsync("9.4E+21");
        await number.PressAsync("Tab");
        await Expect(page.GetByTestId("ship-entry").Locator(".mud-input-error").First).ToBeVisibleAsync();
    }

    /// <summary>A return whose seller is about to refuse.</summary>
    private static async Task OpenReturnAsync(IPage page, Guid order)
    {
        await page.OpenAsync($"/orders?tab=all&order={order}");
        await page.GetByTestId("return-no").ClickAsync();
        await Expect(page.GetByTestId("return-reason")).ToBeVisibleAsync();
    }

    private static async Task OpenStoppedAsync(IPage page)
    {
        await page.OpenAsync("/confirmations?show=stopped");
        await Expect(page.GetByTestId("send-anyway")).ToBeVisibleAsync();
    }

    private static async Task UploadAsync(IPage page)
    {
        await page.OpenAsync("/orders");
        var order = await page.GetByTestId("order-row").First.GetAttributeAsync("data-order");
        await page.OpenAsync("/bulk");
        var text = $"Order ID,Tracking Number,Carrier\n{order},1Z999AA10123456784,UPS\nNOBODYS-1,1Z999AA10123456793,UPS\n{order},9.4E+21,UPS\n{order},,UPS\n";
        await page.GetByTestId("upload").SetInputFilesAsync(new FilePayload { Name = "orders.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
        await Expect(page.GetByTestId("file-card")).ToHaveAttributeAsync("data-state", "judged", new LocatorAssertionsToHaveAttributeOptions { Timeout = Patience });
        await Expect(page.GetByTestId("row-verdict")).ToHaveCountAsync(4);
    }

    private static async Task FillRuleAsync(IPage page)
    {
        await page.OpenAsync("/rules");
        await page.GetByTestId("new-rule").ClickAsync();
        await page.GetByTestId("rule-name").FillAsync("Small parcels");
        await page.GetByTestId("condition-kind").SelectOptionAsync("Items-AtMost");
        await page.Locator("input[data-testid=condition-value]").FillAsync("1000");
        await page.GetByTestId("step-text").FillAsync("small");
        await page.GetByTestId("step-text").PressAsync("Tab");
        await page.GetByTestId("try-rule").ClickAsync();
        await Expect(page.GetByTestId("trial-count")).ToContainTextAsync("Would have matched");
    }
}
