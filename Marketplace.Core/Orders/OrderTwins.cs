using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders;

/// <summary>
/// Finds orders that may be one order twice: to one recipient, with the same things and amount, within a day. A buyer who presses
/// twice, or a shop that passes an order on twice, makes two orders that no id gives away.
/// </summary>
internal static class OrderTwins
{
    // Whoever buys the same again after this long means it.
    private static readonly TimeSpan AlikeWithin = TimeSpan.FromHours(24);

    /// <summary>The marketplace's id of another order that each of these resembles, by our id; orders that resemble none are absent.</summary>
    /// <param name="db">The seller's orders; cancelled ones resemble nothing.</param>
    /// <param name="orders">Stored, or about to be stored together.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<IReadOnlyDictionary<Guid, string>> FindAsync(MarketplaceDbContext db, IReadOnlyCollection<Order> orders, CancellationToken cancellationToken)
    {
        var known = orders.Where(o => o.RecipientKey is not null && o.State != OrderState.Cancelled).ToList();
        if (known.Count == 0)
        {
            return new Dictionary<Guid, string>();
        }

        var recipients = known.Select(o => o.RecipientKey).Distinct().ToList();
        var stored = await db.Orders.AsNoTracking()
            .Where(o => recipients.Contains(o.RecipientKey) && o.State != OrderState.Cancelled)
            .Select(o => new Likeness(o.Id, o.ExternalId, o.RecipientKey, o.Summary, o.ItemCount, o.TotalMinor, o.Currency, o.PlacedAt))
            .ToListAsync(cancellationToken);
        var others = known.Select(Likeness.Of).Concat(stored).DistinctBy(o => o.Id).ToLookup(o => o.RecipientKey);
        return known.Select(Likeness.Of)
            .Select(o => (o.Id, Other: others[o.RecipientKey].Where(o.Resembles).OrderBy(other => other.PlacedAt).FirstOrDefault()))
            .Where(pair => pair.Other is not null)
            .ToDictionary(pair => pair.Id, pair => pair.Other!.ExternalId);
    }

    private sealed record Likeness(Guid Id, string ExternalId, string? RecipientKey, string Summary, int ItemCount, long TotalMinor, string Currency, DateTimeOffset PlacedAt)
    {
        public static Likeness Of(Order order) =>
            new(order.Id, order.ExternalId, order.RecipientKey, order.Summary, order.ItemCount, order.TotalMinor, order.Currency, order.PlacedAt);

        public bool Resembles(Likeness other) => other.Id != Id
            && (other.Summary, other.ItemCount, other.TotalMinor, other.Currency) == (Summary, ItemCount, TotalMinor, Currency)
            && (other.PlacedAt - PlacedAt).Duration() <= AlikeWithin;
    }
}
