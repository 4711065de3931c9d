namespace Marketplace.Core.Inventory;

/// <summary>A change of a level, and what must be there for it.</summary>
/// <param name="OnHand">Items that come; below zero, that go.</param>
/// <param name="Reserved">Items that become held; below zero, that are let go.</param>
internal readonly record struct LevelChange(int OnHand, int Reserved)
{
    /// <summary>Items that must be on hand and not held.</summary>
    public int NeedsFree { get; init; } = int.MinValue;

    /// <summary>Items that must be held.</summary>
    public int NeedsHeld { get; init; }
}
