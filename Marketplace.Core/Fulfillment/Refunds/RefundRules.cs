using System.Globalization;
using Marketplace.Core.Common;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment.Refunds;

/// <summary>Says whether money may be given back, and how much: never more than was paid.</summary>
public static class RefundRules
{
    /// <summary>Most characters of a word to the buyer.</summary>
    public const int MaxComment = 100;

    /// <summary>What may still be refunded of an order.</summary>
    public static Money Left(Order order, IEnumerable<OrderRefund> refunds) =>
        order.Total with { Minor = Math.Max(0, order.TotalMinor - refunds.Where(r => r.Counts).Sum(r => r.AmountMinor)) };

    /// <summary>What may still be refunded of a line, by its own price.</summary>
    public static Money Left(Order order, OrderLine line, IEnumerable<OrderRefund> refunds)
    {
        var refunded = refunds.Where(r => r.Counts).SelectMany(r => r.Lines).Where(l => l.OrderLineId == line.Id).Sum(l => l.AmountMinor);
        return new Money(Math.Max(0, (line.UnitPriceMinor * line.Quantity) - refunded), order.Currency);
    }

    /// <summary>What stands against refunding anything; null when nothing does.</summary>
    internal static string? Obstacle(Order order, IReadOnlyList<OrderRefund> refunds, MarketplacePlatform platform)
    {
        var name = platform.Descriptor.Name;
        return order switch
        {
            _ when platform.Refunds is null => platform.Descriptor.RefundByHand ?? $"{name} takes refunds only on its own pages. Refund the order there.",
            { State: OrderState.Pending } => "This order is not paid yet; there is nothing to give back.",
            _ when Left(order, refunds).Minor == 0 => "All that was paid has been refunded.",
            _ => null,
        };
    }

    /// <summary>What is wrong with a wish; null when nothing is.</summary>
    internal static string? Problem(Order order, IReadOnlyList<OrderRefund> refunds, MarketplacePlatform platform, RefundWish wish)
    {
        if (Obstacle(order, refunds, platform) is { } obstacle)
        {
            return obstacle;
        }

        if (!platform.Refunds!.Reasons.Contains(wish.Reason))
        {
            return $"{platform.Descriptor.Name} does not take this reason. It takes: {string.Join(", ", platform.Refunds.Reasons.Select(RefundWords.Of))}.";
        }

        if (wish.Comment?.Length > MaxComment)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The comment has {wish.Comment.Length} characters; at most {MaxComment} are sent.");
        }

        return LineProblem(order, refunds, wish) ?? AmountProblem(Left(order, refunds), Amount(order, refunds, wish)) ?? ReturnedGoods.Problem(order, wish.Returned);
    }

    /// <summary>How much a wish asks for.</summary>
    internal static Money Amount(Order order, IEnumerable<OrderRefund> refunds, RefundWish wish) =>
        new(wish.Lines.Count > 0 ? wish.Lines.Sum(l => l.AmountMinor) : wish.AmountMinor ?? Left(order, refunds).Minor, order.Currency);

    private static string? AmountProblem(Money left, Money amount) => amount.Minor switch
    {
        <= 0 => "Enter an amount above 0.",
        var minor when minor > left.Minor => $"Only {left} is left of what the buyer paid.",
        _ => null,
    };

    private static string? LineProblem(Order order, IReadOnlyList<OrderRefund> refunds, RefundWish wish)
    {
        foreach (var group in wish.Lines.GroupBy(l => l.OrderLineId))
        {
            if (order.Lines.FirstOrDefault(l => l.Id == group.Key) is not { } line)
            {
                return "One of the lines is not part of this order. Reload the order and try again.";
            }

            if (group.Count() > 1 || group.First().AmountMinor <= 0)
            {
                return $"Enter an amount above 0 for {line.Sku ?? line.Title}, once per line.";
            }

            var left = Left(order, line, refunds);
            if (group.First().AmountMinor > left.Minor)
            {
                return $"Only {left} is left of what the buyer paid for {line.Sku ?? line.Title}. To give back tax or shipping as well, refund the order as a whole.";
            }
        }

        return null;
    }
}
