using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>
/// The book of quantities that were handed over and whose outcome is open. A listing whose quantity changes meanwhile is sent again at
/// once by itself; because the marketplace may do the two in either order, it is sent a last time when the ticket has ended.
/// </summary>
public sealed class StockTickets(MarketplaceDb database, ListingDemand demand, WorkQueue queue, WorkSignal signal, TimeProvider time)
{
    private const int AtOnce = 500;

    /// <summary>Notes the tickets among verdicts, and asks for their outcomes to be looked at.</summary>
    public async Task NoteAsync(Guid sellerId, Guid connectionId, IReadOnlyList<ListingPush> pushes, IReadOnlyList<StockVerdict> verdicts, CancellationToken cancellationToken)
    {
        var ticketOf = verdicts.Where(v => v.Ticket is not null).GroupBy(v => v.ExternalId).ToDictionary(g => g.Key, g => g.First().Ticket!);
        if (ticketOf.Count == 0)
        {
            return;
        }

        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var group in pushes.Where(p => ticketOf.ContainsKey(p.ExternalId)).GroupBy(p => ticketOf[p.ExternalId]))
        {
            var ticket = new StockTicket { SellerId = sellerId, ConnectionId = connectionId, Ticket = group.Key, HandedOverAt = time.GetUtcNow() };
            ticket.SetMembers(group.Select(p => p.ListingId));
            db.StockTickets.Add(ticket);
            foreach (var ids in group.Select(p => p.ListingId).Chunk(AtOnce))
            {
                // What is wanted now may be another quantity already; that one stays due.
                await db.ListingStocks.Where(s => ids.Contains(s.ListingId)).ExecuteUpdateAsync(
                    set => set.SetProperty(s => s.TicketId, ticket.Id).SetProperty(s => s.Problem, (string?)null).SetProperty(s => s.IsDue, s => s.Wanted != null && s.Wanted != s.Sent), cancellationToken);
            }
        }

        await queue.EnqueueAsync(
            db, sellerId, connectionId, WorkKinds.StockOutcome, "", WorkKinds.StockOutcomeKey(connectionId), priority: 50, delay: TimeSpan.FromSeconds(1), cancellationToken: cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
    }

    /// <summary>The oldest open ticket of a store; null when there is none.</summary>
    public async Task<StockTicket?> OldestAsync(Guid sellerId, Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.StockTickets.AsNoTracking().Where(t => t.ConnectionId == connectionId).OrderBy(t => t.HandedOverAt).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The listings of a ticket, in the order in which they were pushed; one that is gone is an empty place.</summary>
    public async Task<IReadOnlyList<ListingReference>> ListingsAsync(StockTicket ticket, CancellationToken cancellationToken)
    {
        var listings = new List<ListingReference>();
        await using var db = database.Open(ticket.SellerId);
        foreach (var ids in ticket.MemberIds().Chunk(AtOnce))
        {
            var known = await db.Listings.Where(l => ids.Contains(l.Id)).Select(l => new { l.Id, l.ExternalId, l.Sku, l.PlatformData }).ToDictionaryAsync(l => l.Id, cancellationToken);
            listings.AddRange(ids.Select(id => known.TryGetValue(id, out var l) ? new ListingReference(l.ExternalId, l.Sku, l.PlatformData) : new ListingReference("", null, null)));
        }

        return listings;
    }

    /// <summary>The marketplace is still at work.</summary>
    public async Task LookedAsync(StockTicket ticket, CancellationToken cancellationToken)
    {
        await using var db = database.Open(ticket.SellerId);
        await db.StockTickets.Where(t => t.Id == ticket.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.Looks, t => t.Looks + 1), cancellationToken);
    }

    /// <summary>The ticket has ended: what was not refused is accepted.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="listings">Its listings, as they were asked for.</param>
    /// <param name="refused">What was refused.</param>
    /// <param name="cancellationToken">Leaves all as it was.</param>
    public async Task EndAsync(StockTicket ticket, IReadOnlyList<ListingReference> listings, IReadOnlyList<StockVerdict> refused, CancellationToken cancellationToken)
    {
        var idOf = listings.Zip(ticket.MemberIds()).Where(pair => pair.First.ExternalId.Length > 0).GroupBy(pair => pair.First.ExternalId).ToDictionary(g => g.Key, g => g.First().Second);
        var (ticketId, handedOverAt) = (ticket.Id, (DateTimeOffset?)ticket.HandedOverAt);
        DateTimeOffset? now = time.GetUtcNow();
        await using var db = database.Open(ticket.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var verdict in refused.Where(v => idOf.ContainsKey(v.ExternalId)))
        {
            var id = idOf[verdict.ExternalId];
            await db.ListingStocks.Where(s => s.ListingId == id && s.TicketId == ticketId).ExecuteUpdateAsync(
                set => set.SetProperty(s => s.Problem, s => s.SentAt > handedOverAt ? s.Problem : verdict.Reason ?? "The marketplace refused this quantity.")
                    .SetProperty(s => s.IsDue, s => s.IsDue || (s.Wanted != null && s.SentAt <= handedOverAt && (verdict.MayRetry || s.Wanted != s.Sent)))
                    .SetProperty(s => s.TicketId, (Guid?)null),
                cancellationToken);
        }

        var rows = db.ListingStocks.Where(s => s.TicketId == ticketId);
        await rows.Where(s => s.SentAt <= handedOverAt && (s.AcknowledgedAt == null || s.AcknowledgedAt < handedOverAt)).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.Acknowledged, s => s.Sent).SetProperty(s => s.AcknowledgedAt, now).SetProperty(s => s.Problem, (string?)null)
                .SetProperty(s => s.IsDue, s => s.Wanted != null && s.Wanted != s.Sent).SetProperty(s => s.TicketId, (Guid?)null),
            cancellationToken);
        await AgainAsync(db, ticket, rows, null, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
    }

    /// <summary>Nothing came of the ticket: its listings are sent again.</summary>
    public async Task GiveUpAsync(StockTicket ticket, string why, CancellationToken cancellationToken)
    {
        await using var db = database.Open(ticket.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await AgainAsync(db, ticket, db.ListingStocks.Where(s => s.TicketId == ticket.Id), why, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
    }

    // Those that were sent by themselves meanwhile go out a last time: which of the two the marketplace did last is unknown.
    private async Task AgainAsync(MarketplaceDbContext db, StockTicket ticket, IQueryable<ListingStock> rows, string? why, CancellationToken cancellationToken)
    {
        await rows.ExecuteUpdateAsync(
            set => set.SetProperty(s => s.IsDue, s => s.Wanted != null).SetProperty(s => s.Problem, s => why ?? s.Problem).SetProperty(s => s.TicketId, (Guid?)null), cancellationToken);
        await db.StockTickets.Where(t => t.Id == ticket.Id).ExecuteDeleteAsync(cancellationToken);
        await demand.EnqueuePushAsync(db, ticket.ConnectionId, cancellationToken);
    }
}
