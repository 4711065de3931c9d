using System.Linq.Expressions;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders;

/// <summary>Turns an <see cref="OrderFilter"/> into the database's words: for grids, counts and files alike, so that all show the same orders.</summary>
public sealed class OrderMatching(IEnumerable<IOrderConcern> concerns, TimeProvider time)
{
    /// <summary>Time before the ship-by time in which an order counts as at risk.</summary>
    public static readonly TimeSpan RiskWindow = TimeSpan.FromHours(6);

    /// <summary>The orders of a filter, in its order.</summary>
    public IQueryable<Order> Sorted(MarketplaceDbContext db, OrderFilter filter) => Sort(db, InTab(Of(db, filter), filter.Tab), filter);

    /// <summary>The orders of a filter, whatever its tab.</summary>
    public IQueryable<Order> Of(MarketplaceDbContext db, OrderFilter filter)
    {
        var orders = db.Orders.AsNoTracking();
        if (filter.Marketplace is { Length: > 0 } marketplace)
        {
            orders = orders.Where(o => o.Marketplace == marketplace);
        }

        if (filter.CustomerId is { } customer)
        {
            orders = orders.Where(o => o.CustomerId == customer);
        }

        if (filter.OversoldOnly)
        {
            // From the few oversales to their orders; the other way round each order would be looked up among all reservations.
            orders = orders.Where(o => db.Reservations.Where(r => r.Oversold > 0).Select(r => r.OrderId).Contains(o.Id));
        }

        if (filter.Tag is { Length: > 0 } tag)
        {
            var key = OrderTag.KeyOf(tag);
            orders = orders.Where(o => db.Set<OrderTag>().Where(t => t.Key == key).Select(t => t.OrderId).Contains(o.Id));
        }

        if (filter.HeldOnly)
        {
            var now = time.GetUtcNow();
            orders = orders.Where(o => o.HoldUntil > now);
        }

        var search = OrderSearch.Parse(filter.Search);
        orders = search.Words.Aggregate(orders, (some, word) => some.Where(o => o.SearchText.Contains(word)));
        if (search.Ids is { Count: > 0 } ids)
        {
            orders = orders.Where(o => ids.Contains(o.ExternalId));
        }

        return Working(db, Due(orders, filter), filter.Work);
    }

    /// <summary>Those of a tab.</summary>
    public static IQueryable<Order> InTab(IQueryable<Order> orders, OrderTab tab) => tab switch
    {
        OrderTab.ToShip => orders.Where(o => (o.State == OrderState.ToShip || o.State == OrderState.PartiallyShipped) && !o.FulfilledByMarketplace),
        OrderTab.CancelRequested => orders.Where(
            o => o.CancelRequested && (o.State == OrderState.Pending || o.State == OrderState.ToShip || o.State == OrderState.PartiallyShipped)),
        OrderTab.Shipped => orders.Where(o => o.State == OrderState.Shipped || o.State == OrderState.Delivered),
        OrderTab.Cancelled => orders.Where(o => o.State == OrderState.Cancelled),
        _ => orders,
    };

    /// <summary>Returns that wait for the seller's answer: few, and found by their index.</summary>
    public static IQueryable<OrderReturn> Asked(MarketplaceDbContext db) => db.Set<OrderReturn>().Where(r => r.Question != null);

    /// <summary>Until when the first answer of an order is awaited; <see cref="Order.NoShipBy"/> where no time is named or nothing is asked.</summary>
    internal static Expression<Func<Order, DateTimeOffset>> AnswerBy(MarketplaceDbContext db)
    {
        var asked = Asked(db);
        return o => asked.Where(r => r.OrderId == o.Id).Min(r => r.AnswerBy) ?? Order.NoShipBy;
    }

    private IQueryable<Order> Working(MarketplaceDbContext db, IQueryable<Order> orders, OrderWork work) => work switch
    {
        OrderWork.Attention => Concerned(db, Open(orders)),
        OrderWork.ToLink => Open(orders).Where(o => !o.FulfilledByMarketplace && db.OrderLines.Where(l => l.VariantId == null).Select(l => l.OrderId).Contains(o.Id)),
        OrderWork.Returns => orders.Where(o => Asked(db).Select(r => r.OrderId).Contains(o.Id)),
        _ => orders,
    };

    // From the few causes to their orders, as with oversales.
    private IQueryable<Order> Concerned(MarketplaceDbContext db, IQueryable<Order> open)
    {
        var ids = concerns.Select(concern => concern.OrderIds(db)).Aggregate((some, more) => some.Union(more));
        return open.Where(o => ids.Contains(o.Id));
    }

    private static IQueryable<Order> Open(IQueryable<Order> orders) =>
        orders.Where(o => o.State == OrderState.Pending || o.State == OrderState.ToShip || o.State == OrderState.PartiallyShipped);

    private IQueryable<Order> Due(IQueryable<Order> orders, OrderFilter filter)
    {
        var now = time.GetUtcNow();
        var until = filter.Due switch
        {
            OrderDue.Today => DayEnd(filter.DayEnds, now),
            OrderDue.Risk => now + RiskWindow,
            _ => now + TimeSpan.FromHours(24),
        };
        return filter.Due switch
        {
            OrderDue.Late => orders.Where(o => o.ShipBy < now),
            OrderDue.Soon or OrderDue.Today or OrderDue.Risk => orders.Where(o => o.ShipBy >= now && o.ShipBy < until),
            _ => orders,
        };
    }

    /// <summary>The end of the viewer's day, or of the UTC day.</summary>
    internal static DateTimeOffset DayEnd(DateTimeOffset? known, DateTimeOffset now) => known ?? new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);

    private static IQueryable<Order> Sort(MarketplaceDbContext db, IQueryable<Order> orders, OrderFilter filter)
    {
        var (sort, descending) = filter.EffectiveSort;
        return (sort, descending) switch
        {
            (OrderSort.ShipBy, false) => orders.OrderBy(o => o.ShipBy).ThenBy(o => o.Id),
            (OrderSort.ShipBy, true) => orders.OrderByDescending(o => o.ShipBy).ThenBy(o => o.Id),
            (OrderSort.Total, false) => orders.OrderBy(o => o.TotalMinor).ThenBy(o => o.Id),
            (OrderSort.Total, true) => orders.OrderByDescending(o => o.TotalMinor).ThenBy(o => o.Id),
            (OrderSort.Items, false) => orders.OrderBy(o => o.ItemCount).ThenBy(o => o.Id),
            (OrderSort.Items, true) => orders.OrderByDescending(o => o.ItemCount).ThenBy(o => o.Id),
            (OrderSort.AnswerBy, false) => orders.OrderBy(AnswerBy(db)).ThenBy(o => o.Id),
            (OrderSort.AnswerBy, true) => orders.OrderByDescending(AnswerBy(db)).ThenBy(o => o.Id),
            (_, false) => orders.OrderBy(o => o.PlacedAt).ThenBy(o => o.Id),
            _ => orders.OrderByDescending(o => o.PlacedAt).ThenBy(o => o.Id),
        };
    }
}
