using System.Globalization;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>The time window of a search for orders: by creation or by last change, never both.</summary>
/// <param name="ByUpdate">By last change.</param>
/// <param name="After">Begin, included.</param>
/// <param name="Before">End, included; null when it was left open.</param>
internal sealed record AmazonOrderWindow(bool ByUpdate, DateTimeOffset After, DateTimeOffset? Before)
{
    /// <summary>Amazon's data is behind by this much, so a window must not end later.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMinutes(2);

    /// <summary>The window in a form to compare.</summary>
    public string Text => $"{ByUpdate}|{AmazonReplies.Time(After)}|{(Before is { } b ? AmazonReplies.Time(b) : "")}";

    /// <summary>Reads and checks the four parameters of a request.</summary>
    public static AmazonOrderWindow Read(SandboxCall call, string createdAfter, string createdBefore, string updatedAfter, string updatedBefore, DateTimeOffset now)
    {
        var (ca, cb, ua, ub) = (call.Time(createdAfter), call.Time(createdBefore), call.Time(updatedAfter), call.Time(updatedBefore));
        if ((ca is null) == (ua is null))
        {
            throw AmazonReplies.Invalid($"Exactly one of {createdAfter} and {updatedAfter} must be provided.");
        }

        if ((ca is not null && ub is not null) || (ua is not null && cb is not null))
        {
            throw AmazonReplies.Invalid($"{createdAfter}/{createdBefore} and {updatedAfter}/{updatedBefore} are mutually exclusive.");
        }

        var window = new AmazonOrderWindow(ua is not null, (ua ?? ca)!.Value, ua is null ? cb : ub);
        return window.Before is { } before && (before < window.After || before > now - Delay)
            ? throw AmazonReplies.Invalid($"{(window.ByUpdate ? updatedBefore : createdBefore)} must be equal to or after the start of the window and at least two minutes before the current time.")
            : window;
    }
}

/// <summary>Where a page begins. The end is fixed with the first page, so that later changes do not slip in.</summary>
/// <param name="At">Time of the last order that was given.</param>
/// <param name="Id">Its id; empty before the first one.</param>
/// <param name="End">End of the window, included.</param>
internal sealed record AmazonOrderStart(DateTimeOffset At, string Id, DateTimeOffset End)
{
    /// <summary>The first page of a window.</summary>
    public static AmazonOrderStart Of(AmazonOrderWindow window, DateTimeOffset visible) =>
        new(window.After, "", window.Before is { } before && before < visible ? before : visible);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static AmazonOrderStart? Read(string text) =>
        text.Split('/') is [var at, var id, var end]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var atTicks)
        && long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var endTicks)
            ? new AmazonOrderStart(new DateTimeOffset(atTicks, TimeSpan.Zero), id, new DateTimeOffset(endTicks, TimeSpan.Zero))
            : null;

    /// <summary>The start of the page after an order.</summary>
    public string Write(AmazonOrderWindow window, AmazonOrder last) =>
        string.Create(CultureInfo.InvariantCulture, $"{(window.ByUpdate ? last.UpdatedAt : last.CreatedAt).UtcTicks}/{last.Id}/{End.UtcTicks}");
}

/// <summary>Walks through orders in the order of their times.</summary>
internal static class AmazonOrderPages
{
    /// <summary>
    /// Orders from a start on. An order that changes while a client pages moves behind the window's end and is missing
    /// from it, as on the real Amazon; the next window shows it. Hold the store's lock.
    /// </summary>
    public static IEnumerable<AmazonOrder> Walk(AmazonStore store, AmazonOrderWindow window, AmazonOrderStart start, Func<AmazonOrder, bool> matches)
    {
        var index = window.ByUpdate ? store.ByUpdate : store.ByCreation;
        if (index.Count == 0 || start.At > start.End)
        {
            yield break;
        }

        foreach (var key in index.GetViewBetween((start.At, start.Id), (start.End, "~")))
        {
            if (!(key.At == start.At && key.Id == start.Id) && store.Order(key.Id) is { } order && matches(order))
            {
                yield return order;
            }
        }
    }
}
