namespace Marketplace.Sandbox.Ebay.Orders;

/// <summary>Orders sorted by one of their times, so that a window of 100,000 is found without looking at each.</summary>
internal sealed class EbayTimeline(Func<EbayOrder, DateTimeOffset> timeOf)
{
    private readonly List<EbayOrder> orders = [];

    /// <summary>Puts an order in its place.</summary>
    public void Add(EbayOrder order) => orders.Insert(PlaceOf(timeOf(order), order.Number), order);

    /// <summary>Takes an order out; its time must still be the one it was added with.</summary>
    public void Remove(EbayOrder order)
    {
        var place = PlaceOf(timeOf(order), order.Number);
        if (place >= orders.Count || !ReferenceEquals(orders[place], order))
        {
            throw new InvalidOperationException($"Order {order.Id} is not at its time.");
        }

        orders.RemoveAt(place);
    }

    /// <summary>Orders between two times, both included, oldest first.</summary>
    public IReadOnlyList<EbayOrder> Between(DateTimeOffset from, DateTimeOffset to)
    {
        var start = PlaceOf(from, int.MinValue);
        return orders.GetRange(start, Math.Max(0, PlaceOf(to, int.MaxValue) - start));
    }

    private int PlaceOf(DateTimeOffset time, int number)
    {
        var low = 0;
        var high = orders.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = orders[middle];
            if (timeOf(order) < time || (timeOf(order) == time && order.Number < number))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
