using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Core.Fulfillment.Rules;

namespace Marketplace.Web.Features.Rules;

/// <summary>A rule as it is being written; fields may be empty or wrong until it is saved.</summary>
public sealed class RuleForm
{
    /// <summary>Name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Conditions.</summary>
    public List<Condition> When { get; } = [];

    /// <summary>Steps.</summary>
    public List<Step> Then { get; } = [];

    /// <summary>Further rules are looked at after it has matched.</summary>
    public bool GoesOn { get; set; }

    /// <summary>A new rule with one empty condition and one step, so that there is a sentence to begin with.</summary>
    public static RuleForm Empty() => new() { When = { new Condition() }, Then = { new Step() } };

    /// <summary>The fields of a rule.</summary>
    public static RuleForm Of(ShippingRule rule)
    {
        var form = new RuleForm { Name = rule.Name, GoesOn = rule.GoesOn };
        form.When.AddRange(rule.Terms.When.Select(c => new Condition { Field = c.Field, Test = c.Test, Value = c.Value }));
        form.Then.AddRange(rule.Terms.Then.Select(Step.Of));
        return form;
    }

    /// <summary>The rule that the fields say.</summary>
    public RuleDraft ToDraft() => new(
        Name, new RuleTerms([.. When.Select(c => new RuleCondition(c.Field, c.Test, c.Value.Trim()))], [.. Then.Select(s => s.ToStep())]), GoesOn);

    /// <summary>A condition being written.</summary>
    public sealed class Condition
    {
        /// <summary>What is looked at.</summary>
        public RuleField Field { get; set; } = RuleField.Channel;

        /// <summary>How it is compared.</summary>
        public RuleTest Test { get; set; } = RuleTest.Is;

        /// <summary>What with.</summary>
        public string Value { get; set; } = "";
    }

    /// <summary>A step being written.</summary>
    public sealed class Step
    {
        /// <summary>What is done.</summary>
        public RuleStepKind Kind { get; set; } = RuleStepKind.Tag;

        /// <summary>Tag, reason or question.</summary>
        public string Text { get; set; } = "";

        /// <summary>Carrier.</summary>
        public string Carrier { get; set; } = "";

        /// <summary>Service.</summary>
        public string Service { get; set; } = "";

        /// <summary>Which label.</summary>
        public OfferChoice Choice { get; set; } = OfferChoice.Cheapest;

        /// <summary>Minutes of a hold; null for no end.</summary>
        public int? Minutes { get; set; } = 60;

        /// <summary>Location.</summary>
        public Guid? LocationId { get; set; }

        /// <summary>Weight of the parcel, grams.</summary>
        public int? WeightGrams { get; set; }

        /// <summary>Length of the parcel, millimetres.</summary>
        public int? Length { get; set; }

        /// <summary>Width, millimetres.</summary>
        public int? Width { get; set; }

        /// <summary>Height, millimetres.</summary>
        public int? Height { get; set; }

        internal static Step Of(RuleStep step) => new()
        {
            Kind = step.Kind,
            Text = step.Text ?? "",
            Carrier = step.Carrier ?? "",
            Service = step.Service ?? "",
            Choice = step.Choice,
            Minutes = step.Minutes,
            LocationId = step.LocationId,
            WeightGrams = step.Size?.WeightGrams,
            Length = step.Size?.LengthMillimetres,
            Width = step.Size?.WidthMillimetres,
            Height = step.Size?.HeightMillimetres,
        };

        internal RuleStep ToStep() => new()
        {
            Kind = Kind,
            Text = Kind is RuleStepKind.Tag or RuleStepKind.Hold or RuleStepKind.Ask ? Text.Trim() : null,
            Carrier = Kind is RuleStepKind.Carrier or RuleStepKind.BuyLabel && Carrier.Length > 0 ? Carrier.Trim() : null,
            Service = Kind is RuleStepKind.Carrier or RuleStepKind.BuyLabel && Service.Length > 0 ? Service.Trim() : null,
            Choice = Kind == RuleStepKind.BuyLabel ? Choice : OfferChoice.Named,
            Minutes = Kind == RuleStepKind.Hold ? Minutes : null,
            LocationId = Kind == RuleStepKind.Location ? LocationId : null,
            Size = Kind == RuleStepKind.BuyLabel && (WeightGrams ?? Length ?? Width ?? Height) is not null ? new ParcelSize(WeightGrams, Length, Width, Height) : null,
        };
    }
}
