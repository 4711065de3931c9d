using System.Text.Json;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Orders;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Chaos;

/// <summary>Looks whether a shop is as it must be after all that happened to it: nothing lost, nothing doubled, all in agreement.</summary>
internal sealed class KillVerdict(BuiltShop shop)
{
    /// <summary>
    /// What each marketplace shows against what is available here; null when all agree and nothing is on its way. Listings that the
    /// marketplace itself keeps in stock are not ours to count.
    /// </summary>
    public async Task<string?> StockAsync()
    {
        await using var db = shop.OpenDatabase();
        var listings = await (
            from stock in db.ListingStocks
            join listing in db.Listings on stock.ListingId equals listing.Id
            join level in db.StockLevels on listing.VariantId equals (Guid?)level.VariantId
            where stock.Wanted != null
            select new { listing.Marketplace, listing.Sku, stock.Wanted, stock.IsDue, stock.Problem, level.Available }).ToListAsync();
        return listings.Count == 0
            ? "nothing is listed"
            : listings.Select(l => (l, shown: shop.Shown(l.Marketplace, l.Sku!)))
                .Where(x => x.l.IsDue || x.l.Wanted != x.l.Available || x.shown != x.l.Available)
                .Select(x => $"{x.l.Marketplace} {x.l.Sku} shows {x.shown}, should {x.l.Wanted}, available {x.l.Available}, due {x.l.IsDue}, {x.l.Problem}")
                .FirstOrDefault();
    }

    /// <summary>Whether each sale is here exactly once with its line, and nothing else was sold; null when so.</summary>
    public async Task<string?> OrdersAsync(IReadOnlyCollection<Sale> sales)
    {
        await using var db = shop.OpenDatabase();
        var orders = (await db.Orders.AsNoTracking().Include(o => o.Lines).ToListAsync()).ToLookup(o => (o.Marketplace, o.ExternalId));
        return sales.Select(sale => Problem(sale, [.. orders[(sale.Marketplace, sale.OrderId)]])).FirstOrDefault(problem => problem is not null)
            ?? orders.Where(o => o.Count() != 1).Select(o => $"{o.Key} is here {o.Count()} times").FirstOrDefault()
            ?? (await db.OrderDefects.Where(d => d.ResolvedAt == null).Select(d => d.Reason).ToListAsync()).FirstOrDefault();
    }

    /// <summary>Whether each parcel is confirmed here and was told to the marketplace exactly once; null when so.</summary>
    public async Task<string?> ParcelsAsync(IReadOnlyDictionary<Guid, string> parcels)
    {
        await using var db = shop.OpenDatabase();
        var shipments = (await db.Shipments.AsNoTracking().ToListAsync()).ToLookup(s => s.OrderId);
        var orders = await db.Orders.AsNoTracking().ToDictionaryAsync(o => o.Id);
        foreach (var (order, tracking) in parcels)
        {
            if (shipments[order].ToList() is not [{ State: ShipmentState.Confirmed } only] || only.TrackingNumber != tracking)
            {
                return $"order {orders[order].ExternalId} has {string.Join(", ", shipments[order].Select(s => $"{s.TrackingNumber} {s.State} {s.Problem}"))}, not {tracking}";
            }

            var told = TrackingNumbers(orders[order]);
            if (told is not [var one] || one != tracking)
            {
                return $"{orders[order].Marketplace} has {told.Count} parcels of {orders[order].ExternalId}: {string.Join(", ", told)}, not {tracking}";
            }
        }

        return shipments.Where(s => !parcels.ContainsKey(s.Key)).Select(s => $"order {s.Key} was shipped by nobody").FirstOrDefault();
    }

    /// <summary>Whether the ledger adds up, and no work was given up; null when so.</summary>
    public async Task<string?> BooksAsync()
    {
        await using var db = shop.OpenDatabase();
        var moved = await db.StockMovements.GroupBy(m => m.VariantId)
            .Select(g => new { g.Key, OnHand = g.Sum(m => m.OnHandChange), Reserved = g.Sum(m => m.ReservedChange) }).ToDictionaryAsync(g => g.Key);
        var held = await db.Reservations.GroupBy(r => r.VariantId).Select(g => new { g.Key, Held = g.Sum(r => r.Held) }).ToDictionaryAsync(g => g.Key, g => g.Held);
        foreach (var level in await db.StockLevels.AsNoTracking().ToListAsync())
        {
            var (onHand, reserved) = moved.TryGetValue(level.VariantId, out var sum) ? (sum.OnHand, sum.Reserved) : (0, 0);
            if ((level.OnHand, level.Reserved, held.GetValueOrDefault(level.VariantId)) != (onHand, reserved, level.Reserved))
            {
                return $"variant {level.VariantId} has {level.OnHand}/{level.Reserved}, its movements {onHand}/{reserved}, its reservations {held.GetValueOrDefault(level.VariantId)}";
            }
        }

        return (await db.WorkItems.Where(w => w.State == WorkState.Dead).Select(w => $"{w.Kind} was given up: {w.Problem}").ToListAsync()).FirstOrDefault();
    }

    private List<string> TrackingNumbers(Order order)
    {
        var described = JsonSerializer.SerializeToElement(shop.Sandbox.Marketplace(order.Marketplace).DescribeOrder(order.ExternalId));
        return [.. described.GetProperty("shipments").EnumerateArray().Select(s => (s.TryGetProperty("tracking", out var tracking) ? tracking : s.GetProperty("trackingNumber")).GetString()!)];
    }

    private static string? Problem(Sale sale, List<Order> found) => found is not [var order]
        ? $"{sale.Marketplace} {sale.OrderId} is here {found.Count} times"
        : order.Lines.Any(l => l.Sku != sale.Sku) || order.Lines.Sum(l => l.Quantity) != sale.Quantity
            ? $"{sale.Marketplace} {sale.OrderId} sold {sale.Quantity} of {sale.Sku}, here are {string.Join(", ", order.Lines.Select(l => $"{l.Quantity} of {l.Sku}"))}"
            : null;
}
