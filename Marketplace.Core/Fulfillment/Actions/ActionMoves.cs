using System.Collections.Frozen;

namespace Marketplace.Core.Fulfillment.Actions;

/// <summary>Which state may follow which; every other move is a fault of this application and is refused.</summary>
public static class ActionMoves
{
    private static readonly FrozenDictionary<ActionState, ActionState[]> Allowed = new Dictionary<ActionState, ActionState[]>
    {
        [ActionState.Queued] = [ActionState.Sent, ActionState.Done, ActionState.Failed],
        [ActionState.Sent] = [ActionState.Done, ActionState.Failed],
        [ActionState.Done] = [ActionState.Undoing],

        // The marketplace may refuse to take something back; it then stands as before.
        [ActionState.Undoing] = [ActionState.Undone, ActionState.Done],
        [ActionState.Failed] = [],
        [ActionState.Undone] = [],
    }.ToFrozenDictionary();

    /// <summary>Every state that may follow.</summary>
    public static IReadOnlyList<ActionState> From(ActionState state) => Allowed[state];

    /// <summary>Whether one state may follow another.</summary>
    public static bool May(ActionState from, ActionState to) => Allowed[from].Contains(to);

    /// <summary>Whether the marketplace still has to be heard.</summary>
    public static bool IsOpen(ActionState state) => state is ActionState.Queued or ActionState.Sent or ActionState.Undoing;
}
