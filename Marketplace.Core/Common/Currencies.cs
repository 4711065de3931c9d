namespace Marketplace.Core.Common;

/// <summary>How many minor units a currency has (ISO 4217); everything not listed has two decimals.</summary>
public static class Currencies
{
    private static readonly HashSet<string> Whole = ["JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF"];
    private static readonly HashSet<string> Thousandths = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

    /// <summary>Digits after the decimal point.</summary>
    public static int Decimals(string currency) => Whole.Contains(currency) ? 0 : Thousandths.Contains(currency) ? 3 : 2;

    /// <summary>Minor units in one major unit.</summary>
    public static int MinorPerMajor(string currency) => Decimals(currency) switch { 0 => 1, 3 => 1000, _ => 100 };
}
