using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Web.Auth;

/// <summary>
/// Recovery codes as they are stored: a salt, and a hash of each code that is left. A code has 47 bits, so that it is hashed as slowly as a
/// password; one salt for all ten makes that one computation for a try.
/// </summary>
internal sealed class RecoveryCodeHashes
{
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const int Rounds = 100_000;
    private const char Separator = ';';
    private readonly string salt;
    private readonly IReadOnlyList<string> hashes;

    private RecoveryCodeHashes(string salt, IReadOnlyList<string> hashes) => (this.salt, this.hashes) = (salt, hashes);

    /// <summary>Codes that are left.</summary>
    public int Count => hashes.Count;

    /// <summary>Hashes fresh codes.</summary>
    public static RecoveryCodeHashes Of(IEnumerable<string> codes)
    {
        var salt = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SaltBytes));
        return new RecoveryCodeHashes(salt, [.. codes.Select(code => Hash(salt, code))]);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; null where there is nothing.</summary>
    public static RecoveryCodeHashes? Parse(string? stored) =>
        stored?.Split(Separator, StringSplitOptions.RemoveEmptyEntries) is [var salt, .. var hashes] ? new RecoveryCodeHashes(salt, hashes) : null;

    /// <summary>What is left without a code; null where it is none of them.</summary>
    public RecoveryCodeHashes? Without(string code)
    {
        var shown = Encoding.ASCII.GetBytes(Hash(salt, code));
        var left = hashes.Where(hash => !CryptographicOperations.FixedTimeEquals(shown, Encoding.ASCII.GetBytes(hash))).ToList();
        return left.Count < hashes.Count ? new RecoveryCodeHashes(salt, left) : null;
    }

    /// <inheritdoc />
    public override string ToString() => string.Join(Separator, hashes.Prepend(salt));

    private static string Hash(string salt, string code) =>
        Convert.ToBase64String(Rfc2898DeriveBytes.Pbkdf2(code.ToUpperInvariant(), Convert.FromBase64String(salt), Rounds, HashAlgorithmName.SHA512, HashBytes));
}
