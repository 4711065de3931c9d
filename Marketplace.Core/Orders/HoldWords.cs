using System.Globalization;

namespace Marketplace.Core.Orders;

/// <summary>Says in plain words that an order is held, why, and until when.</summary>
public static class HoldWords
{
    /// <summary>Why new orders are held for a while.</summary>
    public const string CancellationWindow = "The buyer may still cancel";

    /// <summary>Why an order that looks like another one is held.</summary>
    /// <param name="externalId">The marketplace's id of the other order.</param>
    public static string Twin(string externalId) => $"It may be order {externalId} once more: same recipient, items and amount";

    /// <summary>"until 5 May 14:05 UTC", or "until it is released".</summary>
    public static string Until(DateTimeOffset until) => until >= Order.UntilReleased
        ? "until it is released"
        : string.Create(CultureInfo.InvariantCulture, $"until {until.UtcDateTime:d MMM HH:mm} UTC");

    /// <summary>Why a held order is not shipped without asking; null where it is not held.</summary>
    public static string? Problem(DateTimeOffset? until, string? reason, DateTimeOffset now) => until > now
        ? $"This order is held {Until(until.Value)}: {reason ?? "no reason was given"}. Release it, or open the order and ship it all the same."
        : null;
}
