using System.Globalization;

namespace Marketplace.Core.Common;

/// <summary>An amount in the currency's minor units (cents, pence, whole yen) with its ISO 4217 code.</summary>
/// <param name="Minor">Amount in minor units; negative for discounts and refunds.</param>
/// <param name="Currency">Upper-case ISO 4217 code, three letters.</param>
public readonly record struct Money(long Minor, string Currency) : IFormattable
{
    /// <summary>Zero in the given currency.</summary>
    public static Money Zero(string currency) => new(0, currency);

    /// <summary>Converts a major-unit amount ("12.34") to minor units, rounding half away from zero.</summary>
    public static Money FromMajor(decimal amount, string currency)
    {
        var code = currency.ToUpperInvariant();
        var scaled = decimal.Round(amount * Currencies.MinorPerMajor(code), 0, MidpointRounding.AwayFromZero);
        return new Money((long)scaled, code);
    }

    /// <summary>Parses a marketplace's invariant decimal string.</summary>
    /// <exception cref="FormatException">The text is no decimal number.</exception>
    public static Money Parse(string amount, string currency) =>
        FromMajor(decimal.Parse(amount, NumberStyles.Float, CultureInfo.InvariantCulture), currency);

    /// <summary>The amount in major units.</summary>
    public decimal Major => (decimal)Minor / Currencies.MinorPerMajor(Currency);

    /// <summary>Adds two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator +(Money left, Money right) =>
        left.Currency == right.Currency
            ? left with { Minor = left.Minor + right.Minor }
            : throw new InvalidOperationException($"Cannot add {left.Currency} to {right.Currency}.");

    /// <summary>Multiplies an amount by a count of items.</summary>
    public static Money operator *(Money money, int count) => money with { Minor = money.Minor * count };

    /// <summary>The amount as a plain decimal string ("12.34"), as marketplaces' wires want it.</summary>
    public string ToWire() =>
        Major.ToString("F" + Currencies.Decimals(Currency).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        Major.ToString("N" + Currencies.Decimals(Currency).ToString(CultureInfo.InvariantCulture), formatProvider) + " " + Currency;
}
