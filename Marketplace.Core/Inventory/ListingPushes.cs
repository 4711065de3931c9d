using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>A listing with the quantity that it should show.</summary>
/// <param name="ListingId">Our id.</param>
/// <param name="ExternalId">The marketplace's id within the store.</param>
/// <param name="Sku">SKU as listed.</param>
/// <param name="PlatformData">The vendor folder's JSON.</param>
/// <param name="Wanted">Items that it should show.</param>
/// <param name="Stock">The row, as it was read.</param>
public sealed record ListingPush(Guid ListingId, string ExternalId, string? Sku, string? PlatformData, int Wanted, ListingStock Stock);

/// <summary>What reading back after a push found.</summary>
/// <param name="Waiting">Some listings do not show what was accepted yet, and have time left to.</param>
/// <param name="NeedsOrders">Some show less than was accepted; the store's orders must be read to know why.</param>
public sealed record ReadBack(bool Waiting, bool NeedsOrders);

/// <summary>What a stock check found on a page of listings.</summary>
/// <param name="Different">Listings that show something else than they should although nothing is on its way to them.</param>
/// <param name="Changed">Listings that show something else than they were last seen to show.</param>
public readonly record struct StockCheck(int Different, int Changed);

/// <summary>The book of what was sent to listings, what was accepted, and what they were seen to show.</summary>
public sealed class ListingPushes(MarketplaceDb database, ListingDemand demand, TimeProvider time)
{
    /// <summary>
    /// Listings of a store that must be sent: what buyers bought first, then edits, the longest waiting first. What the store's
    /// brake holds is left out, and so are edits that it has not looked at yet.
    /// </summary>
    /// <param name="sellerId">Whose listings.</param>
    /// <param name="connectionId">Which store.</param>
    /// <param name="checkedAt">When the brake looked, UTC.</param>
    /// <param name="most">Most listings.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<IReadOnlyList<ListingPush>> DueAsync(Guid sellerId, Guid connectionId, DateTimeOffset checkedAt, int most, CancellationToken cancellationToken) =>
        ReadAsync(
            sellerId,
            rows => rows.Where(s => s.ConnectionId == connectionId && s.IsDue && !s.IsHeld && (s.IsBySale || s.WantedAt <= checkedAt))
                .OrderByDescending(s => s.IsBySale).ThenBy(s => s.WantedAt).Take(most),
            cancellationToken);

    /// <summary>Listings whose accepted quantity has not been seen yet.</summary>
    public Task<IReadOnlyList<ListingPush>> UnseenAsync(Guid sellerId, Guid connectionId, int most, CancellationToken cancellationToken) =>
        ReadAsync(
            sellerId,
            rows => rows.Where(s => s.ConnectionId == connectionId && !s.IsDue && s.TicketId == null && s.Problem == null && s.AcknowledgedAt != null
                    && (s.Seen != s.Acknowledged || s.SeenAt == null || s.SeenAt < s.AcknowledgedAt))
                .OrderBy(s => s.AcknowledgedAt).Take(most),
            cancellationToken);

    /// <summary>Listings of a store that should show something, in a stable order, after one of them.</summary>
    public async Task<IReadOnlyList<ListingPush>> PageAsync(Guid sellerId, Guid connectionId, Guid? after, int most, CancellationToken cancellationToken)
    {
        var page = await ReadAsync(
            sellerId,
            rows => rows.Where(s => s.ConnectionId == connectionId && s.Wanted != null && (after == null || s.ListingId.CompareTo(after.Value) > 0))
                .OrderBy(s => s.ListingId).Take(most),
            cancellationToken);

        // Joined rows come in any order; ids sort here as both databases sort them.
        return [.. page.OrderBy(p => p.ListingId)];
    }

    /// <summary>How many listings of a store should show something.</summary>
    public async Task<int> CountAsync(Guid sellerId, Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.ListingStocks.CountAsync(s => s.ConnectionId == connectionId && s.Wanted != null, cancellationToken);
    }

    /// <summary>Notes what is about to be sent, before the call is made.</summary>
    public async Task SentAsync(Guid sellerId, IReadOnlyList<ListingPush> pushes, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var (wanted, ids) in ByQuantity(pushes))
        {
            await db.ListingStocks.Where(s => ids.Contains(s.ListingId)).ExecuteUpdateAsync(
                set => set.SetProperty(s => s.Sent, wanted).SetProperty(s => s.SentAt, now), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Notes the marketplace's verdicts; those that are open stay as they are. A listing whose wish has changed meanwhile stays due.</summary>
    public async Task AnsweredAsync(Guid sellerId, IReadOnlyList<ListingPush> pushes, IReadOnlyList<StockVerdict> verdicts, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        var byId = verdicts.GroupBy(v => v.ExternalId).ToDictionary(g => g.Key, g => g.First());
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var accepted = pushes.Where(p => byId.TryGetValue(p.ExternalId, out var verdict) && verdict.Accepted).ToList();
        foreach (var (wanted, ids) in ByQuantity(accepted))
        {
            await db.ListingStocks.Where(s => ids.Contains(s.ListingId)).ExecuteUpdateAsync(
                set => set.SetProperty(s => s.Acknowledged, wanted)
                    .SetProperty(s => s.AcknowledgedAt, now)
                    .SetProperty(s => s.Problem, (string?)null)
                    .SetProperty(s => s.IsDue, s => s.Wanted != null && s.Wanted != wanted),
                cancellationToken);
        }

        foreach (var push in pushes.Except(accepted))
        {
            var rows = db.ListingStocks.Where(s => s.ListingId == push.ListingId);
            if (byId.GetValueOrDefault(push.ExternalId) is { Ticket: not null } or { Deferred: true })
            {
                continue;
            }

            if (!byId.TryGetValue(push.ExternalId, out var verdict))
            {
                await rows.ExecuteUpdateAsync(set => set.SetProperty(s => s.Problem, "The marketplace did not answer for this listing; it is sent again."), cancellationToken);
            }
            else
            {
                await rows.ExecuteUpdateAsync(
                    set => set.SetProperty(s => s.Problem, verdict.Reason ?? "The marketplace refused this quantity.")
                        .SetProperty(s => s.IsDue, s => s.Wanted != null && (verdict.MayRetry || s.Wanted != push.Wanted)),
                    cancellationToken);
            }
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Notes what listings were seen to show after a push. One that still shows more than was accepted when patience ends is sent
    /// once more and carries the problem until it agrees. One that shows less may have sold what is not known here yet: sending
    /// the number again would sell it twice, so it is left to <see cref="HealAsync"/>.
    /// </summary>
    public async Task<ReadBack> SeenAsync(
        Guid sellerId, Guid connectionId, IReadOnlyList<ListingPush> pushes, IReadOnlyList<StockSeen> seen, TimeSpan patience, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var byId = seen.GroupBy(s => s.ExternalId).ToDictionary(g => g.Key, g => g.First().Quantity);
        var result = new ReadBack(false, false);
        var again = false;
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var push in pushes)
        {
            int? quantity = byId.TryGetValue(push.ExternalId, out var shown) ? shown : null;
            var late = now - push.Stock.AcknowledgedAt > patience;
            var wrong = quantity != push.Stock.Acknowledged;
            var resend = wrong && late && !(quantity < push.Stock.Acknowledged);
            again |= resend;
            result = new ReadBack(result.Waiting || (wrong && !late), result.NeedsOrders || (wrong && late && !resend));
            var rows = db.ListingStocks.Where(s => s.ListingId == push.ListingId && s.AcknowledgedAt == push.Stock.AcknowledgedAt);
            await rows.ExecuteUpdateAsync(
                set => set.SetProperty(s => s.Seen, s => quantity ?? s.Seen)
                    .SetProperty(s => s.SeenAt, s => quantity == null ? s.SeenAt : now)
                    .SetProperty(s => s.IsDue, s => s.IsDue || (resend && s.Wanted != null))
                    .SetProperty(s => s.Problem, s => resend ? "The marketplace accepted this quantity but does not show it; it is sent again." : s.Problem),
                cancellationToken);
        }

        if (again)
        {
            await demand.EnqueuePushAsync(db, connectionId, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>Notes what a page of listings shows.</summary>
    public async Task<StockCheck> CompareAsync(
        Guid sellerId, IReadOnlyList<ListingPush> page, IReadOnlyList<StockSeen> seen, DateTimeOffset readAt, CancellationToken cancellationToken)
    {
        DateTimeOffset? at = readAt;
        var byId = page.ToDictionary(p => p.ExternalId);
        var sights = seen.Where(s => byId.ContainsKey(s.ExternalId)).Select(s => (s.Quantity, Push: byId[s.ExternalId])).ToList();
        var changed = 0;
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Listings of which nothing has changed since they went out together need no statement each.
        foreach (var same in sights.GroupBy(s => (s.Quantity, s.Push.Stock.SentAt, s.Push.Stock.AcknowledgedAt)))
        {
            var (quantity, sentAt, acknowledgedAt) = same.Key;
            var ids = same.Select(s => s.Push.ListingId).ToList();

            // What was sent or seen meanwhile is newer than this answer, which must not hide it.
            var rows = db.ListingStocks.Where(s => ids.Contains(s.ListingId) && s.SentAt == sentAt && s.AcknowledgedAt == acknowledgedAt && (s.SeenAt == null || s.SeenAt <= at));
            changed += await rows.Where(s => s.Seen != quantity).ExecuteUpdateAsync(set => set.SetProperty(s => s.Seen, quantity).SetProperty(s => s.SeenAt, at), cancellationToken);
            await rows.ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAt, at), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return new StockCheck(sights.Count(s => s.Quantity != s.Push.Wanted && s.Push.Stock is { IsDue: false, TicketId: null }), changed);
    }

    /// <summary>
    /// Makes due what was seen to show another quantity than it should, after all orders from before the sighting are here: then
    /// no unknown sale explains the difference, and the marketplace had its time to show what it accepted.
    /// </summary>
    /// <param name="sellerId">Whose listings.</param>
    /// <param name="connectionId">Which store.</param>
    /// <param name="ordersReadAt">When the last complete reading of orders began, UTC.</param>
    /// <param name="patience">Time that a marketplace may take to show what it accepted.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How many are sent again.</returns>
    public async Task<int> HealAsync(Guid sellerId, Guid connectionId, DateTimeOffset ordersReadAt, TimeSpan patience, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var different = await db.ListingStocks.AsNoTracking()
            .Where(s => s.ConnectionId == connectionId && !s.IsDue && s.TicketId == null && s.Wanted != null && s.Seen != null && s.Seen != s.Wanted && s.SeenAt < ordersReadAt)
            .ToListAsync(cancellationToken);
        var drifted = different.Where(s => s.WantedAt < s.SeenAt && (s.AcknowledgedAt is not { } at || at + patience < s.SeenAt)).Select(s => s.ListingId).ToList();
        foreach (var ids in drifted.Chunk(500))
        {
            await db.ListingStocks.Where(s => ids.Contains(s.ListingId)).ExecuteUpdateAsync(set => set.SetProperty(s => s.IsDue, true), cancellationToken);
        }

        if (drifted.Count > 0)
        {
            await demand.EnqueuePushAsync(db, connectionId, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return drifted.Count;
    }

    // Many listings share a quantity, and one statement for all of them is as quick as one for each of a few.
    private static IEnumerable<(int Wanted, Guid[] ListingIds)> ByQuantity(IEnumerable<ListingPush> pushes) =>
        pushes.GroupBy(p => p.Wanted, p => p.ListingId).SelectMany(same => same.Chunk(500).Select(ids => (same.Key, ids)));

    private async Task<IReadOnlyList<ListingPush>> ReadAsync(
        Guid sellerId, Func<IQueryable<ListingStock>, IQueryable<ListingStock>> choose, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return [.. await (
            from stock in choose(db.ListingStocks.AsNoTracking())
            join listing in db.Listings on stock.ListingId equals listing.Id
            where stock.Wanted != null
            select new ListingPush(listing.Id, listing.ExternalId, listing.Sku, listing.PlatformData, stock.Wanted!.Value, stock)).ToListAsync(cancellationToken)];
    }
}
