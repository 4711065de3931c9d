namespace Marketplace.Core.Orders.Views;

/// <summary>Columns of the orders grid that may be chosen; the order itself always comes first.</summary>
public enum OrderColumn
{
    /// <summary>Ship-by time.</summary>
    ShipBy,

    /// <summary>Where it stands.</summary>
    State,

    /// <summary>Time of the purchase.</summary>
    Placed,

    /// <summary>Items over all lines.</summary>
    Items,

    /// <summary>What the buyer pays.</summary>
    Total,

    /// <summary>Shipping service that the buyer chose.</summary>
    Service,

    /// <summary>Name of the store.</summary>
    Store,
}

/// <summary>A choice of columns in an order, and how it is written.</summary>
public static class OrderColumns
{
    /// <summary>What a seller sees who has chosen nothing.</summary>
    public static IReadOnlyList<OrderColumn> Usual { get; } = [OrderColumn.ShipBy, OrderColumn.State, OrderColumn.Placed, OrderColumn.Items, OrderColumn.Total];

    /// <summary>The choice as text.</summary>
    public static string Write(IEnumerable<OrderColumn> columns) => string.Join(',', columns.Distinct());

    /// <summary>Reads a choice; names that no column has any more are passed over, and an empty choice is the usual one.</summary>
    public static IReadOnlyList<OrderColumn> Parse(string? text)
    {
        var columns = (text ?? "").Split(',').Where(name => Enum.TryParse<OrderColumn>(name, ignoreCase: true, out var column) && Enum.IsDefined(column))
            .Select(name => Enum.Parse<OrderColumn>(name, ignoreCase: true)).Distinct().ToList();
        return columns.Count > 0 ? columns : Usual;
    }
}
