using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Sandbox.TikTok.Wire;

/// <summary>
/// Makes and knows tokens. They carry their own ends under a seal, so that a store that was connected to an earlier run
/// of the same sandbox stays connected.
/// </summary>
internal sealed class TikTokTokenMint(byte[] key, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> spent = [];
    private readonly Dictionary<string, long> revokedAt = new(StringComparer.Ordinal);

    /// <summary>A new token of a kind that lives until a time.</summary>
    public string Make(string kind, DateTimeOffset expires)
    {
        var payload = string.Create(CultureInfo.InvariantCulture, $"{kind}.{expires.ToUnixTimeSeconds()}.{time.GetUtcNow().UtcTicks}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");
        return $"{kind}_{Text(Encoding.ASCII.GetBytes(payload))}.{Seal(payload)}";
    }

    /// <summary>What a token is worth now.</summary>
    public TikTokTokenState Judge(string? token, string kind)
    {
        if (Read(token, kind) is not var (expires, issued))
        {
            return TikTokTokenState.Unknown;
        }

        lock (gate)
        {
            if (issued <= revokedAt.GetValueOrDefault(kind, -1) || (spent.TryGetValue(token!, out var dead) && dead <= time.GetUtcNow()))
            {
                return TikTokTokenState.Unknown;
            }
        }

        return expires <= time.GetUtcNow().ToUnixTimeSeconds() ? TikTokTokenState.Expired : TikTokTokenState.Good;
    }

    /// <summary>Takes a token that may be used once; false when it is no good or somebody was faster.</summary>
    /// <param name="token">The token.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="grace">How long it is still good, for a client whose answer was lost.</param>
    public bool Spend(string token, string kind, TimeSpan grace)
    {
        if (Judge(token, kind) != TikTokTokenState.Good)
        {
            return false;
        }

        lock (gate)
        {
            return spent.TryAdd(token, time.GetUtcNow() + grace) || grace > TimeSpan.Zero;
        }
    }

    /// <summary>Kills every token of a kind made so far.</summary>
    public void Revoke(string kind)
    {
        lock (gate)
        {
            revokedAt[kind] = time.GetUtcNow().UtcTicks;
        }
    }

    private (long Expires, long Issued)? Read(string? token, string kind)
    {
        var parts = token?.StartsWith(kind + "_", StringComparison.Ordinal) == true ? token[(kind.Length + 1)..].Split('.') : [];
        if (parts.Length != 2)
        {
            return null;
        }

        var bytes = new byte[parts[0].Length];
        if (!Convert.TryFromBase64String(parts[0].Replace('-', '+').Replace('_', '/').PadRight((parts[0].Length + 3) / 4 * 4, '='), bytes, out var length))
        {
            return null;
        }

        var payload = Encoding.ASCII.GetString(bytes, 0, length);
        var fields = payload.Split('.');
        return fields.Length == 4 && fields[0] == kind && Seal(payload) == parts[1]
            ? (long.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[2], CultureInfo.InvariantCulture))
            : null;
    }

    private string Seal(string payload) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(payload)))[..32];

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

/// <summary>What a token is worth.</summary>
internal enum TikTokTokenState
{
    /// <summary>Forged, spent or revoked.</summary>
    Unknown,

    /// <summary>It was good once.</summary>
    Expired,

    /// <summary>It opens the shop.</summary>
    Good,
}
