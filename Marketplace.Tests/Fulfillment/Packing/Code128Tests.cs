using CsCheck;
using Marketplace.Core.Fulfillment.Packing;

namespace Marketplace.Tests.Fulfillment.Packing;

/// <summary>Barcodes are read by a decoder that knows nothing of how they were written.</summary>
public sealed class Code128Tests
{
    [Theory]
    [InlineData("12-34567-89012")]
    [InlineData("111-1234567-1234567")]
    [InlineData("576461413038785752")]
    [InlineData("4006381333931")]
    [InlineData("MUG-RED/L 2")]
    [InlineData("7")]
    [InlineData("42")]
    [InlineData("a12345b")]
    public void Bars_AreReadAsWhatWasWritten(string text) => Assert.Equal(text, Barcodes.Read(Code128.Bars(text)));

    [Fact]
    public void Bars_OfAnyPrintableText_AreReadAsWhatWasWritten() =>
        Gen.String[Gen.OneOf(Gen.Char['0', '9'], Gen.Char['!', '~']), 2, 24].Sample(text => Barcodes.Read(Code128.Bars(text)) == text, iter: 200);

    [Fact]
    public void Bars_OfDigits_TakeHalfTheWidth() => Assert.True(Code128.Bars("576461413038785752").Sum() < Code128.Bars("ABCDEFGHIJKLMNOPQR").Sum() * 0.65);

    [Theory]
    [InlineData("")]
    [InlineData("Größe L")]
    [InlineData("0123456789012345678901234567890123456789012345678")]
    public void CanWrite_WhatNoScannerCouldRead_IsRefused(string text)
    {
        Assert.False(Code128.CanWrite(text));
        Assert.Throws<ArgumentException>(() => Code128.Bars(text));
    }
}
