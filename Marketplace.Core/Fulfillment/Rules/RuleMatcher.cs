using System.IO.Enumeration;
using Marketplace.Core.Orders;

namespace Marketplace.Core.Fulfillment.Rules;

/// <summary>Whether a rule fits an order.</summary>
internal enum RuleFit
{
    /// <summary>A condition does not hold.</summary>
    No,

    /// <summary>Every condition holds.</summary>
    Yes,

    /// <summary>None fails, but for one at least the order does not say enough.</summary>
    Unknown,
}

/// <summary>Judges orders by rules. What is not known never makes a rule fit, whichever way the condition asks.</summary>
internal static class RuleMatcher
{
    /// <summary>Judges an order by all conditions of a rule.</summary>
    public static RuleFit Fits(RuleTerms terms, OrderFacts facts)
    {
        var answers = terms.When.Select(condition => Holds(condition, facts)).ToList();
        return answers.Contains(RuleFit.No) ? RuleFit.No : answers.Contains(RuleFit.Unknown) ? RuleFit.Unknown : RuleFit.Yes;
    }

    private static RuleFit Holds(RuleCondition condition, OrderFacts facts)
    {
        var order = facts.Order;
        var values = RuleFields.Alternatives(condition.Value);
        return condition.Field switch
        {
            RuleField.Channel => OneOf(condition, values.Contains(order.Marketplace, StringComparer.OrdinalIgnoreCase)),
            RuleField.Store => OneOf(condition, values.Any(v => Guid.TryParse(v, out var id) && id == order.ConnectionId)),
            RuleField.Sku => Skus(condition.Test, order.Lines.Where(l => l.Quantity > 0).Select(l => IsLike(l.Sku, values)).ToList()),
            RuleField.Weight => facts.WeightGrams is { } grams ? Compare(condition, grams, grams) : RuleFit.Unknown,
            RuleField.Value => Value(condition, order),
            RuleField.Country => facts.Country is { } country ? OneOf(condition, values.Contains(country, StringComparer.OrdinalIgnoreCase)) : RuleFit.Unknown,
            RuleField.Service => order.ShippingService is { } service ? OneOf(condition, IsLike(service, values)) : RuleFit.Unknown,
            RuleField.Age => Compare(condition, facts.Oldest.TotalHours, facts.Youngest.TotalHours),
            RuleField.Tag => OneOf(condition, values.Any(v => facts.Tags.Contains(OrderTag.KeyOf(v)))),
            RuleField.Location => facts.Locations is { } places ? OneOf(condition, values.Any(v => Guid.TryParse(v, out var id) && places.Contains(id))) : RuleFit.Unknown,
            RuleField.Items => Compare(condition, order.ItemCount, order.ItemCount),
            _ => RuleFit.Unknown,
        };
    }

    private static RuleFit OneOf(RuleCondition condition, bool isOneOf) => isOneOf == (condition.Test == RuleTest.Is) ? RuleFit.Yes : RuleFit.No;

    private static RuleFit Skus(RuleTest test, List<bool> alike) => (test switch
    {
        RuleTest.Is => alike.Contains(true),
        RuleTest.IsNot => !alike.Contains(true),
        _ => alike.Count > 0 && alike.TrueForAll(like => like),
    }) ? RuleFit.Yes : RuleFit.No;

    private static bool IsLike(string? text, IReadOnlyList<string> patterns) =>
        text is not null && patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true));

    private static RuleFit Value(RuleCondition condition, Order order) =>
        RuleFields.AmountOf(condition.Value) is { } amount && amount.Currency == order.Currency ? Compare(condition with { Value = $"{amount.Minor}" }, order.TotalMinor, order.TotalMinor) : RuleFit.No;

    // Over a span of time, "at least" asks for its end and "at most" for its beginning.
    private static RuleFit Compare(RuleCondition condition, double most, double least) =>
        (condition.Test == RuleTest.AtLeast ? most >= Number(condition) : least <= Number(condition)) ? RuleFit.Yes : RuleFit.No;

    private static double Number(RuleCondition condition) => double.Parse(condition.Value, System.Globalization.CultureInfo.InvariantCulture);
}
