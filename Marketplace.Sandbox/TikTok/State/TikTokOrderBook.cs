namespace Marketplace.Sandbox.TikTok.State;

/// <summary>A shop's orders, kept in the orders of both their times, so that any page of 100,000 is found at once.</summary>
internal sealed class TikTokOrderBook
{
    private readonly List<TikTokOrder> orders = [];
    private readonly Dictionary<string, TikTokOrder> byId = [];
    private readonly SortedSet<(long Time, int Number)> byCreation = [];
    private readonly SortedSet<(long Time, int Number)> byUpdate = [];

    /// <summary>Called with each order that is new or changed.</summary>
    public Action<TikTokOrder>? Changed { get; set; }

    public int Count => orders.Count;

    public IEnumerable<TikTokOrder> All => orders;

    public TikTokOrder At(int number) => orders[number];

    public TikTokOrder? Find(string id) => byId.GetValueOrDefault(id);

    public void Add(TikTokOrder order)
    {
        orders.Add(order);
        byId.Add(order.Id, order);
        byCreation.Add((order.CreateTime, order.Number));
        byUpdate.Add((order.UpdateTime, order.Number));
        Changed?.Invoke(order);
    }

    /// <summary>Notes that an order has changed, which moves it to the end of the order of updates.</summary>
    public void Touch(TikTokOrder order, DateTimeOffset now)
    {
        byUpdate.Remove((order.UpdateTime, order.Number));
        order.UpdateTime = now.ToUnixTimeSeconds();
        byUpdate.Add((order.UpdateTime, order.Number));
        Changed?.Invoke(order);
    }

    /// <summary>Orders within a time window, beyond the last one that was shown.</summary>
    public IEnumerable<(long Time, TikTokOrder Order)> Scan(bool updates, bool ascending, long from, long before, (long Time, int Number)? after)
    {
        var index = updates ? byUpdate : byCreation;
        var low = (Time: from, Number: 0);
        var high = (Time: before - 1, Number: int.MaxValue);
        if (after is { } last)
        {
            low = ascending ? (last.Time, last.Number + 1) : low;
            high = ascending ? high : (last.Time, last.Number - 1);
        }

        if (low.CompareTo(high) > 0)
        {
            return [];
        }

        var view = index.GetViewBetween(low, high);
        return (ascending ? view : view.Reverse()).Select(key => (key.Time, orders[key.Number]));
    }
}
