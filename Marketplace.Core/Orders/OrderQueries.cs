using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders;

/// <summary>Reads of orders for grids: filtered, sorted and cut to a page by the database.</summary>
public sealed class OrderQueries(MarketplaceDb database, OrderMatching matching, TimeProvider time)
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
        var orders = matching.Sorted(db, filter);
        var total = await orders.CountAsync(cancellationToken);

        // Ids first: the database then sorts slim rows, and looks lines up for one page instead of for all.
        var ids = await orders.Skip(skip).Take(take).Select(o => o.Id).ToListAsync(cancellationToken);
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
        var ids = await OrderPlaces.After(db, matching.Sorted(db, filter), filter, after).Take(take + 1).Select(o => o.Id).ToListAsync(cancellationToken);
        var rows = await Rows(db, ids).ToDictionaryAsync(row => row.Id, cancellationToken);
        return Keyset.Cut([.. ids.Where(rows.ContainsKey).Select(id => rows[id])], take, row => OrderPlaces.Of(row, filter));
    }

    /// <summary>Ids of the orders that match and can be shipped, in the order of the page; at most <paramref name="most"/>.</summary>
    public async Task<IReadOnlyList<Guid>> ShippableIdsAsync(Guid sellerId, OrderFilter filter, int most, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await OrderMatching.InTab(matching.Sorted(db, filter), OrderTab.ToShip).Take(most).Select(o => o.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Which of the order ids that were pasted into a search are no order of this seller's; empty for other searches.</summary>
    public async Task<IReadOnlyList<string>> UnknownIdsAsync(Guid sellerId, string? search, CancellationToken cancellationToken)
    {
        if (OrderSearch.Parse(search).Ids is not { Count: > 0 } ids)
        {
            return [];
        }

        await using var db = database.Open(sellerId);
        return [.. ids.Except(await db.Orders.Where(o => ids.Contains(o.ExternalId)).Select(o => o.ExternalId).ToListAsync(cancellationToken))];
    }

    /// <summary>How much work of each kind waits, on one marketplace or on all.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="marketplace">Marketplace key; null for all.</param>
    /// <param name="dayEnds">End of the viewer's day, UTC; null takes the UTC day.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<OrderWorkload> WorkloadAsync(Guid sellerId, string? marketplace, DateTimeOffset? dayEnds, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (today, risk) = (OrderMatching.DayEnd(dayEnds, now), now + OrderMatching.RiskWindow);
        await using var db = database.Open(sellerId);
        var filter = new OrderFilter { Marketplace = marketplace };
        var due = await OrderMatching.InTab(matching.Of(db, filter), OrderTab.ToShip)
            .Where(o => o.ShipBy < today || o.ShipBy < risk)
            .GroupBy(_ => 1)
            .Select(group => new
            {
                Overdue = group.Count(o => o.ShipBy < now),
                Today = group.Count(o => o.ShipBy >= now && o.ShipBy < today),
                Risk = group.Count(o => o.ShipBy >= now && o.ShipBy < risk),
            })
            .SingleOrDefaultAsync(cancellationToken);
        return new OrderWorkload(
            due?.Overdue ?? 0,
            due?.Today ?? 0,
            due?.Risk ?? 0,
            await matching.Of(db, filter with { Work = OrderWork.Attention }).CountAsync(cancellationToken),
            await matching.Of(db, filter with { Work = OrderWork.ToLink }).CountAsync(cancellationToken),
            await OrderMatching.InTab(matching.Of(db, filter), OrderTab.CancelRequested).CountAsync(cancellationToken),
            await OrderMatching.InTab(matching.Of(db, filter with { HeldOnly = true }), OrderTab.ToShip).CountAsync(cancellationToken),
            await matching.Of(db, filter with { Work = OrderWork.Returns }).CountAsync(cancellationToken));
    }

    /// <summary>How many orders each tab holds under the filter; the filter's own tab does not matter.</summary>
    public async Task<OrderCounts> CountAsync(Guid sellerId, OrderFilter filter, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var groups = await matching.Of(db, filter)
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

    /// <summary>How many orders each filter holds, its tab included, counted no further than is asked: beyond, the database need not look.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="filters">Which.</param>
    /// <param name="most">Where counting ends; a filter that holds more answers one more than this.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A count per filter, in their order.</returns>
    public async Task<IReadOnlyList<int>> CountUpToAsync(Guid sellerId, IReadOnlyList<OrderFilter> filters, int most, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var counts = new List<int>(filters.Count);
        foreach (var filter in filters)
        {
            // All are one seller's, so this order costs the database nothing; a bound without any would draw a warning.
            counts.Add(await OrderMatching.InTab(matching.Of(db, filter), filter.Tab).OrderBy(o => o.SellerId).Take(most + 1).CountAsync(cancellationToken));
        }

        return counts;
    }

    internal static IQueryable<OrderRow> Rows(MarketplaceDbContext db, IReadOnlyCollection<Guid> ids) => db.Orders.AsNoTracking()
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
            ShippingService = o.ShippingService,
            Summary = o.Summary,
            ImageUrl = o.Lines.OrderBy(l => l.Id)
                .Select(l => l.ImageUrl ?? db.Variants.Where(v => v.Id == l.VariantId).Select(v => v.ImageUrl ?? v.Product!.ImageUrl).FirstOrDefault())
                .FirstOrDefault(),
            ItemCount = o.ItemCount,
            Total = new Money(o.TotalMinor, o.Currency),
            Oversold = db.Reservations.Where(r => r.OrderId == o.Id).Sum(r => r.Oversold),
            Tags = db.Set<OrderTag>().Where(t => t.OrderId == o.Id).OrderBy(t => t.Key).Select(t => t.Name).ToList(),
            HoldUntil = o.HoldUntil,
            HoldReason = o.HoldReason,
            ReturnAnswerBy = OrderMatching.Asked(db).Where(r => r.OrderId == o.Id).Min(r => r.AnswerBy) ?? (OrderMatching.Asked(db).Any(r => r.OrderId == o.Id) ? Order.NoShipBy : null),
        });
}
