using System.Globalization;

namespace Marketplace.Core.Inventory.Allocation;

/// <summary>
/// How much of what is available a listing offers. Applied in this order: "do not sync" and a fixed number settle it at once; else the
/// buffer is held back, the percentage of the rest is taken, raised to the floor as far as the rest allows, and cut to the cap.
/// </summary>
public sealed record AllocationTerms
{
    /// <summary>Largest number of items that a rule may name.</summary>
    public const int MaxItems = StockLedger.MaxOnHand;

    /// <summary>Everything that is available: what holds where there is no rule.</summary>
    public static AllocationTerms Everything { get; } = new();

    /// <summary>Items held back before anything else.</summary>
    public int Buffer { get; init; }

    /// <summary>Share of the rest that is offered, 1 to 100; rounded down.</summary>
    public int Percent { get; init; } = 100;

    /// <summary>Items offered at least, as far as there are that many after the buffer.</summary>
    public int Floor { get; init; }

    /// <summary>Items offered at most; null for any number.</summary>
    public int? Cap { get; init; }

    /// <summary>Always this number, whatever there is, even more than that; null to follow the stock.</summary>
    public int? Fixed { get; init; }

    /// <summary>No quantity is ever sent.</summary>
    public bool DoesNotSync { get; init; }

    /// <summary>Whether rounding may offer nothing although something is left; otherwise the last item is always offered.</summary>
    public bool RoundsToNone { get; init; }

    /// <summary>What is wrong with the numbers and what to do; null when nothing is.</summary>
    public string? Problem =>
        OutOfRange("Buffer", Buffer) ?? OutOfRange("Floor", Floor) ?? OutOfRange("Cap", Cap ?? 0) ?? OutOfRange("Fixed quantity", Fixed ?? 0)
        ?? (Percent is < 1 or > 100 ? "Percentage must be between 1 and 100. To offer nothing, choose “do not sync”, or a cap of 0." : null)
        ?? (Floor > Cap ? "Floor must not be above the cap: raise the cap or lower the floor." : null);

    private static string? OutOfRange(string name, int items) =>
        items is < 0 or > MaxItems ? string.Create(CultureInfo.InvariantCulture, $"{name} must be between 0 and {MaxItems:N0} items.") : null;
}
