using Microsoft.Extensions.DependencyInjection;
using Bunit;
using Marketplace.Web.Components.Shared;
using Marketplace.Web.Live;

namespace Marketplace.Tests.Web.Screens;

public sealed class RelativeTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(-44, "just now")]
    [InlineData(-60, "1 min ago")]
    [InlineData(-3599, "59 min ago")]
    [InlineData(-3600, "1 h ago")]
    [InlineData(7200, "in 2 h")]
    [InlineData(-47 * 3600, "47 h ago")]
    [InlineData(-48 * 3600, "2 d ago")]
    [InlineData(-40 * 86400, "25 Mar 2026")]
    public void Of_Distance_IsToldByItsLargestUnit(int seconds, string words) => Assert.Equal(words, RelativeWords.Of(Now.AddSeconds(seconds), Now));

    [Fact]
    public async Task Render_TimeGoesBy_TellsItAnew()
    {
        await using var context = new ScreenContext();
        var shown = context.Bunit.Render<RelativeTime>(p => p.Add(c => c.At, context.Clock.GetUtcNow()));
        Assert.Equal("just now", shown.Find("time").TextContent);

        context.Clock.Advance(TimeSpan.FromMinutes(5));

        shown.WaitForAssertion(() => Assert.Equal("5 min ago", shown.Find("time").TextContent));
    }

    [Fact]
    public async Task Render_ViewerInBerlin_TitleIsOnTheViewersClock()
    {
        await using var context = new ScreenContext();
        context.Bunit.Services.GetRequiredService<ViewerTime>().Use("Europe/Berlin");

        var shown = context.Bunit.Render<RelativeTime>(p => p.Add(c => c.At, Now));

        Assert.Equal("Mon 4 May 2026, 11:00", shown.Find("time").GetAttribute("title"));
    }

    [Fact]
    public async Task Use_ZoneThatIsNone_StaysInUtc()
    {
        await using var context = new ScreenContext();
        var viewer = context.Bunit.Services.GetRequiredService<ViewerTime>();

        viewer.Use("Mars/Olympus");

        Assert.Equal(TimeZoneInfo.Utc, viewer.Zone);
    }
}
