using Bunit;
using Marketplace.Web.Components.Layout;
using Microsoft.AspNetCore.Components.Web;

namespace Marketplace.Tests.Web.Screens;

/// <summary>The bar at the foot of a telephone: most pages are reached only by its last place.</summary>
public sealed class BottomNavTests
{
    [Fact]
    public async Task More_ByAClick_OpensAndClosesAgain()
    {
        await using var context = new ScreenContext();
        var nav = context.Bunit.Render<BottomNav>();
        Assert.Equal("false", Expanded(nav));

        await nav.Find("[data-testid=nav-more]").ClickAsync(new MouseEventArgs());
        nav.WaitForAssertion(() => Assert.Equal("true", Expanded(nav)));

        await nav.Find("[data-testid=nav-more]").ClickAsync(new MouseEventArgs());
        nav.WaitForAssertion(() => Assert.Equal("false", Expanded(nav)));
    }

    private static string? Expanded(IRenderedComponent<BottomNav> nav) => nav.Find(".mud-menu-activator").GetAttribute("aria-expanded");
}
