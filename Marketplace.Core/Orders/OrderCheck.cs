using Marketplace.Core.Common;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Orders;

/// <summary>Refuses orders that cannot be right, before they touch stock.</summary>
internal static class OrderCheck
{
    private const int MaxItems = 1_000_000;

    /// <summary>What is wrong with an order, in plain words and without personal data; null when nothing is.</summary>
    public static string? ProblemOf(RemoteOrder order)
    {
        if (string.IsNullOrWhiteSpace(order.ExternalId) || order.ExternalId.Length > 100)
        {
            return "The marketplace sent it without a usable order id.";
        }

        if (order.Total.Currency is not { Length: 3 } currency)
        {
            return "The marketplace sent it without a currency.";
        }

        if (new[] { order.Subtotal, order.Shipping, order.Tax }.Concat(order.Lines.Select(l => l.UnitPrice)).Any(m => m.Minor != 0 && m.Currency != currency))
        {
            return "Its amounts are in more than one currency.";
        }

        return order.Lines.Count == 0 ? "It lists nothing that was sold." : order.Lines.Select(ProblemOf).FirstOrDefault(p => p is not null) ?? Doubled(order);
    }

    private static string? ProblemOf(RemoteOrderLine line) => line switch
    {
        _ when string.IsNullOrWhiteSpace(line.ExternalId) || line.ExternalId.Length > 100 => "One of its lines has no usable id.",
        { Quantity: < 0 or > MaxItems } => $"Line {line.ExternalId} has the quantity {line.Quantity}.",
        { QuantityShipped: < 0 or > MaxItems } => $"Line {line.ExternalId} has {line.QuantityShipped} items shipped.",
        { Sku.Length: > Sku.MaxLength } => $"The SKU of line {line.ExternalId} has more than {Sku.MaxLength} characters.",
        _ => null,
    };

    private static string? Doubled(RemoteOrder order) =>
        order.Lines.GroupBy(l => l.ExternalId).FirstOrDefault(g => g.Count() > 1) is { } twice ? $"It lists line {twice.Key} twice." : null;
}
