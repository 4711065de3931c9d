using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

/// <summary>Looks at a page as people see it: wide and narrow, light and dark, and through the eyes of assistive technology.</summary>
internal static class Screens
{
    private static readonly (string Name, int Width, int Height)[] Sizes = [("1440", 1440, 900), ("390", 390, 844)];
    private static readonly string[] Grave = ["serious", "critical"];

    /// <summary>Folder of the pictures.</summary>
    public static string Folder { get; } = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "screenshots")).FullName;

    /// <summary>Saves four pictures of a page and fails where one does not fit its width or is hard to use for some.</summary>
    /// <param name="chrome">The browser.</param>
    /// <param name="signedIn">Page whose sign-in is taken over.</param>
    /// <param name="path">Address within the application.</param>
    /// <param name="name">Name of the pictures.</param>
    public static async Task SaveAsync(Chrome chrome, IPage signedIn, string path, string name)
    {
        var state = await signedIn.Context.StorageStateAsync();
        var findings = new List<string>();
        foreach (var (size, width, height) in Sizes)
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                var page = await chrome.OpenAsync(width, height, scheme, state);
                await page.GotoAsync(path);
                await page.Locator("[data-live=true]").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
                await page.WaitForFunctionAsync("() => !document.querySelector('.skeleton-row')");

                // A colour on its way from one state to another is neither.
                await page.AddStyleTagAsync(new PageAddStyleTagOptions { Content = "*, *::before, *::after { transition: none !important; animation: none !important; }" });
                var place = $"{name}-{size}-{scheme.ToString().ToLowerInvariant()}";
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, $"{place}.png") });
                if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") > width)
                {
                    findings.Add($"{place}: scrolls sideways");
                }

                findings.AddRange(await AxeAsync(page, place));
                await page.Context.CloseAsync();
            }
        }

        Assert.True(findings.Count == 0, string.Join(Environment.NewLine, findings));
    }

    private static async Task<IEnumerable<string>> AxeAsync(IPage page, string place)
    {
        var result = await page.RunAxe();
        return result.Violations.Where(violation => Grave.Contains(violation.Impact))
            .Select(violation => $"{place}: {violation.Id} ({violation.Impact}) {violation.Help}: {string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html))}");
    }
}
