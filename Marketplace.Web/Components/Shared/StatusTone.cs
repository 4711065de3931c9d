namespace Marketplace.Web.Components.Shared;

/// <summary>How a state should be taken; colour never says it alone.</summary>
public enum StatusTone
{
    /// <summary>Nothing to do.</summary>
    Neutral,

    /// <summary>Done or healthy.</summary>
    Good,

    /// <summary>Under way.</summary>
    Busy,

    /// <summary>Soon a problem.</summary>
    Caution,

    /// <summary>A problem now.</summary>
    Bad,
}
