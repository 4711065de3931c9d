using System.Globalization;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Orders;

/// <summary>The grammar of getOrders' filter.</summary>
internal sealed class EbayOrderFilter
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.fff'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm'Z'"];
    private static readonly string[] Statuses = ["NOT_STARTED", "IN_PROGRESS", "FULFILLED"];
    private static readonly TimeSpan Memory = TimeSpan.FromDays(2 * 366);
    private static readonly TimeSpan Usual = TimeSpan.FromDays(90);

    private (DateTimeOffset From, DateTimeOffset To)? created;
    private (DateTimeOffset From, DateTimeOffset To)? modified;
    private HashSet<string>? statuses;

    /// <summary>Reads a filter; the reply is eBay's refusal.</summary>
    public static (EbayOrderFilter Filter, SandboxReply? Refusal) Parse(string? text, DateTimeOffset now)
    {
        var filter = new EbayOrderFilter();
        foreach (var criterion in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (filter.Take(criterion, now) is { } refusal)
            {
                return (filter, refusal);
            }
        }

        return (filter, null);
    }

    /// <summary>The orders that pass, oldest first. Made and changed dates together: only the first counts, without a word.</summary>
    public IReadOnlyList<EbayOrder> Apply(EbayStore store, DateTimeOffset now)
    {
        var found = created is null && modified is { } change
            ? store.ByModification.Between(change.From, change.To)
            : store.ByCreation.Between(created?.From ?? now - Usual, created?.To ?? now);
        return statuses is null ? found : [.. found.Where(order => statuses.Contains(order.FulfillmentStatus))];
    }

    private SandboxReply? Take(string criterion, DateTimeOffset now)
    {
        var parts = criterion.Split(':', 2);
        var value = parts.Length > 1 ? parts[1] : "";
        switch (parts[0])
        {
            case "creationdate":
                return Range(parts[0], value, now, range => created = range);
            case "lastmodifieddate":
                return Range(parts[0], value, now, range => modified = range);
            case "orderfulfillmentstatus":
                statuses = value.StartsWith('{') && value.EndsWith('}') ? [.. value[1..^1].Split('|')] : null;
                return statuses is null || !statuses.IsSubsetOf(Statuses) ? BadValue(parts[0], value) : null;
            default:
                return EbayRefusal.Fulfillment(30700, $"Invalid filter name: {parts[0]}", "filter", parts[0]);
        }
    }

    private static SandboxReply? Range(string name, string value, DateTimeOffset now, Action<(DateTimeOffset, DateTimeOffset)> keep)
    {
        if (!value.StartsWith('[') || !value.EndsWith(']') || value[1..^1].Split("..") is not [var start, .. var rest] || rest.Length > 1)
        {
            return BadValue(name, value);
        }

        if (start.Length == 0)
        {
            return EbayRefusal.Fulfillment(30820, "Start date is missing");
        }

        var end = rest is [{ Length: > 0 } text] ? Read(text) : now;
        if (Read(start) is not { } from || end is not { } to)
        {
            return EbayRefusal.Fulfillment(30810, "Invalid date format");
        }

        if (from > now || to > now)
        {
            return EbayRefusal.Fulfillment(30850, "Start and end dates can't be in the future");
        }

        if (from > to)
        {
            return EbayRefusal.Fulfillment(30840, "Start date should be before end date");
        }

        if (to - from > Memory)
        {
            return EbayRefusal.Fulfillment(30830, "Time range between start date and end date must be within '2' years.");
        }

        keep((from, to));
        return null;
    }

    private static DateTimeOffset? Read(string text) =>
        DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    private static SandboxReply BadValue(string name, string value) =>
        EbayRefusal.Fulfillment(30800, $"Invalid filter value '{value}' for filter '{name}'", name, value);
}
