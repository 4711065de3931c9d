using System.Collections.Concurrent;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Audit;

/// <summary>Reads the log, and takes in what is no change of a row: sign-ins, exports, refusals.</summary>
public sealed class AuditLog(MarketplaceDb database)
{
    // Spares the database the question; what is forgotten is asked once more.
    private const int MostNoted = 10_000;
    private readonly ConcurrentDictionary<(Guid SellerId, string Actor, string Area, string Text, Guid? SubjectId), DateTimeOffset> noted = new();

    /// <summary>Notes something.</summary>
    /// <param name="sellerId">Whose log.</param>
    /// <param name="acting">Who, from where.</param>
    /// <param name="area">What kind of thing.</param>
    /// <param name="text">What was done; no secret and no buyer's data.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="subjectId">Id of what it was done to; null where there is none.</param>
    public async Task NoteAsync(Guid sellerId, Acting acting, string area, string text, CancellationToken cancellationToken, Guid? subjectId = null)
    {
        await using var db = database.Open(sellerId);
        db.AuditEntries.Add(new AuditEntry { At = acting.At, Actor = acting.Name, Address = acting.Address, Area = area, Text = text, SubjectId = subjectId });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Notes something that need not be told each time: nothing where the same stands there since a moment.</summary>
    /// <param name="sellerId">Whose log.</param>
    /// <param name="acting">Who, from where.</param>
    /// <param name="area">What kind of thing.</param>
    /// <param name="text">What was done; no secret and no buyer's data.</param>
    /// <param name="subjectId">Id of what it was done to; null where there is none.</param>
    /// <param name="since">From when on once is enough.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task NoteOnceAsync(Guid sellerId, Acting acting, string area, string text, Guid? subjectId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var note = (sellerId, acting.Name, area, text, subjectId);
        if (noted.TryGetValue(note, out var last) && last >= since)
        {
            return;
        }

        await using var db = database.Open(sellerId);
        if (!await db.AuditEntries.AnyAsync(e => e.At >= since && e.Actor == acting.Name && e.Area == area && e.Text == text && e.SubjectId == subjectId, cancellationToken))
        {
            db.AuditEntries.Add(new AuditEntry { At = acting.At, Actor = acting.Name, Address = acting.Address, Area = area, Text = text, SubjectId = subjectId });
            await db.SaveChangesAsync(cancellationToken);
        }

        if (noted.Count >= MostNoted)
        {
            noted.Clear();
        }

        noted[note] = acting.At;
    }

    /// <summary>A page of the log, the newest first.</summary>
    public async Task<(IReadOnlyList<AuditEntry> Entries, int Total)> ListAsync(Guid sellerId, AuditFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var rows = Matching(db, filter);
        return (await Sorted(rows).Skip(skip).Take(take).ToListAsync(cancellationToken), await rows.CountAsync(cancellationToken));
    }

    /// <summary>All entries that match, the newest first, one by one.</summary>
    public async IAsyncEnumerable<AuditEntry> ReadAsync(Guid sellerId, AuditFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await foreach (var entry in Sorted(Matching(db, filter)).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return entry;
        }
    }

    private static IQueryable<AuditEntry> Matching(MarketplaceDbContext db, AuditFilter filter)
    {
        var rows = db.AuditEntries.AsNoTracking();
        rows = filter.Area is { } area ? rows.Where(e => e.Area == area) : rows;
        rows = filter.Actor is { } actor ? rows.Where(e => e.Actor == actor) : rows;
        rows = filter.SubjectId is { } subject ? rows.Where(e => e.SubjectId == subject) : rows;
        rows = filter.From is { } from ? rows.Where(e => e.At >= from) : rows;
        return filter.Until is { } until ? rows.Where(e => e.At < until) : rows;
    }

    private static IQueryable<AuditEntry> Sorted(IQueryable<AuditEntry> rows) => rows.OrderByDescending(e => e.At).ThenByDescending(e => e.Id);
}

/// <summary>Which entries of the log; what is null does not matter.</summary>
/// <param name="Area">What kind of thing.</param>
/// <param name="Actor">Who.</param>
/// <param name="SubjectId">Done to what.</param>
/// <param name="From">Not before.</param>
/// <param name="Until">Before.</param>
public sealed record AuditFilter(string? Area = null, string? Actor = null, Guid? SubjectId = null, DateTimeOffset? From = null, DateTimeOffset? Until = null)
{
    /// <summary>Areas that there are.</summary>
    public static IReadOnlyList<string> Areas { get; } = ["sign-in", "team", "connection", "setting", "stock", "order", "alert", "shipment", "cancellation", "refund", "privacy", "key", "export", "buyer data", "refusal"];
}
