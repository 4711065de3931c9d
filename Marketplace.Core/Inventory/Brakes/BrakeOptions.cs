using System.ComponentModel.DataAnnotations;

namespace Marketplace.Core.Inventory.Brakes;

/// <summary>Settings under <c>Brakes</c>; each store may have limits of its own in their place.</summary>
public sealed class BrakeOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Brakes";

    /// <summary>Whether there are brakes at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Most listings of a store that edits may set to zero within <see cref="WindowMinutes"/>.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Brakes:MaxToZero must be between 1 and 1000000.")]
    public int MaxToZero { get; set; } = 50;

    /// <summary>Most of a store's listings that edits may set to zero within <see cref="WindowMinutes"/>, percent.</summary>
    [Range(1, 100, ErrorMessage = "Brakes:MaxToZeroPercent must be between 1 and 100.")]
    public int MaxToZeroPercent { get; set; } = 20;

    /// <summary>Listings set to zero up to which percentages are not looked at, so that a small store can sell out a shelf.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Brakes:LeastToZero must be between 1 and 1000000.")]
    public int LeastToZero { get; set; } = 10;

    /// <summary>Most of a store's listings that edits may change at once, percent. What a store is told for the first time does not count.</summary>
    [Range(1, 100, ErrorMessage = "Brakes:MaxChangePercent must be between 1 and 100.")]
    public int MaxChangePercent { get; set; } = 60;

    /// <summary>Changed listings up to which percentages are not looked at.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Brakes:LeastToChange must be between 1 and 1000000.")]
    public int LeastToChange { get; set; } = 100;

    /// <summary>Minutes for which listings that went to zero are still counted, so that many small edits add up.</summary>
    [Range(1, 1440, ErrorMessage = "Brakes:WindowMinutes must be between 1 and 1440.")]
    public int WindowMinutes { get; set; } = 10;
}

/// <summary>Limits of one store.</summary>
/// <param name="MaxToZero">Most listings that may go to zero.</param>
/// <param name="MaxToZeroPercent">Most listings that may go to zero, percent.</param>
/// <param name="MaxChangePercent">Most listings that may change, percent.</param>
public sealed record BrakeLimits(int MaxToZero, int MaxToZeroPercent, int MaxChangePercent);
