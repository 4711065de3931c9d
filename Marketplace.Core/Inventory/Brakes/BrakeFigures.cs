namespace Marketplace.Core.Inventory.Brakes;

/// <summary>What edits would do to a store's listings now.</summary>
/// <param name="ToZero">Listings that would go to zero.</param>
/// <param name="SentToZero">Listings that went there a short while ago.</param>
/// <param name="ToChange">Listings that would change, of those that were told a quantity before.</param>
/// <param name="Listings">Listings that follow the stock.</param>
internal sealed record BrakeFigures(int ToZero, int SentToZero, int ToChange, int Listings)
{
    public static BrakeFigures None { get; } = new(0, 0, 0, 0);

    /// <summary>Whether that is more than may go out without asking.</summary>
    public bool Exceed(BrakeLimits limits, BrakeOptions options)
    {
        var zeros = ToZero == 0 ? 0 : ToZero + SentToZero;
        return zeros > limits.MaxToZero
            || (zeros > options.LeastToZero && IsShareAbove(zeros, limits.MaxToZeroPercent))
            || (ToChange > options.LeastToChange && IsShareAbove(ToChange, limits.MaxChangePercent));
    }

    private bool IsShareAbove(int count, int percent) => (long)count * 100 > (long)Listings * percent;
}
