using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

/// <summary>Debian's Chromium, driven by Playwright, which watches what leaves the host.</summary>
internal sealed class Chrome : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

    // Told through the console, where page errors are heard too.
    private const string TellOfPolicy = "addEventListener('securitypolicyviolation', e => console.error(`against the policy ${e.violatedDirective}: ${e.blockedURI} ${e.sample}`));";

    // Longer than people wait, as the machine that runs the tests does much else.
    private const int Patience = 30_000;

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly Uri app;

    static Chrome() => Assertions.SetDefaultExpectTimeout(Patience);

    private Chrome(IPlaywright playwright, IBrowser browser, Uri app)
    {
        this.playwright = playwright;
        this.browser = browser;
        this.app = app;
    }

    /// <summary>Requests to other hosts, what the content security policy forbade, and errors in the page's console.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Skips the test where there is no browser, except under CI.</summary>
    public static void Demand()
    {
        if (!File.Exists(Program))
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", $"There is no {Program} (Debian: apt-get install chromium).");
            Assert.Fail($"{Program} must be installed where CI=true.");
        }
    }

    /// <summary>Starts the browser.</summary>
    public static async Task<Chrome> StartAsync(Uri app)
    {
        Demand();
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = Arguments });
        return new Chrome(playwright, browser, app);
    }

    /// <summary>A window of its own. Signed in when it takes over the state of another.</summary>
    public async Task<IPage> OpenAsync(int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light, string? state = null)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = app.AbsoluteUri,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            StorageState = state,
            AcceptDownloads = true,
        });
        await context.AddInitScriptAsync(TellOfPolicy);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        page.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            if (url.Scheme is "http" or "https" or "ws" or "wss" && url.Authority != app.Authority)
            {
                Complaints.Enqueue($"left the host: {request.Url}");
            }
        };
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Complaints.Enqueue($"console on {page.Url}: {message.Text} {message.Location}");
            }
        };
        page.PageError += (_, error) => Complaints.Enqueue($"script on {page.Url}: {error}");
        return page;
    }

    /// <summary>Goes through a journey in a window, leaves a picture of it where the journey fails, and wants no complaint at its end.</summary>
    /// <param name="page">A window of this browser.</param>
    /// <param name="name">Name of the picture.</param>
    /// <param name="journey">What the seller does.</param>
    public async Task FollowAsync(IPage page, string name, Func<Task> journey)
    {
        try
        {
            await journey();
        }
        catch
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screens.Folder, $"{name}-failure.png") });
            throw;
        }

        Assert.True(Complaints.IsEmpty, string.Join(Environment.NewLine, Complaints));
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
