using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Alerts.Errors;

/// <summary>Which causes are listed.</summary>
/// <param name="IsResolved">Those that are resolved, or those that are not.</param>
/// <param name="Search">Part of the words, the operation, the code, or a request id of any time that it happened; null for all.</param>
/// <param name="Marketplace">Only this marketplace's; null for all.</param>
public sealed record ErrorFilter(bool IsResolved = false, string? Search = null, string? Marketplace = null);

/// <summary>Reads of the error log, and what people do with it.</summary>
public sealed class ErrorQueries(MarketplaceDb database, ChangeFeed changes, TimeProvider time)
{
    /// <summary>One page of causes, the latest first.</summary>
    public async Task<Page<ErrorCause>> ListAsync(Guid sellerId, ErrorFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var causes = Matching(db, filter).AsNoTracking();
        var total = await causes.CountAsync(cancellationToken);
        return new Page<ErrorCause>(await causes.OrderByDescending(c => c.LastAt).ThenByDescending(c => c.Id).Skip(skip).Take(take).ToListAsync(cancellationToken), total);
    }

    /// <summary>How many causes there are.</summary>
    public async Task<int> CountAsync(Guid sellerId, ErrorFilter filter, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await Matching(db, filter).CountAsync(cancellationToken);
    }

    /// <summary>The last times that a cause led to an error, newest first.</summary>
    public async Task<IReadOnlyList<ErrorOccurrence>> OccurrencesAsync(Guid sellerId, Guid causeId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.ErrorOccurrences.AsNoTracking().Where(o => o.CauseId == causeId).OrderByDescending(o => o.At).ToListAsync(cancellationToken);
    }

    /// <summary>Notes that somebody has resolved a cause; if it comes again, it is open again.</summary>
    /// <returns>False when there is no such open cause of this seller.</returns>
    public async Task<bool> ResolveAsync(Guid sellerId, Guid causeId, string actor, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        await using var db = database.Open(sellerId);
        var done = await db.ErrorCauses.Where(c => c.Id == causeId && c.ResolvedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.ResolvedAt, now).SetProperty(c => c.ResolvedBy, actor), cancellationToken) == 1;
        changes.Publish(new Change(sellerId, ChangeTopic.Errors, causeId));
        return done;
    }

    private static IQueryable<ErrorCause> Matching(MarketplaceDbContext db, ErrorFilter filter)
    {
        var causes = filter.IsResolved ? db.ErrorCauses.Where(c => c.ResolvedAt != null) : db.ErrorCauses.Where(c => c.ResolvedAt == null);
        if (filter.Marketplace is { } marketplace)
        {
            causes = causes.Where(c => c.Marketplace == marketplace);
        }

        if (filter.Search is { Length: > 0 } search)
        {
            var word = search.Trim().ToLowerInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // Translated to SQL, where there is no culture.
            causes = causes.Where(c => c.Message.ToLower().Contains(word) || c.Operation.ToLower().Contains(word) || (c.Code != null && c.Code.ToLower().Contains(word))
                || db.ErrorOccurrences.Any(o => o.CauseId == c.Id && o.RequestId != null && o.RequestId.ToLower().Contains(word)));
#pragma warning restore CA1304, CA1311, CA1862
        }

        return causes;
    }
}
