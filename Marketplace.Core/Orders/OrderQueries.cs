using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders;

/// <summary>Reads of orders for grids: filtered, sorted and cut to a page by the database.</summary>
public sealed class OrderQueries(MarketplaceDb database, TimeProvider time)
{
    /// <summary>One page of orders.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="filter">Which, and in what order.</param>
    /// <param name="skip">Rows before the page.</param>
    /// <param name="take">Rows of the page.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Page<OrderRow>> ListAsync(Guid sellerId, OrderFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var matching = InTab(Matching(db, filter), filter.Tab);
        var total = await matching.CountAsync(cancellationToken);

        // Ids first: the database then sorts slim rows, and looks lines up for one page instead of for all.
        var ids = await Sorted(matching, filter).Skip(skip).Take(take).Select(o => o.Id).ToListAsync(cancellationToken);
        var rows = await Rows(db, ids).ToDictionaryAsync(row => row.Id, cancellationToken);
        return new Page<OrderRow>([.. ids.Where(rows.ContainsKey).Select(id => rows[id])], total);
    }

    /// <summary>Orders after a place in the filter's order; read on with <see cref="CursorPage{T}.Next"/> and the same filter.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="filter">Which, and in what order.</param>
    /// <param name="after">Where to go on; null to begin.</param>
    /// <param name="take">Most rows.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<CursorPage<OrderRow>> ListAfterAsync(Guid sellerId, OrderFilter filter, ListPlace? after, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var matching = Sorted(After(InTab(Matching(db, filter), filter.Tab), filter, after), filter);
        var ids = await matching.Take(take + 1).Select(o => o.Id).ToListAsync(cancellationToken);
        var rows = await Rows(db, ids).ToDictionaryAsync(row => row.Id, cancellationToken);
        return Keyset.Cut([.. ids.Where(rows.ContainsKey).Select(id => rows[id])], take, row => new ListPlace(PlaceOf(row, SortOf(filter).Sort), row.Id));
    }

    /// <summary>Ids of the orders that match and can be shipped, in the order of the page; at most <paramref name="most"/>.</summary>
    public async Task<IReadOnlyList<Guid>> ShippableIdsAsync(Guid sellerId, OrderFilter filter, int most, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var matching = InTab(InTab(Matching(db, filter), filter.Tab), OrderTab.ToShip);
        return await Sorted(matching, filter).Take(most).Select(o => o.Id).ToListAsync(cancellationToken);
    }

    /// <summary>How many orders each tab holds under the filter; the filter's own tab does not matter.</summary>
    public async Task<OrderCounts> CountAsync(Guid sellerId, OrderFilter filter, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var groups = await Matching(db, filter)
            .GroupBy(o => new { o.State, o.FulfilledByMarketplace, o.CancelRequested })
            .Select(group => new { group.Key.State, group.Key.FulfilledByMarketplace, group.Key.CancelRequested, Count = group.Count() })
            .ToListAsync(cancellationToken);
        int Sum(Func<OrderState, bool, bool> belongs) => groups.Where(g => belongs(g.State, g.FulfilledByMarketplace)).Sum(g => g.Count);
        return new OrderCounts(
            Sum((state, theirs) => !theirs && state is OrderState.ToShip or OrderState.PartiallyShipped),
            groups.Where(g => g.CancelRequested && OrderStateMachine.IsOpen(g.State)).Sum(g => g.Count),
            Sum((state, _) => state is OrderState.Shipped or OrderState.Delivered),
            Sum((state, _) => state is OrderState.Cancelled),
            Sum((_, _) => true));
    }

    private static IQueryable<Order> InTab(IQueryable<Order> orders, OrderTab tab) => tab switch
    {
        OrderTab.ToShip => orders.Where(o => (o.State == OrderState.ToShip || o.State == OrderState.PartiallyShipped) && !o.FulfilledByMarketplace),
        OrderTab.CancelRequested => orders.Where(
            o => o.CancelRequested && (o.State == OrderState.Pending || o.State == OrderState.ToShip || o.State == OrderState.PartiallyShipped)),
        OrderTab.Shipped => orders.Where(o => o.State == OrderState.Shipped || o.State == OrderState.Delivered),
        OrderTab.Cancelled => orders.Where(o => o.State == OrderState.Cancelled),
        _ => orders,
    };

    private static IQueryable<Order> Sorted(IQueryable<Order> orders, OrderFilter filter)
    {
        return SortOf(filter) switch
        {
            (OrderSort.ShipBy, false) => orders.OrderBy(o => o.ShipBy).ThenBy(o => o.Id),
            (OrderSort.ShipBy, true) => orders.OrderByDescending(o => o.ShipBy).ThenBy(o => o.Id),
            (OrderSort.Total, false) => orders.OrderBy(o => o.TotalMinor).ThenBy(o => o.Id),
            (OrderSort.Total, true) => orders.OrderByDescending(o => o.TotalMinor).ThenBy(o => o.Id),
            (OrderSort.Items, false) => orders.OrderBy(o => o.ItemCount).ThenBy(o => o.Id),
            (OrderSort.Items, true) => orders.OrderByDescending(o => o.ItemCount).ThenBy(o => o.Id),
            (_, false) => orders.OrderBy(o => o.PlacedAt).ThenBy(o => o.Id),
            _ => orders.OrderByDescending(o => o.PlacedAt).ThenBy(o => o.Id),
        };
    }

    private static (OrderSort Sort, bool Descending) SortOf(OrderFilter filter) =>
        filter.Sort is { } chosen ? (chosen, filter.Descending) : IsUrgent(filter.Tab) ? (OrderSort.ShipBy, false) : (OrderSort.Placed, true);

    private static IQueryable<Order> After(IQueryable<Order> orders, OrderFilter filter, ListPlace? after)
    {
        var (sort, descending) = SortOf(filter);
        return (after, sort) switch
        {
            (null, _) => orders,
            (_, OrderSort.Total) => orders.After(o => o.TotalMinor, o => o.Id, after.Value, after.Id, descending),
            (_, OrderSort.Items) => orders.After(o => o.ItemCount, o => o.Id, (int)Math.Clamp(after.Value, int.MinValue, int.MaxValue), after.Id, descending),
            (_, OrderSort.ShipBy) => orders.After(o => o.ShipBy, o => o.Id, TimeOf(after), after.Id, descending),
            _ => orders.After(o => o.PlacedAt, o => o.Id, TimeOf(after), after.Id, descending),
        };
    }

    private static long PlaceOf(OrderRow row, OrderSort sort) => sort switch
    {
        OrderSort.Total => row.Total.Minor,
        OrderSort.Items => row.ItemCount,
        OrderSort.ShipBy => row.ShipBy.UtcTicks,
        _ => row.PlacedAt.UtcTicks,
    };

    private static DateTimeOffset TimeOf(ListPlace place) => new(Math.Clamp(place.Value, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);

    private static bool IsUrgent(OrderTab tab) => tab is OrderTab.ToShip or OrderTab.CancelRequested;

    private static IQueryable<OrderRow> Rows(MarketplaceDbContext db, List<Guid> ids) => db.Orders.AsNoTracking()
        .Where(o => ids.Contains(o.Id))
        .Select(o => new OrderRow
        {
            Id = o.Id,
            ConnectionId = o.ConnectionId,
            Marketplace = o.Marketplace,
            ExternalId = o.ExternalId,
            State = o.State,
            FulfilledByMarketplace = o.FulfilledByMarketplace,
            CancelRequested = o.CancelRequested,
            PlacedAt = o.PlacedAt,
            ImportedAt = o.ImportedAt,
            ShipBy = o.ShipBy,
            Summary = o.Summary,
            ImageUrl = o.Lines.OrderBy(l => l.Id)
                .Select(l => l.ImageUrl ?? db.Variants.Where(v => v.Id == l.VariantId).Select(v => v.ImageUrl ?? v.Product!.ImageUrl).FirstOrDefault())
                .FirstOrDefault(),
            ItemCount = o.ItemCount,
            Total = new Money(o.TotalMinor, o.Currency),
            Oversold = db.Reservations.Where(r => r.OrderId == o.Id).Sum(r => r.Oversold),
        });

    private IQueryable<Order> Matching(MarketplaceDbContext db, OrderFilter filter)
    {
        var orders = db.Orders.AsNoTracking();
        if (filter.Marketplace is { Length: > 0 } marketplace)
        {
            orders = orders.Where(o => o.Marketplace == marketplace);
        }

        if (filter.OversoldOnly)
        {
            // From the few oversales to their orders; the other way round each order would be looked up among all reservations.
            orders = orders.Where(o => db.Reservations.Where(r => r.Oversold > 0).Select(r => r.OrderId).Contains(o.Id));
        }

        var search = OrderSearch.Parse(filter.Search);
        orders = search.Words.Aggregate(orders, (some, word) => some.Where(o => o.SearchText.Contains(word)));
        if (search.Ids is { Count: > 0 } ids)
        {
            orders = orders.Where(o => ids.Contains(o.ExternalId));
        }

        return Due(orders, filter.Due);
    }

    private IQueryable<Order> Due(IQueryable<Order> orders, OrderDue due)
    {
        var now = time.GetUtcNow();
        var soon = now + TimeSpan.FromHours(24);
        return due switch
        {
            OrderDue.Late => orders.Where(o => o.ShipBy < now),
            OrderDue.Soon => orders.Where(o => o.ShipBy >= now && o.ShipBy < soon),
            _ => orders,
        };
    }
}
