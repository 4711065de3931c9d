using System.Security.Cryptography;

namespace Marketplace.Sandbox.Ebay.Oauth;

/// <summary>Codes and tokens that are out, with their ends. Thread-safe.</summary>
internal sealed class EbayTokens(TimeProvider time)
{
    /// <summary>Life of an access token.</summary>
    public static readonly TimeSpan AccessLife = TimeSpan.FromHours(2);

    /// <summary>Life of a refresh token: 18 months.</summary>
    public static readonly TimeSpan RefreshLife = TimeSpan.FromSeconds(47_304_000);

    /// <summary>Life of a code.</summary>
    public static readonly TimeSpan CodeLife = TimeSpan.FromSeconds(299);

    private readonly Lock gate = new();
    private readonly Dictionary<string, EbayGrant> codes = [];
    private readonly Dictionary<string, EbayGrant> refreshes = [];
    private readonly Dictionary<string, EbayGrant> accesses = [];

    /// <summary>A code for what the seller has just allowed.</summary>
    public string IssueCode(IReadOnlySet<string> scopes, string sellerId) => Issue(codes, "v^1.1#i^1#f^0#r^1#I^3#p^3#t^", new EbayGrant(scopes, sellerId, time.GetUtcNow() + CodeLife));

    /// <summary>Takes a code out; null when it is unknown, used or too old.</summary>
    public EbayGrant? UseCode(string code)
    {
        lock (gate)
        {
            return codes.Remove(code, out var grant) && grant.EndsAt > time.GetUtcNow() ? grant : null;
        }
    }

    /// <summary>A refresh token of a seller.</summary>
    public string IssueRefresh(IReadOnlySet<string> scopes, string sellerId) => Issue(refreshes, "v^1.1#i^1#r^1#f^0#I^3#p^3#t^", new EbayGrant(scopes, sellerId, time.GetUtcNow() + RefreshLife));

    /// <summary>What a refresh token stands for; null when it is unknown or withdrawn.</summary>
    public EbayGrant? OfRefresh(string token) => Find(refreshes, token) is { } grant && grant.EndsAt > time.GetUtcNow() ? grant : null;

    /// <summary>An access token of a seller; of the application itself without one.</summary>
    public string IssueAccess(IReadOnlySet<string> scopes, string? sellerId) => Issue(accesses, "v^1.1#i^1#p^3#f^0#I^3#r^0#t^H4s", new EbayGrant(scopes, sellerId, time.GetUtcNow() + AccessLife));

    /// <summary>What an access token stands for, expired or not; null when it is unknown or withdrawn.</summary>
    public EbayGrant? OfAccess(string token) => Find(accesses, token);

    /// <summary>A seller withdraws everything; without one, all do.</summary>
    public void Revoke(string? sellerId = null)
    {
        lock (gate)
        {
            foreach (var tokens in new[] { codes, refreshes, accesses })
            {
                foreach (var token in tokens.Where(token => sellerId is null || token.Value.SellerId == sellerId).Select(token => token.Key).ToList())
                {
                    tokens.Remove(token);
                }
            }
        }
    }

    private EbayGrant? Find(Dictionary<string, EbayGrant> tokens, string token)
    {
        lock (gate)
        {
            return tokens.GetValueOrDefault(token);
        }
    }

    private string Issue(Dictionary<string, EbayGrant> tokens, string prefix, EbayGrant grant)
    {
        // Real ones carry signs that must be encoded in forms and links, so these do too. Codes and refresh tokens, which some clients send
        // on as they stand, have like eBay's neither plus nor ampersand.
        var bytes = RandomNumberGenerator.GetBytes(48);
        var token = prefix + (ReferenceEquals(tokens, accesses) ? Convert.ToBase64String(bytes) : Convert.ToHexString(bytes)) + "==";
        lock (gate)
        {
            tokens[token] = grant;
            return token;
        }
    }
}

/// <summary>What a code or token stands for.</summary>
/// <param name="Scopes">What it allows.</param>
/// <param name="SellerId">The seller behind it; null for the application alone.</param>
/// <param name="EndsAt">UTC.</param>
internal sealed record EbayGrant(IReadOnlySet<string> Scopes, string? SellerId, DateTimeOffset EndsAt)
{
    /// <summary>A seller stands behind it, not the application alone.</summary>
    public bool OfSeller => SellerId is not null;
}
