using System.Diagnostics;
using System.Globalization;
using Marketplace.Web.Images;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>
/// Two people look at one shop through two instances while one of its channels sells in a burst; <c>MARKETPLACE_BURST</c> says how
/// much. What they see, what is stored and what the marketplaces show is the same to the unit.
/// </summary>
[Collection(BrowserAlone.Name)]
public sealed class TwoInstancesTests(ITestOutputHelper output)
{
    private const int OnHand = 5_000;
    private const string Seller = "ebay";
    private static readonly string[] Others = ["amazon", "tiktok"];
    private static readonly int Burst = int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_BURST"), CultureInfo.InvariantCulture, out var burst) ? burst : 40;

    [Fact]
    public async Task Burst_OnOneChannel_ShowsOnBothScreensAndOnTheOtherChannels()
    {
        await using var shop = await BuiltShop.OpenAsync(instances: 2, onPostgres: true);
        var stock = await SharedStock.FillAsync(shop, OnHand);
        await using var here = await Chrome.StartAsync(shop.Instances[0].Address);
        await using var there = await Chrome.StartAsync(shop.Instances[1].Address);
        Chrome[] browsers = [here, there];
        var orders = await Task.WhenAll(browsers.Select(browser => OpenAsync(browser, "/orders")));
        var inventories = await Task.WhenAll(browsers.Zip(orders, (browser, page) => OpenAsync(browser, "/inventory", page)));
        var before = await CountAsync(orders[0]);
        Assert.Equal(before, await CountAsync(orders[1]));

        var sold = Sell(shop, [.. stock.Keys]);
        var started = Stopwatch.GetTimestamp();
        await AllShowAsync(orders, before + Burst);
        var seen = Stopwatch.GetElapsedTime(started);
        foreach (var (sku, left) in stock.Select(s => (s.Key, s.Value - sold.GetValueOrDefault(s.Key))))
        {
            foreach (var page in inventories)
            {
                await Expect(page.GetByTestId($"available-{sku}")).ToHaveTextAsync($"{left}", new LocatorAssertionsToHaveTextOptions { Timeout = 60_000 });
            }
        }

        await shop.UntilNullAsync(() => Task.FromResult(Disagreement(shop, stock, sold)));
        output.WriteLine($"{Burst} sales: on both screens after {seen.TotalSeconds:0.0} s, on all channels after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        foreach (var page in orders.Concat(inventories))
        {
            Assert.True(await page.EvaluateAsync<bool>("window.neverReloaded === true"), "A page was reloaded.");
        }

        // Pictures of items lie with the marketplaces.
        Assert.DoesNotContain(here.Complaints.Concat(there.Complaints), complaint => !complaint.Contains($"/{ImageLinks.Path}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Proxy_InstanceDies_VisitorsGoOnWithTheOther()
    {
        await using var shop = await BuiltShop.OpenAsync(instances: 2, onPostgres: true);
        await using var proxy = await Nginx.StartAsync(shop.Instances);
        var stock = await SharedStock.FillAsync(shop, OnHand);
        await using var chrome = await Chrome.StartAsync(proxy.Address);
        var pages = new[] { await OpenAsync(chrome, "/orders"), await OpenAsync(chrome, "/orders"), await OpenAsync(chrome, "/orders"), await OpenAsync(chrome, "/orders") };
        var before = await CountAsync(pages[0]);

        Sell(shop, [.. stock.Keys]);
        await AllShowAsync(pages, before + Burst);
        await shop.Instances[0].KillAsync();
        var killed = Stopwatch.GetTimestamp();
        Sell(shop, [.. stock.Keys]);

        await AllShowAsync(pages, before + (2 * Burst));
        output.WriteLine($"all screens showed what was sold after the death of an instance within {Stopwatch.GetElapsedTime(killed).TotalSeconds:0.0} s of it, untouched");
    }

    private static async Task AllShowAsync(IEnumerable<IPage> pages, int count)
    {
        foreach (var page in pages)
        {
            await Expect(Count(page)).ToHaveTextAsync(count.ToString("N0", CultureInfo.InvariantCulture), new LocatorAssertionsToHaveTextOptions { Timeout = 120_000 });
        }
    }

    /// <returns>Items sold by SKU.</returns>
    private static Dictionary<string, int> Sell(BuiltShop shop, List<string> skus)
    {
        var sold = new Dictionary<string, int>();
        for (var i = 0; i < Burst; i++)
        {
            var sku = skus[i % skus.Count];
            shop.Sandbox.Marketplace(Seller).CreateOrders(1, sku, 1);
            sold[sku] = sold.GetValueOrDefault(sku) + 1;
        }

        return sold;
    }

    private static string? Disagreement(BuiltShop shop, IReadOnlyDictionary<string, int> stock, Dictionary<string, int> sold) =>
        (from item in stock
         from marketplace in Others.Append(Seller)
         let left = item.Value - sold.GetValueOrDefault(item.Key)
         let shown = shop.Shown(marketplace, item.Key)
         where shown != left
         select $"{marketplace} shows {shown} of {item.Key}, the stock page {left}").FirstOrDefault();

    /// <summary>Opens a page of the application in a window of its own, signed in as in another.</summary>
    private static async Task<IPage> OpenAsync(Chrome browser, string path, IPage? signedIn = null)
    {
        var page = await browser.OpenAsync(state: signedIn is null ? null : await signedIn.Context.StorageStateAsync());
        await (signedIn is null ? page.SignInAsync(path, BuiltShop.Email) : page.OpenAsync(path));
        await page.EvaluateAsync("window.neverReloaded = true");
        return page;
    }

    private static ILocator Count(IPage page) => page.GetByTestId("tab-to-ship").Locator(".filter-tab-count");

    private static async Task<int> CountAsync(IPage page) =>
        int.Parse((await Count(page).TextContentAsync())!, NumberStyles.Integer | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
