using Marketplace.Core.Orders;

namespace Marketplace.Tests.Orders;

public sealed class OrderSearchTests
{
    [Theory]
    [InlineData("12-34567-89012, 113-1234567-1234567\n576461413038785752")]
    [InlineData("12-34567-89012 113-1234567-1234567 576461413038785752")]
    [InlineData("12-34567-89012;113-1234567-1234567;;576461413038785752;12-34567-89012")]
    public void Parse_SeveralIds_AnyMayMatch(string pasted)
    {
        var search = OrderSearch.Parse(pasted);

        Assert.Equal(["12-34567-89012", "113-1234567-1234567", "576461413038785752"], search.Ids);
        Assert.Empty(search.Words);
    }

    [Theory]
    [InlineData("blue mug", new[] { "BLUE", "MUG" })]
    [InlineData("12-34567-89012", new[] { "12-34567-89012" })]
    [InlineData("mug 12-34567-89012", new[] { "MUG", "12-34567-89012" })]
    [InlineData("  ", new string[0])]
    [InlineData(null, new string[0])]
    public void Parse_AnythingElse_AllWordsMustOccur(string? typed, string[] words)
    {
        var search = OrderSearch.Parse(typed);

        Assert.Equal(words, search.Words);
        Assert.Empty(search.Ids);
    }
}
