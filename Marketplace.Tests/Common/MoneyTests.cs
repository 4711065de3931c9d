using Marketplace.Core.Common;

namespace Marketplace.Tests.Common;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("12.34", "usd", 1234)]
    [InlineData("0.0", "GBP", 0)]
    [InlineData("4085.0", "USD", 408500)]
    [InlineData("1500", "JPY", 1500)]
    [InlineData("-3.995", "EUR", -400)]
    public void Parse_WireAmount_IsMinorUnits(string wire, string currency, long minor) =>
        Assert.Equal(minor, Money.Parse(wire, currency).Minor);

    [Theory]
    [InlineData(1234, "USD", "12.34")]
    [InlineData(1500, "JPY", "1500")]
    public void ToWire_MinorUnits_IsPlainDecimal(long minor, string currency, string wire) =>
        Assert.Equal(wire, new Money(minor, currency).ToWire());

    [Fact]
    public void Add_OtherCurrency_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => new Money(1, "USD") + new Money(1, "EUR"));
}
