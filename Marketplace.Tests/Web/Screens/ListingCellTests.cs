using Bunit;
using Marketplace.Core.Common;
using Marketplace.Core.Inventory;
using Marketplace.Core.Platforms;
using Marketplace.Web.Features.Inventory;

namespace Marketplace.Tests.Web.Screens;

public sealed class ListingCellTests
{
    private static readonly ListingView Listing = new()
    {
        ListingId = Guid.NewGuid(),
        VariantId = Guid.NewGuid(),
        ConnectionId = Guid.NewGuid(),
        Marketplace = "ebay",
        Sku = "MUG-1",
        Title = "Mug",
        Price = new Money(1250, "USD"),
        Status = RemoteListingStatus.Active,
        Url = "https://www.ebay.com/itm/1",
        FulfilledByMarketplace = false,
    };

    public static TheoryData<ListingView, string> States => new()
    {
        { Listing with { Wanted = 5, Acknowledged = 5, Seen = 5 }, "shown" },
        { Listing with { Wanted = 5, Acknowledged = null, Seen = 5 }, "shown" },
        { Listing with { Wanted = 5, Acknowledged = 5, Seen = 7 }, "accepted" },
        { Listing with { Wanted = 5, Acknowledged = 7, Seen = 7, IsDue = true }, "sending" },
        { Listing with { Wanted = 5, Seen = 5, IsDue = true, Problem = "It has ended." }, "problem" },
        { Listing with { Wanted = null, Seen = 5 }, "idle" },
        { Listing with { Status = RemoteListingStatus.Ended, Wanted = 5 }, "ended" },
        { Listing with { FulfilledByMarketplace = true, Seen = 9 }, "theirs" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Of_Listing_TellsHowFarItsQuantityIs(ListingView listing, string state) => Assert.Equal(state, PushState.Of(listing).Name);

    [Fact]
    public async Task Render_Listing_ShowsQuantityPriceStateAndLink()
    {
        await using var context = new ScreenContext();

        var cell = Render(context, Listing with { Wanted = 5, Acknowledged = 5, Seen = 5 });

        var root = cell.Find("[data-testid='listing-MUG-1-ebay']");
        Assert.Equal("shown", root.GetAttribute("data-state"));
        Assert.Equal("5", root.GetAttribute("data-quantity"));
        Assert.Contains("$12.50", root.TextContent, StringComparison.Ordinal);
        Assert.Contains("noopener", cell.Find("a").GetAttribute("rel"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_NeverSeen_ShowsWhatWasTaken()
    {
        await using var context = new ScreenContext();

        var cell = Render(context, Listing with { Url = null, Price = null, Wanted = 4, Acknowledged = 4 });

        Assert.Equal("4", cell.Find(".listing-quantity").TextContent);
        Assert.Empty(cell.FindAll("a"));
    }

    private static IRenderedComponent<ListingCell> Render(ScreenContext context, ListingView listing) =>
        context.Bunit.Render<ListingCell>(p => p.Add(c => c.Listing, listing).Add(c => c.Sku, "MUG-1"));
}
