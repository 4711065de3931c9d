using System.Collections.Frozen;

namespace Marketplace.Core.Fulfillment.Rules;

/// <summary>Where a rule stands.</summary>
public enum RuleState
{
    /// <summary>Written or changed; not tried since.</summary>
    Draft,

    /// <summary>Tried on past orders as it is.</summary>
    Tried,

    /// <summary>Applied to orders.</summary>
    On,

    /// <summary>Tried and once on; rests.</summary>
    Off,
}

/// <summary>What can be done with a rule.</summary>
public enum RuleAct
{
    /// <summary>Change what it says.</summary>
    Edit,

    /// <summary>Try it on past orders.</summary>
    Try,

    /// <summary>Let it work.</summary>
    SwitchOn,

    /// <summary>Let it rest.</summary>
    SwitchOff,
}

/// <summary>The table of a rule's moves. Nothing is switched on that was not tried as it is.</summary>
public static class RuleMoves
{
    private static readonly FrozenDictionary<(RuleState, RuleAct), RuleState> Table = new Dictionary<(RuleState, RuleAct), RuleState>
    {
        [(RuleState.Draft, RuleAct.Edit)] = RuleState.Draft,
        [(RuleState.Draft, RuleAct.Try)] = RuleState.Tried,
        [(RuleState.Tried, RuleAct.Edit)] = RuleState.Draft,
        [(RuleState.Tried, RuleAct.Try)] = RuleState.Tried,
        [(RuleState.Tried, RuleAct.SwitchOn)] = RuleState.On,
        [(RuleState.On, RuleAct.Edit)] = RuleState.Draft,
        [(RuleState.On, RuleAct.Try)] = RuleState.On,
        [(RuleState.On, RuleAct.SwitchOff)] = RuleState.Off,
        [(RuleState.Off, RuleAct.Edit)] = RuleState.Draft,
        [(RuleState.Off, RuleAct.Try)] = RuleState.Off,
        [(RuleState.Off, RuleAct.SwitchOn)] = RuleState.On,
    }.ToFrozenDictionary();

    /// <summary>The state after an act; null where the act is not allowed.</summary>
    public static RuleState? Next(RuleState state, RuleAct act) => Table.TryGetValue((state, act), out var next) ? next : null;
}
