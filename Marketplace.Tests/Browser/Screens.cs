using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

/// <summary>Looks at a page as people see it: wide and narrow, light and dark, and through the eyes of assistive technology.</summary>
internal static class Screens
{
    private static readonly string[] Grave = ["serious", "critical"];

    private static readonly Size Wide = new("1440", 1440, 900);
    private static readonly Size Narrow = new("390", 390, 844);

    /// <summary>Both themes, each on a screen that becomes a narrow or a wide one. Axe looks at each theme and each width once, as it costs most.</summary>
    public static IReadOnlyList<Screen> All { get; } = [new("light", ColorScheme.Light, Wide, Narrow), new("dark", ColorScheme.Dark, Narrow, Wide)];

    /// <summary>Folder of the pictures.</summary>
    public static string Folder { get; } = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "screenshots")).FullName;

    /// <summary>Takes pictures of an open page once it is complete, at both widths.</summary>
    /// <param name="page">A page that was just opened on the screen.</param>
    /// <param name="screen">The screen.</param>
    /// <param name="name">Name of the pictures, and of the page in findings.</param>
    /// <returns>What is wrong with it.</returns>
    public static async Task<IReadOnlyList<string>> LookAsync(IPage page, Screen screen, string name)
    {
        await page.WaitForFunctionAsync("() => !document.querySelector('.skeleton-row, [data-live=false], [data-ready=false]')");

        // A colour on its way from one state to another is neither.
        await page.AddStyleTagAsync(new PageAddStyleTagOptions { Content = "*, *::before, *::after { transition: none !important; animation: none !important; }" });
        var findings = new List<string>();
        findings.AddRange((await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] })).Violations.Where(violation => Grave.Contains(violation.Impact)).Select(violation =>
            $"{name}-{screen.Name}: {violation.Id} ({violation.Impact}) {violation.Help}: {string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html))}"));
        foreach (var size in (Size[])[screen.Opened, screen.Resized])
        {
            await page.SetViewportSizeAsync(size.Width, size.Height);
            var place = $"{name}-{size.Name}-{screen.Name}";
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, $"{place}.png") });
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") > size.Width)
            {
                findings.Add($"{place}: scrolls sideways");
            }
        }

        await page.SetViewportSizeAsync(screen.Opened.Width, screen.Opened.Height);
        return findings;
    }
}

/// <summary>A screen to look at pages on.</summary>
/// <param name="Name">For file names.</param>
/// <param name="Scheme">What the browser prefers.</param>
/// <param name="Opened">Size at which pages are opened.</param>
/// <param name="Resized">Size that it takes afterwards.</param>
internal sealed record Screen(string Name, ColorScheme Scheme, Size Opened, Size Resized);

/// <summary>A size in CSS pixels.</summary>
internal sealed record Size(string Name, int Width, int Height);
