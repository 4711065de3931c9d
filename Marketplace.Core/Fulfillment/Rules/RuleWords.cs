using System.Globalization;
using Marketplace.Core.Fulfillment.Labels;

namespace Marketplace.Core.Fulfillment.Rules;

/// <summary>Names that rules refer to by ids and keys.</summary>
/// <param name="Channels">Names of marketplaces by their keys.</param>
/// <param name="Stores">Names of stores by their ids.</param>
/// <param name="Locations">Names of locations by their ids.</param>
public sealed record RuleNames(IReadOnlyDictionary<string, string> Channels, IReadOnlyDictionary<Guid, string> Stores, IReadOnlyDictionary<Guid, string> Locations);

/// <summary>Rules as sentences.</summary>
public static class RuleWords
{
    /// <summary>"When it was sold on eBay and it goes to DE or AT, then tag it “rush”."</summary>
    public static string Of(RuleTerms terms, RuleNames names)
    {
        var when = terms.When.Count == 0 ? "Always" : $"When {string.Join(" and ", terms.When.Select(c => Of(c, names)))}, then";
        var sentence = $"{when} {And([.. terms.Then.Select(s => Of(s, names))])}";

        // A question ends the sentence by itself.
        return sentence[^1] is '?' or '.' or '!' ? sentence : sentence + ".";
    }

    /// <summary>A condition.</summary>
    public static string Of(RuleCondition condition, RuleNames names)
    {
        var values = RuleFields.Alternatives(condition.Value).Select(value => Name(condition.Field, value, names)).ToList();
        var or = values.Count < 2 ? Known(values.FirstOrDefault()) : $"{string.Join(", ", values.SkipLast(1))} or {values[^1]}";
        return string.Format(CultureInfo.InvariantCulture, RuleFields.Phrase(condition.Field, condition.Test) ?? "{0}", or);
    }

    /// <summary>A step.</summary>
    public static string Of(RuleStep step, RuleNames names) => step.Kind switch
    {
        RuleStepKind.Carrier => $"plan {Known(Carrier(step))}",
        RuleStepKind.BuyLabel => $"buy the {ChoiceWord(step.Choice)}label{(string.IsNullOrWhiteSpace(step.Carrier) ? "" : $" of {Carrier(step)}")} and ship with its tracking number",
        RuleStepKind.Hold => step.Minutes is { } minutes ? $"hold it for {Duration(minutes)} after the purchase ({Known(step.Text)})" : $"hold it until it is released ({Known(step.Text)})",
        RuleStepKind.Tag => $"tag it “{Known(step.Text)}”",
        RuleStepKind.Location => $"take its items from {(step.LocationId is { } id ? names.Locations.GetValueOrDefault(id, "a location that is gone") : "…")}",
        _ => $"ask a person: {Known(step.Text)}",
    };

    // A rule is read aloud while it is written: what is still missing is a gap.
    private static string Known(string? words) => string.IsNullOrWhiteSpace(words) ? "…" : words;

    private static string Carrier(RuleStep step) => string.Join(' ', new[] { step.Carrier, step.Service }.Where(word => !string.IsNullOrWhiteSpace(word)));

    private static string ChoiceWord(OfferChoice choice) => choice switch
    {
        OfferChoice.Cheapest => "cheapest ",
        OfferChoice.Fastest => "fastest ",
        _ => "",
    };

    private static string Duration(int minutes) => minutes switch
    {
        1 => "1 minute",
        60 => "1 hour",
        _ when minutes % 60 == 0 => $"{minutes / 60} hours",
        _ => $"{minutes} minutes",
    };

    private static string And(IReadOnlyList<string> parts) => parts.Count < 2 ? string.Concat(parts) : $"{string.Join(", ", parts.SkipLast(1))} and {parts[^1]}";

    private static string Name(RuleField field, string value, RuleNames names) => field switch
    {
        RuleField.Channel => names.Channels.GetValueOrDefault(value, value),
        RuleField.Store => Guid.TryParse(value, out var store) ? names.Stores.GetValueOrDefault(store, "a store that is gone") : value,
        RuleField.Location => Guid.TryParse(value, out var place) ? names.Locations.GetValueOrDefault(place, "a location that is gone") : value,
        RuleField.Tag => $"“{value}”",
        RuleField.Country => value.ToUpperInvariant(),
        _ => value,
    };
}
