using Marketplace.Core.Fulfillment;

namespace Marketplace.Tests.Fulfillment;

/// <summary>Samples from the carriers' own descriptions, collected at github.com/jkeen/tracking_number_data.</summary>
public sealed class CheckDigitTests
{
    [Theory]
    [InlineData("1Z999AA10123456784", "ups")]
    [InlineData("1Z5R89390357567127", "ups")]
    [InlineData("9405803699300124287899", "usps")]
    [InlineData("9505511069605048600624", "usps")]
    [InlineData("4201002334249200190132607600833457", "usps")]
    [InlineData("92748931507708513018050063", "usps")]
    [InlineData("RB123456785GB", "royalmail")]
    [InlineData("RB123456785US", "usps")]
    [InlineData("986578788855", "fedex")]
    [InlineData("477179081230", "fedex")]
    [InlineData("568283610012734", "fedex")]
    [InlineData("041441760228964", "fedex")]
    [InlineData("61299998820821171811", "fedex")]
    [InlineData("9611020987654312345672", "fedex")]
    [InlineData("1001921334250001000300779017972697", "fedex")]
    [InlineData("9622001900000000000000776632517510", "fedex")]
    [InlineData("3318810025", "dhl")]
    public void Of_NumberAsTheCarrierGivesIt_NamesItAndFits(string number, string carrier) => Assert.Equal(new CarrierShape(carrier, true), CarrierShapes.Of(number));

    [Theory]
    [InlineData("1Z999AA10123456783", "ups")]
    [InlineData("9405803699300124287898", "usps")]
    [InlineData("RB123456786US", "usps")]
    public void Of_LastDigitMistyped_StillNamesTheFormButSaysSo(string number, string carrier) => Assert.Equal(new CarrierShape(carrier, false), CarrierShapes.Of(number));

    [Theory]
    [InlineData("996578788855")]
    [InlineData("568283610012732")]
    [InlineData("3318810010")]
    [InlineData("1001901781990001000300617767839438")]
    public void Of_DigitsAloneWhoseLastDoesNotFit_NameNobody(string number) => Assert.Null(CarrierShapes.Of(number));
}
