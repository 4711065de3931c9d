using Marketplace.Core.Orders;

namespace Marketplace.Web.Features.Orders;

/// <summary>What is ticked in the grid: single rows, or all that match over all pages.</summary>
public sealed class OrderSelection
{
    /// <summary>The ticked rows; only orders that can be shipped.</summary>
    public HashSet<OrderRow> Rows { get; private set; } = new(OrderRowIdentity.Instance);

    /// <summary>Ids of all that match; null while single rows are ticked.</summary>
    public IReadOnlyList<Guid>? All { get; private set; }

    /// <summary>Ids of the orders that an act on the selection is for.</summary>
    public IReadOnlyList<Guid> Ids => All ?? [.. Rows.Select(row => row.Id)];

    /// <summary>Takes what the grid has ticked.</summary>
    public void Take(IEnumerable<OrderRow> rows) => (Rows, All) = (new HashSet<OrderRow>(rows.Where(row => row.CanShip), OrderRowIdentity.Instance), null);

    /// <summary>Takes all that match.</summary>
    public void TakeAll(IReadOnlyList<Guid> ids) => All = ids;

    /// <summary>Follows the page to another filter: what is ticked stays while somebody searches and sorts for more, but not where other work is looked at.</summary>
    public void Follow(OrderFilter before, OrderFilter now)
    {
        if (Kind(before) != Kind(now))
        {
            Clear();
        }
        else if (before != now)
        {
            All = null;
        }
    }

    /// <summary>Unticks everything.</summary>
    public void Clear() => (Rows, All) = (new HashSet<OrderRow>(OrderRowIdentity.Instance), null);

    private static OrderFilter Kind(OrderFilter filter) => filter with { Search = null, Sort = null, Descending = false };
}
