namespace Marketplace.Core.Fulfillment;

/// <summary>
/// The check digits by which carriers protect their numbers: UPS "1Z" numbers (modulo 10 over letters and digits), USPS and FedEx
/// Ground (GS1's modulo 10), FedEx Express (weights 3, 1, 7, modulo 11), DHL Express (modulo 7), and the posts of the Universal Postal
/// Union (standard S10: weights 8 6 4 2 3 5 9 7, modulo 11). The forms and samples are collected in the public data of
/// github.com/jkeen/tracking_number_data.
/// </summary>
internal static class CheckDigits
{
    private static readonly int[] Postal = [8, 6, 4, 2, 3, 5, 9, 7];
    private static readonly int[] Express = [1, 3, 7];

    /// <summary>UPS: the last of the sixteen signs behind "1Z".</summary>
    public static bool Ups(ReadOnlySpan<char> number)
    {
        var sum = 0;
        for (var i = 2; i < number.Length - 1; i++)
        {
            var value = char.IsAsciiDigit(number[i]) ? number[i] - '0' : (number[i] - 3) % 10;
            sum += i % 2 == 0 ? value : value * 2;
        }

        return (10 - (sum % 10)) % 10 == number[^1] - '0';
    }

    /// <summary>GS1: weights 3 and 1 in turn, from the digit before the last.</summary>
    public static bool Gs1(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 2; i <= digits.Length; i++)
        {
            sum += (digits[^i] - '0') * (i % 2 == 0 ? 3 : 1);
        }

        return (10 - (sum % 10)) % 10 == digits[^1] - '0';
    }

    /// <summary>FedEx Express: weights 1, 3, 7 in turn, from the digit before the last.</summary>
    public static bool FedExExpress(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 2; i <= digits.Length; i++)
        {
            sum += (digits[^i] - '0') * Express[(i - 2) % 3];
        }

        return sum % 11 % 10 == digits[^1] - '0';
    }

    /// <summary>DHL Express: what is left of the number before it, divided by seven.</summary>
    public static bool Dhl(ReadOnlySpan<char> digits)
    {
        var rest = 0;
        foreach (var digit in digits[..^1])
        {
            rest = ((rest * 10) + digit - '0') % 7;
        }

        return rest == digits[^1] - '0';
    }

    /// <summary>Standard S10: the ninth digit, between two letters and the country.</summary>
    public static bool PostalUnion(ReadOnlySpan<char> number)
    {
        var sum = 0;
        for (var i = 0; i < Postal.Length; i++)
        {
            sum += (number[i + 2] - '0') * Postal[i];
        }

        var check = 11 - (sum % 11);
        return (check switch { 10 => 0, 11 => 5, _ => check }) == number[10] - '0';
    }
}
