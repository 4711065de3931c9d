using Marketplace.Core.Orders;

namespace Marketplace.Core.Fulfillment.Rules;

/// <summary>Says whether a rule makes sense by itself.</summary>
public static class RuleCheck
{
    /// <summary>Longest name, characters.</summary>
    public const int MaxName = 80;

    /// <summary>Most conditions, and most steps.</summary>
    public const int MaxParts = 20;

    private const int MaxCarrier = 100;

    /// <summary>What is wrong, in plain words; null when nothing is.</summary>
    public static string? ProblemOf(string? name, RuleTerms terms)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxName)
        {
            return $"Give the rule a name of 1 to {MaxName} characters.";
        }

        if (terms.When.Count > MaxParts || terms.Then.Count > MaxParts)
        {
            return $"A rule has at most {MaxParts} conditions and {MaxParts} steps. Make two of it.";
        }

        return terms.Then.Count == 0
            ? "A rule must do something. Add a step."
            : terms.When.Select(RuleFields.ProblemOf).Concat(terms.Then.Select(ProblemOf)).FirstOrDefault(p => p is not null) ?? Contradiction(terms.Then);
    }

    private static string? ProblemOf(RuleStep step) => step switch
    {
        { Kind: RuleStepKind.Carrier } when string.IsNullOrWhiteSpace(step.Carrier) => "Name the carrier that is chosen.",
        { Carrier.Length: > MaxCarrier } or { Service.Length: > MaxCarrier } => $"A carrier or service has at most {MaxCarrier} characters.",
        { Kind: RuleStepKind.BuyLabel, Carrier: null or "", Service.Length: > 0 } => "Name the carrier of that service.",
        { Kind: RuleStepKind.BuyLabel } => step.Size?.Problem,
        { Kind: RuleStepKind.Tag } => OrderTag.ProblemOf(step.Text),
        { Kind: RuleStepKind.Hold, Minutes: < 1 or > HoldWindow.MaxMinutes } => $"An order is held for 1 to {HoldWindow.MaxMinutes} minutes, or until it is released.",
        { Kind: RuleStepKind.Hold or RuleStepKind.Ask } when string.IsNullOrWhiteSpace(step.Text) || step.Text.Length > OrderHolds.MaxReason =>
            step.Kind == RuleStepKind.Ask ? $"Write the question, at most {OrderHolds.MaxReason} characters." : $"Say why the order is held, in at most {OrderHolds.MaxReason} characters.",
        { Kind: RuleStepKind.Location, LocationId: null } => "Choose the location.",
        _ => null,
    };

    private static string? Contradiction(IReadOnlyList<RuleStep> steps) =>
        steps.Any(s => s.Kind == RuleStepKind.BuyLabel) && steps.Any(s => s.Kind is RuleStepKind.Hold or RuleStepKind.Ask)
            ? "A held order is not shipped: let one rule hold it, and a later one buy the label once it is released."
            : steps.Where(s => s.Kind != RuleStepKind.Tag).GroupBy(s => s.Kind).Any(g => g.Count() > 1) ? "Each step but tagging can be taken once."
            : null;
}
