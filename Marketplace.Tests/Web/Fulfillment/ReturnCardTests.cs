using Bunit;
using Marketplace.Core.Fulfillment.Returns;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Web.Features.Orders;

namespace Marketplace.Tests.Web.Fulfillment;

public sealed class ReturnCardTests : IAsyncLifetime
{
    private RoomScreen screen = null!;

    public async ValueTask InitializeAsync() => screen = await RoomScreen.OpenAsync();

    public async ValueTask DisposeAsync() => await screen.DisposeAsync();

    [Fact]
    public void Return_ThatAsks_ShowsWishReasonDeadlineAndAnswers()
    {
        var card = Render(null);

        Assert.Contains("The buyer wants to send it back: 2 items, 12.00 EUR.", card.Markup, StringComparison.Ordinal);
        Assert.Contains("No longer needed", card.Markup, StringComparison.Ordinal);
        Assert.Contains("May the buyer send it back?", card.Markup, StringComparison.Ordinal);
        Assert.NotNull(card.Find("[data-testid=return-yes]"));
        Assert.NotNull(card.Find("[data-testid=return-no]"));
    }

    [Fact]
    public void Return_ThatCannotBeAnswered_SaysWhy()
    {
        var card = Render("Your answer is on its way already.");

        Assert.Equal("Your answer is on its way already.", card.Find("[data-testid=return-obstacle]").TextContent);
        Assert.Empty(card.FindAll("[data-testid=return-yes]"));
    }

    private IRenderedComponent<ReturnCard> Render(string? obstacle)
    {
        var asked = new OrderReturn
        {
            Wish = ReturnWish.Return,
            Status = ReturnStatus.Requested,
            Question = ReturnQuestion.Return,
            Items = 2,
            AmountMinor = 1200,
            Currency = "EUR",
            Reason = "No longer needed",
            CreatedAt = screen.Room.Time.GetUtcNow().AddHours(-1),
            AnswerBy = screen.Room.Time.GetUtcNow().AddHours(47),
        };
        return screen.Bunit.Render<ReturnCard>(p => p.Add(c => c.Choice, new ReturnChoice(asked, null, obstacle)));
    }
}
