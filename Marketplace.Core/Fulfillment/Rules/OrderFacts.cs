using System.Security.Cryptography;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Rules;

/// <summary>What rules know of an order.</summary>
/// <param name="Order">The order with its lines; not tracked.</param>
/// <param name="Tags">Keys of its tags.</param>
/// <param name="Country">Country of the recipient; null where the address is not known.</param>
/// <param name="WeightGrams">Weight of all items; null where that of one is not known.</param>
/// <param name="Locations">Locations where all items lie; null where an item is not linked.</param>
/// <param name="Youngest">Shortest age at which it was or is open.</param>
/// <param name="Oldest">Longest age.</param>
internal sealed record OrderFacts(
    Order Order, IReadOnlySet<string> Tags, string? Country, int? WeightGrams, IReadOnlySet<Guid>? Locations, TimeSpan Youngest, TimeSpan Oldest);

/// <summary>Reads <see cref="OrderFacts"/> for many orders in a few queries, and only what the rules ask for.</summary>
internal sealed class OrderFactsReader(PersonalDataProtector protector, TimeProvider time)
{
    /// <summary>Facts of the seller's orders among the ids, in the order of the ids.</summary>
    /// <param name="db">The seller's context.</param>
    /// <param name="orderIds">Some hundreds at most.</param>
    /// <param name="terms">What will be asked.</param>
    /// <param name="overTime">The orders are judged for the whole time in which they were open, as a trial on past orders wants.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<IReadOnlyList<OrderFacts>> ReadAsync(
        MarketplaceDbContext db, IReadOnlyList<Guid> orderIds, IEnumerable<RuleTerms> terms, bool overTime, CancellationToken cancellationToken)
    {
        var asked = terms.SelectMany(t => t.When).Select(c => c.Field).ToHashSet();
        var orders = await db.Orders.AsNoTracking().Include(o => o.Lines).AsSplitQuery().Where(o => orderIds.Contains(o.Id)).ToDictionaryAsync(o => o.Id, cancellationToken);
        var tags = asked.Contains(RuleField.Tag)
            ? (await db.Set<OrderTag>().AsNoTracking().Where(t => orderIds.Contains(t.OrderId)).ToListAsync(cancellationToken)).ToLookup(t => t.OrderId, t => t.Key)
            : null;
        var variants = orders.Values.SelectMany(o => o.Lines).Select(l => l.VariantId).OfType<Guid>().Distinct().ToList();
        var weights = asked.Contains(RuleField.Weight)
            ? await db.Variants.Where(v => variants.Contains(v.Id) && v.WeightGrams != null).ToDictionaryAsync(v => v.Id, v => v.WeightGrams!.Value, cancellationToken)
            : [];
        var lying = asked.Contains(RuleField.Location)
            ? (await db.LocationStocks.Where(s => s.OnHand > 0 && variants.Contains(s.VariantId)).Select(s => new { s.VariantId, s.LocationId, s.OnHand }).ToListAsync(cancellationToken))
                .ToLookup(s => s.VariantId, s => (s.LocationId, s.OnHand))
            : null;
        var now = time.GetUtcNow();
        return [.. orderIds.Distinct().Where(orders.ContainsKey).Select(id => orders[id]).Select(order =>
        {
            var oldest = (overTime ? order.ShippedAt ?? now : now) - order.PlacedAt;
            return new OrderFacts(
                order,
                tags is null ? new HashSet<string>() : tags[order.Id].ToHashSet(),
                asked.Contains(RuleField.Country) ? CountryOf(order) : null,
                WeightOf(order, weights),
                lying is null ? null : PlacesOf(order, lying),
                overTime ? TimeSpan.Zero : oldest,
                oldest);
        })];
    }

    private string? CountryOf(Order order)
    {
        try
        {
            return protector.Unprotect<RemoteBuyer>(order.ProtectedBuyer)?.Country?.ToUpperInvariant();
        }
        catch (CryptographicException)
        {
            // Encrypted with keys that are not here: as good as withheld.
            return null;
        }
    }

    private static int? WeightOf(Order order, Dictionary<Guid, int> weights)
    {
        long sum = 0;
        foreach (var line in order.Lines)
        {
            if (line.VariantId is not { } id || !weights.TryGetValue(id, out var grams))
            {
                return null;
            }

            sum += (long)grams * line.Quantity;
        }

        return (int)Math.Min(sum, int.MaxValue);
    }

    private static HashSet<Guid>? PlacesOf(Order order, ILookup<Guid, (Guid LocationId, int OnHand)> lying)
    {
        HashSet<Guid>? places = null;
        foreach (var need in order.Lines.Where(l => l.Quantity > 0).GroupBy(l => l.VariantId))
        {
            if (need.Key is not { } variant)
            {
                return null;
            }

            var items = need.Sum(l => l.Quantity);
            var enough = lying[variant].Where(s => s.OnHand >= items).Select(s => s.LocationId);
            places = places is null ? [.. enough] : [.. places.Intersect(enough)];
        }

        return places ?? [];
    }
}
