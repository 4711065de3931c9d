using Marketplace.Core.Catalog;

namespace Marketplace.Tests.Catalog;

public sealed class ProductCodeTests
{
    [Theory]
    [InlineData("UPC", "036000291452", "GTIN:00036000291452")]
    [InlineData("EAN", "0036000291452", "GTIN:00036000291452")]
    [InlineData("gtin-14", "00036000291452", "GTIN:00036000291452")]
    [InlineData("ISBN", "978-0-306-40615-7", "GTIN:09780306406157")]
    [InlineData("ISBN10", "0-306-40615-2", "GTIN:09780306406157")]
    [InlineData("ISBN", "080442957X", "GTIN:09780804429573")]
    [InlineData("asin", "b000123456", "ASIN:B000123456")]
    [InlineData("ePID", "2187410", "EPID:2187410")]
    public void Normalize_SameCode_MeetsItself(string kind, string value, string expected) => Assert.Equal(expected, ProductCode.Normalize(kind, value));

    [Theory]
    [InlineData("UPC", "Does not apply")]
    [InlineData("EAN", "0000000000000")]
    [InlineData("EAN", "0036000291453")]
    [InlineData("ISBN", "0306406153")]
    [InlineData("EAN", "12")]
    [InlineData("MPN", "AB-1234")]
    [InlineData("ASIN", "N/A")]
    [InlineData("Colour", "4006381333931")]
    public void Normalize_WhatIdentifiesNothing_IsNull(string kind, string value) => Assert.Null(ProductCode.Normalize(kind, value));
}
