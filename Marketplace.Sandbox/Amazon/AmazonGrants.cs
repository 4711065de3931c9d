using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Sandbox.Amazon;

/// <summary>What a token opens.</summary>
/// <param name="Kind">One of the kinds in <see cref="AmazonGrants"/>.</param>
/// <param name="Region">Key of the seller's account, which begins with its region; empty for a grantless token.</param>
/// <param name="IssuedAt">UTC.</param>
internal sealed record AmazonGrant(string Kind, string Region, DateTimeOffset IssuedAt);

/// <summary>
/// Consent codes and tokens. Tokens carry their content under a signature made from the seed, so that a store that was
/// connected before a restart of the sandbox stays connected.
/// </summary>
internal sealed class AmazonGrants(int seed, TimeProvider time)
{
    public const string Access = "Atza";
    public const string Refresh = "Atzr";
    public const string Restricted = "Atz.sprdt";
    public const string Grantless = "Atzg";

    private static readonly TimeSpan AccessLasts = TimeSpan.FromHours(1);
    private static readonly TimeSpan CodeLasts = TimeSpan.FromMinutes(5);

    private readonly byte[] key = SHA256.HashData(Encoding.UTF8.GetBytes($"amazon sandbox {seed}"));
    private readonly ConcurrentDictionary<string, (string Region, string? RedirectUri, DateTimeOffset Until)> codes = new();
    private readonly ConcurrentDictionary<string, long> revokedOf = new();
    private long revokedAt = DateTimeOffset.MinValue.UtcTicks;

    /// <summary>Seconds for which an access token is good.</summary>
    public static int AccessSeconds => (int)AccessLasts.TotalSeconds;

    /// <summary>A code for the redirect back; it works once, within five minutes.</summary>
    public string NewCode(string region, string? redirectUri)
    {
        var code = "AN" + Convert.ToHexString(RandomNumberGenerator.GetBytes(9));
        codes[code] = (region, redirectUri, time.GetUtcNow() + CodeLasts);
        return code;
    }

    /// <summary>Uses a code up; null when it is unknown, used or too old, or was given for another address.</summary>
    public string? UseCode(string code, string? redirectUri) =>
        codes.TryRemove(code, out var grant) && grant.Until > time.GetUtcNow() && (redirectUri is null || grant.RedirectUri is null || redirectUri == grant.RedirectUri)
            ? grant.Region
            : null;

    /// <summary>A new token.</summary>
    public string Issue(string kind, string region) => Sign(kind, region, time.GetUtcNow().UtcTicks, Convert.ToHexString(RandomNumberGenerator.GetBytes(8)));

    /// <summary>The refresh token that a seller can copy from the page of a private application; always the same for a seed.</summary>
    public string SelfAuthorized(string region) => Sign(Refresh, region, DateTimeOffset.UnixEpoch.UtcTicks, "self-authorized");

    /// <summary>Reads a token; null when it is none of ours, or its consent was withdrawn.</summary>
    public AmazonGrant? Read(string token)
    {
        var bar = token.IndexOf('|', StringComparison.Ordinal);
        var buffer = new byte[token.Length];
        if (bar <= 0 || !Convert.TryFromBase64String(token[(bar + 1)..], buffer, out var count))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(buffer, 0, count).Split('\t');
        if (parts.Length != 4 || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || Sign(token[..bar], parts[0], ticks, parts[2]) != token)
        {
            return null;
        }

        return ticks > Interlocked.Read(ref revokedAt) && ticks > revokedOf.GetValueOrDefault(parts[0], long.MinValue) ? new AmazonGrant(token[..bar], parts[0], new DateTimeOffset(ticks, TimeSpan.Zero)) : null;
    }

    /// <summary>Whether a token's hour is over.</summary>
    public bool IsExpired(AmazonGrant grant) => grant.Kind != Refresh && grant.IssuedAt + AccessLasts <= time.GetUtcNow();

    /// <summary>Withdraws the consent: every token and code that exists now dies.</summary>
    public void Revoke()
    {
        codes.Clear();
        Interlocked.Exchange(ref revokedAt, time.GetUtcNow().UtcTicks);
    }

    /// <summary>Withdraws one seller's consent, in all regions.</summary>
    public void Revoke(int seller)
    {
        foreach (var region in AmazonRegion.All)
        {
            revokedOf[new AmazonSeller(region, seller).Key] = time.GetUtcNow().UtcTicks;
        }
    }

    private string Sign(string kind, string region, long ticks, string nonce)
    {
        var content = $"{region}\t{ticks.ToString(CultureInfo.InvariantCulture)}\t{nonce}";
        var signature = Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}\t{content}")));
        return $"{kind}|{Convert.ToBase64String(Encoding.UTF8.GetBytes($"{content}\t{signature}"))}";
    }
}
