using Marketplace.Core.Common;
using Marketplace.Core.Orders;

namespace Marketplace.Core.Insights.Analytics;

/// <summary>What of an order is counted.</summary>
internal sealed record CountedOrder(string Marketplace, OrderState State, DateTimeOffset PlacedAt, int Items, long TotalMinor, string Currency);

/// <summary>Adds orders up.</summary>
internal sealed class OrderTally
{
    private readonly Dictionary<string, long> revenue = [];

    public int Orders { get; private set; }

    public int Items { get; private set; }

    public int Cancelled { get; private set; }

    public IReadOnlyList<Money> Revenue => [.. revenue.OrderByDescending(sum => sum.Value).Select(sum => new Money(sum.Value, sum.Key))];

    public void Add(CountedOrder order)
    {
        Orders++;
        if (order.State == OrderState.Cancelled)
        {
            Cancelled++;
            return;
        }

        Items += order.Items;
        revenue[order.Currency] = revenue.GetValueOrDefault(order.Currency) + order.TotalMinor;
    }
}
