using System.Text.Json;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment;

/// <summary>Half-typed parcels, kept so that a lost connection or a closed window costs nobody their typing.</summary>
public sealed class ShipDrafts(MarketplaceDb database, TimeProvider time)
{
    /// <summary>Longest number that is kept, characters.</summary>
    public const int LongestNumber = 120;

    /// <summary>Longest carrier that is kept, characters.</summary>
    public const int LongestCarrier = 80;

    /// <summary>How long a draft is kept after the last key stroke.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>What a user typed for these orders, by order; orders without a draft are absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, TypedParcel>> LoadAsync(Guid sellerId, Guid userId, IReadOnlyCollection<Guid> orderIds, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Kept;
        await using var db = database.Open(sellerId);
        var drafts = await db.Set<ShipDraft>().AsNoTracking().Where(d => d.UserId == userId && orderIds.Contains(d.OrderId) && d.SavedAt >= since).ToListAsync(cancellationToken);
        return drafts.ToDictionary(d => d.OrderId, d => new TypedParcel(d.OrderId, d.TrackingNumber, d.Carrier, Read(d.Quantities), d.SavedAt));
    }

    /// <summary>Keeps what a user typed for orders of the seller, in place of what was kept before; what is empty is forgotten.</summary>
    public Task SaveAsync(Guid sellerId, Guid userId, IReadOnlyCollection<TypedParcel> typed, CancellationToken cancellationToken) => WriterRace.RunAsync(async () =>
    {
        var now = time.GetUtcNow();
        var ids = typed.Select(t => t.OrderId).ToList();
        await using var db = database.Open(sellerId);
        var stored = await db.Set<ShipDraft>().Where(d => d.UserId == userId && ids.Contains(d.OrderId)).ToDictionaryAsync(d => d.OrderId, cancellationToken);
        var known = await db.Orders.Where(o => ids.Contains(o.Id)).Select(o => o.Id).ToListAsync(cancellationToken);
        var begun = false;
        foreach (var parcel in typed.Where(t => known.Contains(t.OrderId)))
        {
            var draft = stored.GetValueOrDefault(parcel.OrderId);
            if (parcel.IsEmpty)
            {
                db.RemoveRange(draft is null ? [] : [draft]);
                continue;
            }

            begun |= draft is null;
            draft ??= db.Add(new ShipDraft { UserId = userId, OrderId = parcel.OrderId }).Entity;
            (draft.TrackingNumber, draft.Carrier) = (Cut(parcel.TrackingNumber, LongestNumber), Cut(parcel.Carrier, LongestCarrier));
            (draft.Quantities, draft.SavedAt) = (parcel.Quantities is null ? null : JsonSerializer.Serialize(parcel.Quantities), now);
        }

        await db.SaveChangesAsync(cancellationToken);

        // With the first key stroke for an order, not with each.
        var expired = now - Kept;
        return begun ? await db.Set<ShipDraft>().Where(d => d.SavedAt < expired).ExecuteDeleteAsync(cancellationToken) : 0;
    });

    /// <summary>Forgets what a user typed for these orders.</summary>
    public async Task ClearAsync(Guid sellerId, Guid userId, IReadOnlyCollection<Guid> orderIds, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await db.Set<ShipDraft>().Where(d => d.UserId == userId && orderIds.Contains(d.OrderId)).ExecuteDeleteAsync(cancellationToken);
    }

    private static Dictionary<Guid, int>? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<Dictionary<Guid, int>>(json);

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}

/// <summary>A parcel as a user typed it.</summary>
/// <param name="OrderId">Our id of the order.</param>
/// <param name="TrackingNumber">As typed, finished or not.</param>
/// <param name="Carrier">As chosen or written.</param>
/// <param name="Quantities">Items by our id of the line; null for all that is left.</param>
/// <param name="SavedAt">When it was typed, UTC; not read when it is saved.</param>
public sealed record TypedParcel(Guid OrderId, string TrackingNumber, string Carrier, IReadOnlyDictionary<Guid, int>? Quantities, DateTimeOffset SavedAt = default)
{
    /// <summary>Nothing is worth keeping: without a number and with all items, a carrier alone is told by the next number anyway.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(TrackingNumber) && Quantities is null;
}
