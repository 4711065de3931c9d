namespace Marketplace.Core.Fulfillment.Actions;

/// <summary>What became of a wish.</summary>
/// <param name="Outcome">Whether it is on its way to the marketplace.</param>
/// <param name="Message">In plain words: what happened, why, what to do.</param>
/// <param name="ActionId">The action, new or asked for before; null when refused.</param>
public sealed record ActionVerdict(ActionOutcome Outcome, string Message, Guid? ActionId = null)
{
    internal static ActionVerdict Unknown { get; } = new(ActionOutcome.Unknown, "There is no such order here.");

    internal static ActionVerdict Refused(string message) => new(ActionOutcome.Refused, message);
}

/// <summary>Kinds of <see cref="ActionVerdict"/>.</summary>
public enum ActionOutcome
{
    /// <summary>Stored; the marketplace is asked in the background.</summary>
    Accepted,

    /// <summary>The same is under way already; nothing was added.</summary>
    Already,

    /// <summary>Cannot be done as it is.</summary>
    Refused,

    /// <summary>The seller has no such thing.</summary>
    Unknown,
}
