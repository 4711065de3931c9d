namespace Marketplace.Core.Orders.Customers;

/// <summary>Customers who turn out to be one, by the keys that they share. The smallest id survives, so that two who merge at the same moment agree.</summary>
internal sealed class CustomerGroups
{
    private readonly Dictionary<Guid, Guid> parents = [];
    private readonly Dictionary<string, Guid> customers = [];

    /// <summary>Says that a customer has these keys.</summary>
    public void Join(Guid customer, IEnumerable<string> keys)
    {
        parents.TryAdd(customer, customer);
        foreach (var key in keys)
        {
            if (customers.TryGetValue(key, out var other))
            {
                Unite(customer, other);
            }
            else
            {
                customers[key] = customer;
            }
        }
    }

    /// <summary>Who has a key.</summary>
    public Guid Of(string key) => Root(customers[key]);

    /// <summary>Survivors with those whom they take in.</summary>
    public IEnumerable<(Guid Survivor, List<Guid> Merged)> Merged() => parents.Keys.Where(c => Root(c) != c).GroupBy(Root).Select(group => (group.Key, group.ToList()));

    private void Unite(Guid one, Guid other)
    {
        var (a, b) = (Root(one), Root(other));
        if (a != b)
        {
            var (survivor, merged) = a.CompareTo(b) < 0 ? (a, b) : (b, a);
            parents[merged] = survivor;
        }
    }

    private Guid Root(Guid customer)
    {
        while (parents[customer] is var parent && parent != customer)
        {
            customer = parent;
        }

        return customer;
    }
}
