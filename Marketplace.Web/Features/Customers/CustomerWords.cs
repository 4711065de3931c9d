using Marketplace.Core.Orders.Customers;

namespace Marketplace.Web.Features.Customers;

/// <summary>A customer in words.</summary>
public static class CustomerWords
{
    /// <summary>What to call a customer.</summary>
    public static string Name(CustomerRow customer) => customer.Name is { Length: > 0 } name ? name : customer.IsErased ? "Erased customer" : "Name not shown by the marketplace";

    /// <summary>Orders, items and revenue in one line.</summary>
    public static string Sums(CustomerRow customer)
    {
        string?[] parts =
        [
            customer.Orders == 1 ? "1 order" : $"{customer.Orders} orders",
            customer.Cancelled == 0 ? null : $"{customer.Cancelled} cancelled",
            customer.Items == 1 ? "1 item" : $"{customer.Items} items",
            .. customer.Revenue.Select(money => money.ToString()),
        ];
        return string.Join(" · ", parts.OfType<string>());
    }
}
