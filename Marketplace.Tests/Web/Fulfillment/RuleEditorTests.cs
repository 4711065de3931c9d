using Bunit;
using Marketplace.Core.Fulfillment.Rules;
using Marketplace.Web.Features.Rules;

namespace Marketplace.Tests.Web.Fulfillment;

public sealed class RuleEditorTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private RoomScreen screen = null!;

    public async ValueTask InitializeAsync() => screen = await RoomScreen.OpenAsync();

    public async ValueTask DisposeAsync() => await screen.DisposeAsync();

    [Fact]
    public async Task Editor_NewRule_ReadsAsASentenceAndIsSwitchedOnOnlyAfterATrial()
    {
        await screen.Room.OrderAsync(o => o.TotalMinor = 9900);
        var page = screen.Bunit.Render<RuleEditorPage>();
        await page.WaitForElement("[data-testid=rule-name]", Patience).ChangeAsync("Dear ones");
        await page.Find("[data-testid=condition-kind]").ChangeAsync("Value-AtLeast");
        await page.Find("[data-testid=condition-value]").ChangeAsync("50.00 EUR");
        await page.Find("[data-testid=step-text]").ChangeAsync("rush");

        Assert.Equal("When it is worth at least 50.00 EUR, then tag it “rush”.", page.Find("[data-testid=rule-sentence]").TextContent);
        Assert.Empty(page.FindAll("[data-testid=switch-on]"));

        await page.Find("[data-testid=try-rule]").ClickAsync();
        Assert.Contains("Would have matched 1 of 1 orders", page.WaitForElement("[data-testid=trial-count]", Patience).TextContent, StringComparison.Ordinal);
        await page.WaitForElement("[data-testid=switch-on]", Patience).ClickAsync();

        var rule = Assert.Single(await screen.Room.Get<RuleBook>().ListAsync(screen.Room.SellerId, CancellationToken.None));
        Assert.Equal(("Dear ones", RuleState.On), (rule.Name, rule.State));
    }

    [Fact]
    public async Task Editor_ConditionWithoutAValue_SaysWhatIsMissingAndStoresNothing()
    {
        var page = screen.Bunit.Render<RuleEditorPage>();
        await page.WaitForElement("[data-testid=rule-name]", Patience).ChangeAsync("Dear ones");
        await page.Find("[data-testid=step-text]").ChangeAsync("rush");
        await page.Find("[data-testid=try-rule]").ClickAsync();

        Assert.Contains("lacks what it compares with", page.WaitForElement("[data-testid=rule-problem]", Patience).TextContent, StringComparison.Ordinal);
        Assert.Empty(await screen.Room.Get<RuleBook>().ListAsync(screen.Room.SellerId, CancellationToken.None));
    }

    [Fact]
    public async Task Editor_ChangedRule_CannotBeSwitchedOnBeforeItIsTriedAgain()
    {
        var book = screen.Room.Get<RuleBook>();
        var (id, _) = await book.SaveAsync(
            screen.Room.SellerId, null, new RuleDraft("Tag", new RuleTerms([], [new RuleStep { Kind = RuleStepKind.Tag, Text = "rush" }]), false), "ann", CancellationToken.None);
        await screen.Room.Get<RuleTrial>().TryStoredAsync(screen.Room.SellerId, id!.Value, CancellationToken.None);
        var page = screen.Bunit.Render<RuleEditorPage>(parameters => parameters.Add(p => p.RuleId, id));
        Assert.NotNull(page.WaitForElement("[data-testid=switch-on]", Patience));

        await page.Find("[data-testid=step-text]").ChangeAsync("gift");

        Assert.Empty(page.FindAll("[data-testid=switch-on]"));
        Assert.Contains("Changed, not saved", page.Find("[data-testid=rule-state]").TextContent, StringComparison.Ordinal);
    }
}
