using Marketplace.Core.Common;

namespace Marketplace.Core.Orders.Customers;

/// <summary>A customer over all channels. Times are UTC.</summary>
public sealed record CustomerRow
{
    /// <summary>Our id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name of the latest order's recipient; null where it was withheld or erased.</summary>
    public required string? Name { get; init; }

    /// <summary>The data was erased for good.</summary>
    public required bool IsErased { get; init; }

    /// <summary>Orders, cancelled ones included.</summary>
    public required int Orders { get; init; }

    /// <summary>Orders that were cancelled.</summary>
    public required int Cancelled { get; init; }

    /// <summary>Items of orders that were not cancelled.</summary>
    public required int Items { get; init; }

    /// <summary>What was paid for orders that were not cancelled, an amount per currency.</summary>
    public required IReadOnlyList<Money> Revenue { get; init; }

    /// <summary>First purchase.</summary>
    public required DateTimeOffset FirstOrderAt { get; init; }

    /// <summary>Latest purchase.</summary>
    public required DateTimeOffset LastOrderAt { get; init; }

    /// <summary>Keys of the marketplaces where the customer buys.</summary>
    public required IReadOnlyList<string> Marketplaces { get; init; }
}

/// <summary>A customer with the latest orders.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Latest">The latest orders, newest first.</param>
public sealed record CustomerHistory(CustomerRow Customer, IReadOnlyList<OrderRow> Latest);

/// <summary>Orders of the list of customers.</summary>
public enum CustomerSort
{
    /// <summary>Who bought last comes first.</summary>
    Latest,

    /// <summary>Who has most orders comes first.</summary>
    Orders,
}
