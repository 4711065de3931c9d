using Marketplace.Core.Orders;

namespace Marketplace.Web.Features.Orders;

/// <summary>Rows are the same while their order is, so that a selection outlives a reload.</summary>
public sealed class OrderRowIdentity : IEqualityComparer<OrderRow>
{
    /// <summary>The one of it.</summary>
    public static OrderRowIdentity Instance { get; } = new();

    /// <inheritdoc />
    public bool Equals(OrderRow? x, OrderRow? y) => x?.Id == y?.Id;

    /// <inheritdoc />
    public int GetHashCode(OrderRow obj) => obj.Id.GetHashCode();
}
