using System.Text.RegularExpressions;
using Marketplace.Tests.Web;

namespace Marketplace.Tests.Accounts;

public sealed partial class SecondFactorTests
{
    [Fact]
    public async Task Account_OpenedByManyPagesAtOnce_ShowsOneKeyToAll()
    {
        await using var app = TestApp.Start();
        using var browser = await PagesSession.SignInAsync(app, TestApp.DemoEmail);

        var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.GetStringAsync("/account", TestContext.Current.CancellationToken)));
        var later = await browser.GetStringAsync("/account", TestContext.Current.CancellationToken);

        Assert.Equal(KeyOf(later), Assert.Single(pages.Select(KeyOf).Distinct()));
    }

    private static string KeyOf(string page) => Key().Match(page) is { Success: true } match ? match.Groups[1].Value : "none";

    [GeneratedRegex("""data-testid="two-factor-key">([A-Z2-7]+)<""")]
    private static partial Regex Key();
}
