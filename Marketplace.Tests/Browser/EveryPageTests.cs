using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using Marketplace.Core.Fulfillment.Rules;
using Marketplace.Core.Sync;
using Marketplace.Tests.Connections;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>
/// Every page there is, found by its route, as the owner of three stores sees it on each screen; pages that need no sign-in as a visitor
/// sees them. A page with a new route parameter needs a value for it here.
/// </summary>
[Collection(BrowserAlone.Name)]
public sealed partial class EveryPageTests
{
    private static readonly List<(string Route, bool IsOpen)> Pages =
        [.. from type in typeof(Program).Assembly.GetTypes()
            from route in type.GetCustomAttributes<RouteAttribute>()
            orderby route.Template
            select (route.Template, type.IsDefined(typeof(AllowAnonymousAttribute)))];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryPage_OnEachScreen_FitsIsUsableAndKeepsThePolicy()
    {
        Assert.NotEmpty(Pages);
        await using var app = TestApp.Start(new Dictionary<string, string?> { ["Sandbox:Listings"] = "12", ["Sandbox:Orders"] = "8" });
        await using var chrome = await Chrome.StartAsync(app.Address);
        var values = await FillAsync(app);
        var owner = await SignedInOwner.StateAsync(chrome);
        var findings = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(Screens.All, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Cancel }, async (screen, _) =>
        {
            foreach (var isOpen in (bool[])[false, true])
            {
                var page = await chrome.OpenAsync(screen.Opened.Width, screen.Opened.Height, screen.Scheme, isOpen ? null : owner);
                foreach (var (route, _) in Pages.Where(p => p.IsOpen == isOpen))
                {
                    await LookAsync(page, screen, route, values, findings);
                }

                await page.Context.CloseAsync();
            }
        });

        var wrong = findings.Concat(chrome.Complaints).Order().ToList();
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private static async Task LookAsync(IPage page, Screen screen, string route, Dictionary<string, string> values, ConcurrentQueue<string> findings)
    {
        var path = Parameter().Replace(route, match => values[match.Groups[1].Value]);
        await page.GotoAsync(path);
        if (new Uri(page.Url).AbsolutePath != path)
        {
            if (!AccountPagesTests.Routes.Contains(route))
            {
                findings.Enqueue($"{route} on {screen.Name} led to {page.Url}, so that nobody looked at it");
            }

            return;
        }

        foreach (var finding in await Screens.LookAsync(page, screen, NameOf(route)))
        {
            findings.Enqueue(finding);
        }

        if (await page.Locator("h1").CountAsync() != 1)
        {
            findings.Enqueue($"{route} on {screen.Name} has not one heading of its own");
        }
    }

    /// <summary>Connects the stores, so that pages have something to show.</summary>
    /// <returns>A value for each parameter of a route.</returns>
    private static async Task<Dictionary<string, string>> FillAsync(TestApp app)
    {
        var store = Guid.Empty;
        foreach (var marketplace in TestStore.Marketplaces(app))
        {
            store = await TestStore.ConnectAsync(app, marketplace);
            await app.Services.GetRequiredService<SyncStarter>().StartForConnectionAsync(await app.SellerIdAsync(), store, SyncJob.Products, "test", Cancel);
        }

        var draft = new RuleDraft("Small parcels", new RuleTerms([], [new RuleStep { Kind = RuleStepKind.Tag, Text = "small" }]), false);
        var (rule, problem) = await app.Services.GetRequiredService<RuleBook>().SaveAsync(await app.SellerIdAsync(), null, draft, "test", Cancel);
        Assert.Null(problem);
        return new() { ["ConnectionId"] = $"{store}", ["StoreId"] = $"{store}", ["JobName"] = $"{SyncJob.Orders}", ["RuleId"] = $"{rule}" };
    }

    private static string NameOf(string route) => route == "/" ? "dashboard" : Parameter().Replace(route, "$1").Trim('/').Replace('/', '-');

    [GeneratedRegex(@"\{(\w+)(?::\w+)?\}")]
    private static partial Regex Parameter();
}
