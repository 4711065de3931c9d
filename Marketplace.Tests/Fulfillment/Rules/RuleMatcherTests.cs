using Marketplace.Core.Fulfillment.Rules;
using Marketplace.Core.Orders;

namespace Marketplace.Tests.Fulfillment.Rules;

public sealed class RuleMatcherTests
{
    private static readonly Guid Store = Guid.Parse("11111111-1111-1111-1111-111111111111");
    private static readonly Guid Hall = Guid.Parse("22222222-2222-2222-2222-222222222222");

    [Theory]
    [InlineData(RuleField.Channel, RuleTest.Is, "bazaar", true)]
    [InlineData(RuleField.Channel, RuleTest.IsNot, "bazaar, other", false)]
    [InlineData(RuleField.Store, RuleTest.Is, "11111111-1111-1111-1111-111111111111", true)]
    [InlineData(RuleField.Sku, RuleTest.Is, "mug-*", true)]
    [InlineData(RuleField.Sku, RuleTest.Is, "PLATE-*, BOWL-1", true)]
    [InlineData(RuleField.Sku, RuleTest.Only, "MUG-*", false)]
    [InlineData(RuleField.Sku, RuleTest.Only, "MUG-*, BOWL-?", true)]
    [InlineData(RuleField.Sku, RuleTest.IsNot, "PLATE-*", true)]
    [InlineData(RuleField.Weight, RuleTest.AtLeast, "900", true)]
    [InlineData(RuleField.Weight, RuleTest.AtMost, "899", false)]
    [InlineData(RuleField.Value, RuleTest.AtLeast, "50.00 eur", true)]
    [InlineData(RuleField.Value, RuleTest.AtLeast, "50.01 EUR", false)]
    [InlineData(RuleField.Value, RuleTest.AtMost, "99.00 USD", false)]
    [InlineData(RuleField.Country, RuleTest.Is, "at, de", true)]
    [InlineData(RuleField.Country, RuleTest.IsNot, "FR", true)]
    [InlineData(RuleField.Service, RuleTest.Is, "*express*", true)]
    [InlineData(RuleField.Service, RuleTest.IsNot, "Express", true)]
    [InlineData(RuleField.Age, RuleTest.AtLeast, "5", true)]
    [InlineData(RuleField.Age, RuleTest.AtMost, "4", false)]
    [InlineData(RuleField.Tag, RuleTest.Is, "gift", true)]
    [InlineData(RuleField.Tag, RuleTest.IsNot, "Gift", false)]
    [InlineData(RuleField.Location, RuleTest.Is, "22222222-2222-2222-2222-222222222222", true)]
    [InlineData(RuleField.Items, RuleTest.AtLeast, "3", true)]
    [InlineData(RuleField.Items, RuleTest.AtMost, "2", false)]
    public void Fits_EachCondition_AsItReads(RuleField field, RuleTest test, string value, bool fits)
    {
        var condition = new RuleCondition(field, test, value);

        Assert.Null(RuleFields.ProblemOf(condition));
        Assert.Equal(fits ? RuleFit.Yes : RuleFit.No, RuleMatcher.Fits(new RuleTerms([condition], []), Facts()));
    }

    [Theory]
    [InlineData(RuleField.Country, RuleTest.Is, "DE")]
    [InlineData(RuleField.Country, RuleTest.IsNot, "DE")]
    [InlineData(RuleField.Weight, RuleTest.AtMost, "100")]
    [InlineData(RuleField.Service, RuleTest.IsNot, "*express*")]
    [InlineData(RuleField.Location, RuleTest.IsNot, "22222222-2222-2222-2222-222222222222")]
    public void Fits_WhatIsNotKnown_NeverMatchesWhicheverWayItIsAsked(RuleField field, RuleTest test, string value)
    {
        var facts = Facts() with { Country = null, WeightGrams = null, Locations = null };
        facts.Order.ShippingService = null;

        Assert.Equal(RuleFit.Unknown, RuleMatcher.Fits(new RuleTerms([new RuleCondition(field, test, value)], []), facts));
        Assert.Equal(RuleFit.No, RuleMatcher.Fits(new RuleTerms([new RuleCondition(field, test, value), new RuleCondition(RuleField.Items, RuleTest.AtLeast, "99")], []), facts));
    }

    [Theory]
    [InlineData(RuleField.Items, RuleTest.Is, "3")]
    [InlineData(RuleField.Items, RuleTest.AtLeast, "-1")]
    [InlineData(RuleField.Value, RuleTest.AtLeast, "50")]
    [InlineData(RuleField.Country, RuleTest.Is, "Germany")]
    [InlineData(RuleField.Store, RuleTest.Is, "my shop")]
    [InlineData(RuleField.Tag, RuleTest.Is, " , ")]
    public void ProblemOf_Nonsense_SaysWhatToWrite(RuleField field, RuleTest test, string value) =>
        Assert.NotNull(RuleFields.ProblemOf(new RuleCondition(field, test, value)));

    [Fact]
    public void Words_OfARule_ReadAsASentence()
    {
        var terms = new RuleTerms(
            [new RuleCondition(RuleField.Country, RuleTest.Is, "de, at"), new RuleCondition(RuleField.Value, RuleTest.AtLeast, "50.00 EUR")],
            [new RuleStep { Kind = RuleStepKind.Tag, Text = "rush" }, new RuleStep { Kind = RuleStepKind.Hold, Minutes = 60, Text = "may be cancelled" }]);

        Assert.Equal(
            "When it goes to DE or AT and it is worth at least 50.00 EUR, then tag it “rush” and hold it for 1 hour after the purchase (may be cancelled).",
            RuleWords.Of(terms, new RuleNames(new Dictionary<string, string>(), new Dictionary<Guid, string>(), new Dictionary<Guid, string>())));
    }

    [Fact]
    public void Words_OfARuleThatIsNotFinished_ShowWhatIsMissing() => Assert.Equal(
        "When it goes to …, then tag it “…”.",
        RuleWords.Of(
            new RuleTerms([new RuleCondition(RuleField.Country, RuleTest.Is, "")], [new RuleStep { Kind = RuleStepKind.Tag }]),
            new RuleNames(new Dictionary<string, string>(), new Dictionary<Guid, string>(), new Dictionary<Guid, string>())));

    [Fact]
    public void Check_BuyingALabelOfAHeldOrder_IsAContradiction() => Assert.Contains("let one rule hold it", RuleCheck.ProblemOf(
        "Both", new RuleTerms([], [new RuleStep { Kind = RuleStepKind.BuyLabel }, new RuleStep { Kind = RuleStepKind.Ask, Text = "Really?" }])), StringComparison.Ordinal);

    private static OrderFacts Facts()
    {
        var order = new Order { ConnectionId = Store, Marketplace = "bazaar", TotalMinor = 5000, Currency = "EUR", ItemCount = 3, ShippingService = "DHL Express Worldwide" };
        order.Lines.Add(new OrderLine { Sku = "MUG-BLUE", Quantity = 2 });
        order.Lines.Add(new OrderLine { Sku = "BOWL-1", Quantity = 1 });
        return new OrderFacts(order, new HashSet<string> { "GIFT" }, "DE", 900, new HashSet<Guid> { Hall }, TimeSpan.FromHours(5), TimeSpan.FromHours(5));
    }
}
