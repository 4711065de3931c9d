using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Marketplace.Tests.Accounts;

/// <summary>What an authenticator application shows (RFC 6238).</summary>
internal static class AuthenticatorCode
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The six digits of now, or of so many steps of 30 seconds later.</summary>
    public static string Of(string key, int stepsAhead = 0)
    {
        var bits = string.Concat(key.Where(Base32.Contains).Select(letter => Convert.ToString(Base32.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30) + stepsAhead);
        // The standard asks for SHA-1.
#pragma warning disable CA5350
        var hash = HMACSHA1.HashData(secret, step);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15, 4)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
