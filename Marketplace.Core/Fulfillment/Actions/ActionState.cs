namespace Marketplace.Core.Fulfillment.Actions;

/// <summary>Where something stands that the seller asked a marketplace to do.</summary>
public enum ActionState
{
    /// <summary>Stored; the marketplace has not said yes yet.</summary>
    Queued,

    /// <summary>The marketplace said yes; it does not show the outcome yet.</summary>
    Sent,

    /// <summary>The marketplace shows the outcome.</summary>
    Done,

    /// <summary>Refused for good; the seller must act.</summary>
    Failed,

    /// <summary>The marketplace is being asked to take it back.</summary>
    Undoing,

    /// <summary>Taken back.</summary>
    Undone,
}
