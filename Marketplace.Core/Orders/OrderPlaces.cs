using Marketplace.Core.Common;
using Marketplace.Core.Data;

namespace Marketplace.Core.Orders;

/// <summary>Places in sorted lists of orders, from which they are read on.</summary>
internal static class OrderPlaces
{
    /// <summary>The orders after a place; all without one.</summary>
    public static IQueryable<Order> After(MarketplaceDbContext db, IQueryable<Order> orders, OrderFilter filter, ListPlace? after)
    {
        var (sort, descending) = filter.EffectiveSort;
        return (after, sort) switch
        {
            (null, _) => orders,
            (_, OrderSort.Total) => orders.After(o => o.TotalMinor, o => o.Id, after.Value, after.Id, descending),
            (_, OrderSort.Items) => orders.After(o => o.ItemCount, o => o.Id, (int)Math.Clamp(after.Value, int.MinValue, int.MaxValue), after.Id, descending),
            (_, OrderSort.ShipBy) => orders.After(o => o.ShipBy, o => o.Id, TimeOf(after), after.Id, descending),
            (_, OrderSort.AnswerBy) => orders.After(OrderMatching.AnswerBy(db), o => o.Id, TimeOf(after), after.Id, descending),
            _ => orders.After(o => o.PlacedAt, o => o.Id, TimeOf(after), after.Id, descending),
        };
    }

    /// <summary>The place of an order.</summary>
    public static ListPlace Of(OrderRow row, OrderFilter filter) => new(
        filter.EffectiveSort.Sort switch
        {
            OrderSort.Total => row.Total.Minor,
            OrderSort.Items => row.ItemCount,
            OrderSort.ShipBy => row.ShipBy.UtcTicks,
            OrderSort.AnswerBy => (row.ReturnAnswerBy ?? Order.NoShipBy).UtcTicks,
            _ => row.PlacedAt.UtcTicks,
        },
        row.Id);

    private static DateTimeOffset TimeOf(ListPlace place) => new(Math.Clamp(place.Value, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
}
