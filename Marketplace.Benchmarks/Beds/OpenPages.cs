using Microsoft.Playwright;

namespace Marketplace.Benchmarks.Beds;

/// <summary>One page, opened in many tabs of a real browser, each with a circuit of its own. The browser's memory and time are not the product's.</summary>
internal sealed class OpenPages : IAsyncDisposable
{
    // Some tabs share a process: with one for each the machine's memory would not do, and one for all would do little but collect its garbage.
    private static readonly string[] Arguments = ["--no-sandbox", "--renderer-process-limit=16", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly IBrowserContext context;
    private readonly List<IPage> pages = [];

    private OpenPages(IPlaywright playwright, IBrowser browser, IBrowserContext context)
    {
        this.playwright = playwright;
        this.browser = browser;
        this.context = context;
    }

    /// <summary>The browser; null where there is none.</summary>
    public static string? Program { get; } = new[] { "/usr/bin/chromium", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    /// <summary>Signs in, and opens no page yet.</summary>
    public static async Task<OpenPages> SignInAsync(ProductApp app)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = Arguments });
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = app.Address.AbsoluteUri, ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout((float)TimeSpan.FromMinutes(5).TotalMilliseconds);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/login");
        await page.GetByTestId("login-email").FillAsync(ProductApp.Email);
        await page.GetByTestId("login-password").FillAsync(ProductApp.Password);
        await page.GetByTestId("login-submit").ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/login", StringComparison.Ordinal));
        await page.CloseAsync();
        return new OpenPages(playwright, browser, context);
    }

    /// <summary>Opens a page in so many tabs; each hears of changes when this returns.</summary>
    public async Task OpenAsync(string path, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var page = await context.NewPageAsync();
            await page.GotoAsync(path);
            await page.Locator("[data-live=true]").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
            pages.Add(page);
        }
    }

    /// <summary>Waits until the tab that was opened last shows an order.</summary>
    public Task UntilShownAsync(string order) => pages[^1].Locator($"[data-order='{order}']").WaitForAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await context.CloseAsync();
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
