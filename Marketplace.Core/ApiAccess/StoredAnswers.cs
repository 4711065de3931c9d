using System.Text.Json;
using Marketplace.Core.Data;
using Marketplace.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.ApiAccess;

/// <summary>An answer as it is given again.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Media type; null without a body.</param>
/// <param name="Location">Where to look on; null for nowhere.</param>
/// <param name="Body">The body's bytes.</param>
public sealed record KeptAnswer(int Status, string? ContentType, string? Location, byte[] Body);

/// <summary>What a request with an idempotency key finds.</summary>
/// <param name="State">Whether it may go on.</param>
/// <param name="ClaimId">Of a first request: what <see cref="StoredAnswers.KeepAsync"/> wants.</param>
/// <param name="Answer">Of a repetition: the first answer.</param>
public sealed record AnswerClaim(ClaimState State, Guid ClaimId = default, KeptAnswer? Answer = null);

/// <summary>What a key is at.</summary>
public enum ClaimState
{
    /// <summary>The request is the first with its key and goes on.</summary>
    First,

    /// <summary>The same request was answered before.</summary>
    Repeated,

    /// <summary>The same request is under way.</summary>
    UnderWay,

    /// <summary>Another request had the key.</summary>
    Mismatch,
}

/// <summary>First answers to requests with idempotency keys: each key of a seller is answered once within a day.</summary>
public sealed class StoredAnswers(MarketplaceDb database, PersonalDataProtector protector, TimeProvider time)
{
    /// <summary>Longest key.</summary>
    public const int MaxKey = 255;

    /// <summary>How long an answer is given again.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    // Longer than any request may take: a request that has not answered by then was lost with its process.
    private static readonly TimeSpan Lost = TimeSpan.FromMinutes(10);

    /// <summary>Takes a key for a request; of two at once one gets it.</summary>
    /// <param name="sellerId">Whose key; equal keys of others do not matter.</param>
    /// <param name="key">The caller's key.</param>
    /// <param name="requestHash">What the request asks, as a hash.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<AnswerClaim> ClaimAsync(Guid sellerId, string key, string requestHash, CancellationToken cancellationToken) =>
        WriterRace.RunAsync(() => TryClaimAsync(sellerId, key, requestHash, cancellationToken));

    /// <summary>Keeps the answer of a first request.</summary>
    public async Task KeepAsync(Guid sellerId, Guid claimId, KeptAnswer answer, CancellationToken cancellationToken)
    {
        var content = protector.Protect(JsonSerializer.SerializeToUtf8Bytes(answer));
        await using var db = database.Open(sellerId);
        await db.StoredAnswers.Where(a => a.Id == claimId)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Status, answer.Status).SetProperty(a => a.Content, content), cancellationToken);
    }

    /// <summary>Frees the key of a first request that came to nothing, so that it may be tried again.</summary>
    public async Task FreeAsync(Guid sellerId, Guid claimId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await db.StoredAnswers.Where(a => a.Id == claimId).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Throws away answers of all sellers whose day is over.</summary>
    public async Task ForgetOldAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - Kept;
        await using var db = database.OpenForMachine();
        await db.StoredAnswers.IgnoreQueryFilters().Where(a => a.CreatedAt < before).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<AnswerClaim> TryClaimAsync(Guid sellerId, string key, string requestHash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = database.Open(sellerId);
        var (over, lost) = (now - Kept, now - Lost);
        await db.StoredAnswers.Where(a => a.Key == key && (a.CreatedAt < over || (a.Status == null && a.CreatedAt < lost))).ExecuteDeleteAsync(cancellationToken);
        if (await db.StoredAnswers.AsNoTracking().SingleOrDefaultAsync(a => a.Key == key, cancellationToken) is { } known)
        {
            return known.RequestHash != requestHash ? new AnswerClaim(ClaimState.Mismatch)
                : known.Content is null ? new AnswerClaim(ClaimState.UnderWay)
                : new AnswerClaim(ClaimState.Repeated, Answer: JsonSerializer.Deserialize<KeptAnswer>(protector.Unprotect(known.Content)));
        }

        var claim = new StoredAnswer { Key = key, RequestHash = requestHash, CreatedAt = now };
        db.StoredAnswers.Add(claim);
        await db.SaveChangesAsync(cancellationToken);
        return new AnswerClaim(ClaimState.First, claim.Id);
    }
}
