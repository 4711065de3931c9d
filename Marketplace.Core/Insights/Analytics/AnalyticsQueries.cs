using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Insights.Analytics;

/// <summary>Reads how selling and shipping went. The page and the API show these same numbers.</summary>
public sealed class AnalyticsQueries(MarketplaceDb database, TimeProvider time)
{
    /// <summary>Most rows of each list of causes, carriers and SKUs.</summary>
    public const int MostRows = 20;

    /// <summary>The report of a period.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="period">Which days.</param>
    /// <param name="marketplace">Key of one channel; null for all.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<FulfillmentReport> ReportAsync(Guid sellerId, AnalyticsPeriod period, string? marketplace, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var orders = db.Orders.AsNoTracking().Where(o => marketplace == null || o.Marketplace == marketplace);
        var days = new Dictionary<(DateOnly, string), OrderTally>();
        var (figures, channels) = await FiguresAsync(orders, period, days, cancellationToken);
        var (previous, channelsBefore) = await FiguresAsync(orders, period.Previous, null, cancellationToken);
        var now = time.GetUtcNow();
        var soon = now.AddHours(24);
        var toShip = orders.Where(o => (o.State == OrderState.ToShip || o.State == OrderState.PartiallyShipped) && !o.FulfilledByMarketplace);
        return new FulfillmentReport(
            period,
            figures,
            previous,
            [.. days.OrderBy(d => d.Key).Select(d => new DayFigures(d.Key.Item1, d.Key.Item2, d.Value.Orders, d.Value.Items, d.Value.Cancelled, d.Value.Revenue))],
            [.. channels.OrderByDescending(c => c.Value.Orders).ThenBy(c => c.Key, StringComparer.Ordinal)
                .Select(c => new ChannelFigures(c.Key, c.Value, channelsBefore.GetValueOrDefault(c.Key, ReportFigures.None)))],
            await CarriersAsync(db, orders, period, cancellationToken),
            await SkusAsync(db, orders, period, cancellationToken),
            await FailuresAsync(db, orders, period, cancellationToken),
            await toShip.CountAsync(o => o.ShipBy < now, cancellationToken),
            await toShip.CountAsync(o => o.ShipBy >= now && o.ShipBy < soon, cancellationToken));
    }

    // Days begin at the seller's midnight, which no database function knows on both providers, so narrow rows are added up here.
    private static async Task<(ReportFigures Total, Dictionary<string, ReportFigures> Channels)> FiguresAsync(
        IQueryable<Order> orders, AnalyticsPeriod period, Dictionary<(DateOnly, string), OrderTally>? days, CancellationToken cancellationToken)
    {
        var (start, end) = (period.Start, period.End);
        var total = new OrderTally();
        var channels = new Dictionary<string, OrderTally>();
        var placed = orders.Where(o => o.PlacedAt >= start && o.PlacedAt < end)
            .Select(o => new CountedOrder(o.Marketplace, o.State, o.PlacedAt, o.ItemCount, o.TotalMinor, o.Currency));
        await foreach (var order in placed.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            total.Add(order);
            TallyOf(channels, order.Marketplace).Add(order);
            if (days is not null)
            {
                var key = (period.DayOf(order.PlacedAt), order.Marketplace);
                TallyOf(days, key).Add(order);
            }
        }

        var shipped = await orders.Where(o => o.ShippedAt >= start && o.ShippedAt < end && !o.FulfilledByMarketplace)
            .Select(o => new ShippedOrder(o.Marketplace, o.PlacedAt, o.ShippedAt!.Value, o.ShipBy)).ToListAsync(cancellationToken);
        var byChannel = shipped.ToLookup(o => o.Marketplace);
        return (
            FiguresOf(total, shipped),
            channels.Keys.Union(byChannel.Select(g => g.Key)).ToDictionary(key => key, key => FiguresOf(channels.GetValueOrDefault(key) ?? new OrderTally(), [.. byChannel[key]])));
    }

    private static OrderTally TallyOf<TKey>(Dictionary<TKey, OrderTally> tallies, TKey key) where TKey : notnull =>
        tallies.TryGetValue(key, out var tally) ? tally : tallies[key] = new OrderTally();

    private static ReportFigures FiguresOf(OrderTally tally, IReadOnlyCollection<ShippedOrder> shipped)
    {
        var hours = shipped.Select(o => (o.ShippedAt - o.PlacedAt).TotalHours).Order().ToList();
        return new ReportFigures(
            tally.Orders, tally.Items, tally.Cancelled, tally.Revenue, shipped.Count, shipped.Count(o => o.ShippedAt <= o.ShipBy), At(hours, 0.5), At(hours, 0.9));
    }

    private sealed record ShippedOrder(string Marketplace, DateTimeOffset PlacedAt, DateTimeOffset ShippedAt, DateTimeOffset ShipBy);

    private static double? At(List<double> sorted, double share) =>
        sorted.Count == 0 ? null : sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)];

    private static Task<List<CountOf>> CarriersAsync(MarketplaceDbContext db, IQueryable<Order> orders, AnalyticsPeriod period, CancellationToken cancellationToken)
    {
        var (start, end) = (period.Start, period.End);
        return Top(
            db.Shipments.Where(s => s.ConfirmedAt >= start && s.ConfirmedAt < end).Join(orders, s => s.OrderId, o => o.Id, (s, _) => s.CarrierName), cancellationToken);
    }

    // Refusals name the parcel's own numbers; without them those of one cause are one row.
    private static async Task<List<CountOf>> FailuresAsync(MarketplaceDbContext db, IQueryable<Order> orders, AnalyticsPeriod period, CancellationToken cancellationToken)
    {
        var (start, end) = (period.Start, period.End);
        var failed = await db.Shipments.Where(s => s.State == ShipmentState.Failed && s.CreatedAt >= start && s.CreatedAt < end)
            .Join(orders, s => s.OrderId, o => o.Id, (s, o) => new { s.CreatedAt, s.Problem, s.TrackingNumber, o.ExternalId })
            .OrderByDescending(s => s.CreatedAt).Take(FailedParcels.MostParcels).ToListAsync(cancellationToken);
        return [.. failed.GroupBy(f => FailedParcels.CauseOf(f.Problem ?? "No reason was given.", f.TrackingNumber, f.ExternalId))
            .Select(g => new CountOf(g.Key, g.Count())).OrderByDescending(c => c.Count).ThenBy(c => c.Name, StringComparer.Ordinal).Take(MostRows)];
    }

    private static async Task<List<CountOf>> Top(IQueryable<string> names, CancellationToken cancellationToken) =>
        [.. (await names.GroupBy(name => name).Select(g => new { g.Key, Count = g.Count() }).OrderByDescending(g => g.Count).ThenBy(g => g.Key).Take(MostRows)
            .ToListAsync(cancellationToken)).Select(g => new CountOf(g.Key, g.Count))];

    private static async Task<IReadOnlyList<SkuFigures>> SkusAsync(MarketplaceDbContext db, IQueryable<Order> orders, AnalyticsPeriod period, CancellationToken cancellationToken)
    {
        var (start, end) = (period.Start, period.End);
        var sold = await orders.Where(o => o.PlacedAt >= start && o.PlacedAt < end && o.State != OrderState.Cancelled)
            .Join(db.OrderLines, o => o.Id, l => l.OrderId, (_, l) => new { l.Sku, l.Title, l.Quantity })
            .GroupBy(l => l.Sku ?? l.Title)
            .Select(g => new { Sku = g.Max(l => l.Sku), Title = g.Max(l => l.Title), Items = g.Sum(l => l.Quantity) })
            .OrderByDescending(g => g.Items).ThenBy(g => g.Title).Take(MostRows)
            .ToListAsync(cancellationToken);
        return [.. sold.Select(s => new SkuFigures(s.Sku, s.Title!, s.Items))];
    }
}
