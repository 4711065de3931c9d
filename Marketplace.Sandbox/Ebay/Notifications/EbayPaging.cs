using System.Globalization;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Notifications;

/// <summary>Pages of the Notification API: 10 to 100 entries, and a token in <c>next</c> instead of an offset.</summary>
internal static class EbayPaging
{
    /// <summary>One page of a list.</summary>
    public static SandboxReply Answer(SandboxCall call, string path, string name, IReadOnlyList<object> all)
    {
        if (!int.TryParse(call.QueryValue("limit") ?? "20", NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 10 or > 100)
        {
            return EbayNotificationCalls.Refuse(400, 195004, "Invalid limit. Supported ranges 10 - 100.");
        }

        if (!int.TryParse(call.QueryValue("continuation_token") ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var start) || start > all.Count)
        {
            return EbayNotificationCalls.Refuse(400, 195005, "Invalid continuation token.");
        }

        var answer = new Dictionary<string, object>
        {
            ["href"] = EbayWire.Link(call, $"{path}?limit={limit}"),
            ["limit"] = limit,
            ["total"] = all.Count,
            [name] = all.Skip(start).Take(limit).ToList(),
        };
        if (start + limit < all.Count)
        {
            answer["next"] = EbayWire.Link(call, $"{path}?limit={limit}&continuation_token={start + limit}");
        }

        return SandboxReply.OfJson(200, answer);
    }
}
