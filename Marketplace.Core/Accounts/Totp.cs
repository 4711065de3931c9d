using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Core.Accounts;

/// <summary>Codes that authenticator applications show: RFC 6238 with SHA-1, steps of 30 seconds and six digits, which is what all of them can do.</summary>
public static class Totp
{
    /// <summary>Digits of a code.</summary>
    public const int Digits = 6;

    private const int StepSeconds = 30;
    private const int TenToTheDigits = 1_000_000;
    private const int BitsPerLetter = 5;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    // Clocks of telephones are off by some seconds, and people take some to type.
    private const int StepsAside = 1;

    /// <summary>The code of a step.</summary>
    /// <param name="key">The key, as bytes.</param>
    /// <param name="step">Steps of 30 seconds since 1970.</param>
    public static string CodeAt(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);

        // The standard asks for SHA-1, and the applications know no other.
#pragma warning disable CA5350
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xF)..]) & int.MaxValue;
        return (number % TenToTheDigits).ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0');
    }

    /// <summary>The step whose code this is; null where it is none of the present one's and its neighbours'.</summary>
    /// <param name="key">The key as it is shown, in Base32.</param>
    /// <param name="code">What was entered.</param>
    /// <param name="now">The time.</param>
    public static long? StepOf(string key, string code, DateTimeOffset now)
    {
        var secret = Decode(key);
        var present = now.ToUnixTimeSeconds() / StepSeconds;
        long? found = null;
        for (var step = present - StepsAside; step <= present + StepsAside; step++)
        {
            // All are compared, whichever fits, so that the time taken tells nothing.
            found = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeAt(secret, step)), Encoding.ASCII.GetBytes(code)) ? step : found;
        }

        return found;
    }

    private static byte[] Decode(string key)
    {
        var bytes = new byte[key.Length * BitsPerLetter / 8];
        var (bits, held, at) = (0, 0, 0);
        foreach (var letter in key)
        {
            var value = Alphabet.IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal);
            if (value < 0)
            {
                throw new FormatException("The key of an authenticator is not in Base32.");
            }

            (bits, held) = (((bits << BitsPerLetter) | value) & 0xFFFF, held + BitsPerLetter);
            if (held >= 8)
            {
                held -= 8;
                bytes[at++] = (byte)(bits >> held);
            }
        }

        return bytes;
    }
}
