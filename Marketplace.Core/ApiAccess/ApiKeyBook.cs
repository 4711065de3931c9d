using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.ApiAccess;

/// <summary>What is asked for in a new key.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="ExpiresAt">When it stops to work, UTC; null for never.</param>
public sealed record NewApiKey(string? Name, ApiScopes Scopes, DateTimeOffset? ExpiresAt);

/// <summary>A key that was made, or why it was not.</summary>
/// <param name="Problem">What is wrong and what to do; null when it was made.</param>
/// <param name="Id">Our id.</param>
/// <param name="Key">The key; told this once.</param>
public sealed record MadeApiKey(string? Problem, Guid Id, string Key);

/// <summary>Personal keys for the API: made, listed, recognised, revoked.</summary>
public sealed class ApiKeyBook(MarketplaceDb database, TimeProvider time)
{
    /// <summary>How every key begins, so that people and secret scanners know one when they see it.</summary>
    public const string Start = "mk_";

    /// <summary>Longest name.</summary>
    public const int MaxName = 80;

    /// <summary>Most keys of one seller that work.</summary>
    public const int Most = 50;

    private const int ShownCharacters = 9;
    private static readonly TimeSpan UseResolution = TimeSpan.FromMinutes(1);

    /// <summary>Makes a key.</summary>
    /// <param name="sellerId">Whose stores it opens.</param>
    /// <param name="userId">Who makes it.</param>
    /// <param name="wish">What it is for and may do.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<MadeApiKey> MakeAsync(Guid sellerId, Guid userId, NewApiKey wish, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = database.Open(sellerId);
        if (ProblemOf(wish, now) is { } problem)
        {
            return new MadeApiKey(problem, Guid.Empty, "");
        }

        if (await db.ApiKeys.CountAsync(k => k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > now), cancellationToken) >= Most)
        {
            return new MadeApiKey($"There are {Most} keys that work already. Revoke one that is not used any more.", Guid.Empty, "");
        }

        var secret = Start + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var key = new ApiKey
        {
            UserId = userId,
            Name = wish.Name!.Trim(),
            Prefix = secret[..ShownCharacters],
            Hash = HashOf(secret),
            Scopes = wish.Scopes,
            CreatedAt = now,
            ExpiresAt = wish.ExpiresAt,
        };
        db.ApiKeys.Add(key);
        await db.SaveChangesAsync(cancellationToken);
        return new MadeApiKey(null, key.Id, secret);
    }

    /// <summary>All keys, the newest first; revoked ones stay, so that it can be seen what was used until when.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.ApiKeys.AsNoTracking().OrderByDescending(k => k.CreatedAt).ThenByDescending(k => k.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Revokes a key; the next request with it is refused. False when there is no such key that was not revoked.</summary>
    public async Task<bool> RevokeAsync(Guid sellerId, Guid keyId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        if (await db.ApiKeys.SingleOrDefaultAsync(k => k.Id == keyId && k.RevokedAt == null, cancellationToken) is not { } key)
        {
            return false;
        }

        key.RevokedAt = time.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>The key that a request shows, and notes its use; null when it is none that works.</summary>
    public async Task<ApiKey?> RecogniseAsync(string secret, CancellationToken cancellationToken)
    {
        if (!secret.StartsWith(Start, StringComparison.Ordinal))
        {
            return null;
        }

        var hash = HashOf(secret);
        var now = time.GetUtcNow();
        await using var db = database.OpenForMachine();
        var keys = db.ApiKeys.IgnoreQueryFilters();
        var key = await keys.AsNoTracking().SingleOrDefaultAsync(k => k.Hash == hash, cancellationToken);
        if (key?.Works(now) != true)
        {
            return null;
        }

        var stale = now - UseResolution;
        if (key.LastUsedAt is null || key.LastUsedAt < stale)
        {
            await keys.Where(k => k.Id == key.Id && (k.LastUsedAt == null || k.LastUsedAt < stale)).ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, now), cancellationToken);
        }

        return key;
    }

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static string? ProblemOf(NewApiKey wish, DateTimeOffset now) =>
        string.IsNullOrWhiteSpace(wish.Name) ? "Give the key a name that says what it is for."
        : wish.Name.Trim().Length > MaxName ? $"The name may have {MaxName} characters."
        : wish.Scopes == ApiScopes.None || (wish.Scopes & ~ApiScopeRules.All) != 0 ? "Choose at least one thing that the key may do."
        : wish.ExpiresAt <= now ? "The key would have expired already. Choose a later day."
        : null;
}
