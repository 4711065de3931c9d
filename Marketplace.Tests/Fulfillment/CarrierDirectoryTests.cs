using Marketplace.Core.Fulfillment;
using Marketplace.Core.Platforms;

namespace Marketplace.Tests.Fulfillment;

public sealed class CarrierDirectoryTests
{
    private static readonly MarketplaceDescriptor Closed = FakeMarketplace.Descriptor;
    private static readonly MarketplaceDescriptor Open = FakeMarketplace.Descriptor with { AcceptsOtherCarriers = true };

    [Theory]
    [InlineData("ups", "UPS_B")]
    [InlineData("U.P.S.", "UPS_B")]
    [InlineData("United Parcel Service", "UPS_B")]
    [InlineData("USPS Priority Mail", "USPS")]
    [InlineData("U.S. Postal Service", "USPS")]
    [InlineData("royal mail", "RoyalMail")]
    [InlineData("Royal Mail Tracked 48", "RoyalMail")]
    [InlineData("Federal Express", "FEDEX")]
    [InlineData("FedEx SmartPost", "FEDEX")]
    public void Match_WhatPeopleWrite_FindsTheMarketplacesCarrier(string written, string code) =>
        Assert.Equal((code, null), (CarrierDirectory.Match(Closed, null, written).Code, CarrierDirectory.Match(Closed, null, written).Problem));

    [Fact]
    public void Match_CodeOtherWithName_SendsTheName() =>
        Assert.Equal(new CarrierMatch(null, "Pigeon post", null), CarrierDirectory.Match(Open, "Other", "Pigeon post"));

    [Fact]
    public void Match_OtherAlone_AsksForTheName() => Assert.Equal("Name the carrier.", CarrierDirectory.Match(Open, "Other", null).Problem);

    [Theory]
    [InlineData("1Z999AA10123456784", "UPS_B")]
    [InlineData("9400 1000 0000 0000 0000 00", "USPS")]
    [InlineData("420123459400100000000000000000", "USPS")]
    [InlineData("123456789012", "FEDEX")]
    [InlineData("123456789012343", "FEDEX")]
    [InlineData("RN123456789GB", "RoyalMail")]
    [InlineData("LX123456789US", "USPS")]
    public void Detect_ByShape(string number, string code) => Assert.Equal(code, CarrierDirectory.Detect(Closed, number)?.Code);

    [Theory]
    [InlineData("ABC")]
    [InlineData("")]
    [InlineData("1Z999AA1012345678")]
    public void Detect_ShapeOfNobody_SaysNothing(string number) => Assert.Null(CarrierDirectory.Detect(Closed, number));

    [Theory]
    [InlineData("1Z999AA10123456784", "UPS", false)]
    [InlineData("1Z999AA10123456784", "Royal Mail", true)]
    [InlineData("9400100000000000000000", "FedEx", false)]
    [InlineData("1Z999AA10123456784", "Pigeon post", false)]
    public void Doubt_OnlyWhereTheShapeSpeaksAgainstTheName(string number, string carrier, bool doubted) =>
        Assert.Equal(doubted, CarrierDirectory.Doubt(number, carrier) is not null);
}
