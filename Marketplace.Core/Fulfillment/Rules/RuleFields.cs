using System.Collections.Frozen;
using System.Globalization;
using Marketplace.Core.Common;
using Marketplace.Core.Orders;

namespace Marketplace.Core.Fulfillment.Rules;

/// <summary>The table of conditions: which tests go with which field, how they are said, and which values make sense.</summary>
public static class RuleFields
{
    private const int MaxValue = 500;
    private const int MaxHours = 24 * 365;
    private const int MaxGrams = 1_000_000;
    private const int MaxItems = 1_000_000;

    private static readonly FrozenDictionary<(RuleField, RuleTest), string> Phrases = new Dictionary<(RuleField, RuleTest), string>
    {
        [(RuleField.Channel, RuleTest.Is)] = "it was sold on {0}",
        [(RuleField.Channel, RuleTest.IsNot)] = "it was not sold on {0}",
        [(RuleField.Store, RuleTest.Is)] = "it was sold by {0}",
        [(RuleField.Store, RuleTest.IsNot)] = "it was not sold by {0}",
        [(RuleField.Sku, RuleTest.Is)] = "an item is {0}",
        [(RuleField.Sku, RuleTest.IsNot)] = "no item is {0}",
        [(RuleField.Sku, RuleTest.Only)] = "every item is {0}",
        [(RuleField.Weight, RuleTest.AtLeast)] = "it weighs at least {0} g",
        [(RuleField.Weight, RuleTest.AtMost)] = "it weighs at most {0} g",
        [(RuleField.Value, RuleTest.AtLeast)] = "it is worth at least {0}",
        [(RuleField.Value, RuleTest.AtMost)] = "it is worth at most {0}",
        [(RuleField.Country, RuleTest.Is)] = "it goes to {0}",
        [(RuleField.Country, RuleTest.IsNot)] = "it does not go to {0}",
        [(RuleField.Service, RuleTest.Is)] = "the buyer asked for {0}",
        [(RuleField.Service, RuleTest.IsNot)] = "the buyer did not ask for {0}",
        [(RuleField.Age, RuleTest.AtLeast)] = "it is at least {0} hours old",
        [(RuleField.Age, RuleTest.AtMost)] = "it is at most {0} hours old",
        [(RuleField.Tag, RuleTest.Is)] = "it is tagged {0}",
        [(RuleField.Tag, RuleTest.IsNot)] = "it is not tagged {0}",
        [(RuleField.Location, RuleTest.Is)] = "all of it lies at {0}",
        [(RuleField.Location, RuleTest.IsNot)] = "not all of it lies at {0}",
        [(RuleField.Items, RuleTest.AtLeast)] = "it has at least {0} items",
        [(RuleField.Items, RuleTest.AtMost)] = "it has at most {0} items",
    }.ToFrozenDictionary();

    /// <summary>Every field with each of its tests, in the order of the fields.</summary>
    public static IReadOnlyList<(RuleField Field, RuleTest Test)> All { get; } = [.. Phrases.Keys.OrderBy(key => key.Item1).ThenBy(key => key.Item2)];

    /// <summary>A test in words; <c>{0}</c> stands for the value. Null where the two do not go together.</summary>
    public static string? Phrase(RuleField field, RuleTest test) => Phrases.GetValueOrDefault((field, test));

    /// <summary>The alternatives of a value.</summary>
    public static IReadOnlyList<string> Alternatives(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>An amount with its currency, as "50.00 EUR"; null where it is none.</summary>
    public static Money? AmountOf(string value)
    {
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2 && parts[1].Length == 3 && parts[1].All(char.IsAsciiLetter)
            && decimal.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount < 100_000_000
            ? Money.FromMajor(amount, parts[1])
            : null;
    }

    /// <summary>A whole number; null where it is none.</summary>
    public static int? NumberOf(string value) => int.TryParse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What is wrong with a condition by itself, in plain words; null when nothing is.</summary>
    public static string? ProblemOf(RuleCondition condition)
    {
        if (Phrase(condition.Field, condition.Test) is not { } phrase)
        {
            return $"{condition.Field} cannot be compared by “{condition.Test}”.";
        }

        var value = condition.Value ?? "";
        var said = string.Format(CultureInfo.InvariantCulture, phrase, "…");
        return value.Length > MaxValue ? $"“{said}”: at most {MaxValue} characters."
            : Alternatives(value).Count == 0 ? $"“{said}” lacks what it compares with."
            : condition.Field switch
            {
                RuleField.Weight => Whole(value, 1, MaxGrams, said, "grams"),
                RuleField.Age => Whole(value, 0, MaxHours, said, "hours"),
                RuleField.Items => Whole(value, 1, MaxItems, said, "items"),
                RuleField.Value => AmountOf(value) is null ? $"“{said}”: write an amount with its currency, such as 50.00 EUR." : null,
                RuleField.Country => Alternatives(value).Any(c => c.Length != 2 || !c.All(char.IsAsciiLetter)) ? $"“{said}”: write two-letter country codes, such as DE, AT." : null,
                RuleField.Tag => Alternatives(value).Select(OrderTag.ProblemOf).FirstOrDefault(p => p is not null),
                RuleField.Store or RuleField.Location => Alternatives(value).All(v => Guid.TryParse(v, out _)) ? null : $"“{said}”: choose one of yours.",
                _ => null,
            };
    }

    private static string? Whole(string value, int least, int most, string said, string unit) =>
        NumberOf(value) is { } number && number >= least && number <= most ? null
        : string.Create(CultureInfo.InvariantCulture, $"“{said}”: write a whole number of {unit} between {least} and {most:N0}.");
}
