using System.Globalization;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Orders;

/// <summary>getOrders and getOrder.</summary>
internal sealed class EbayOrderCalls(EbayStore store)
{
    private const string Root = "/sell/fulfillment/v1/order";
    private const int MostIds = 50;

    /// <summary>GET /order.</summary>
    public SandboxReply List(SandboxCall call)
    {
        if (BadGroups(call) is { } refusal)
        {
            return refusal;
        }

        if (call.QueryValue("orderIds") is { Length: > 0 } ids)
        {
            return ByIds(call, ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }

        var limitText = call.QueryValue("limit") ?? "50";
        if (!int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > 200)
        {
            return EbayRefusal.Fulfillment(31100, $"Invalid limit: {limitText}", "limit", limitText);
        }

        var offsetText = call.QueryValue("offset") ?? "0";
        if (!int.TryParse(offsetText, NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            return EbayRefusal.Fulfillment(31000, $"Invalid offset: {offsetText}", "offset", offsetText);
        }

        var now = store.Now;
        var (filter, bad) = EbayOrderFilter.Parse(call.QueryValue("filter"), now);
        return bad ?? store.Read(s =>
        {
            var found = filter.Apply(s, now);
            return Page(s, call, [.. found.Skip(offset).Take(limit)], found.Count, limit, offset);
        });
    }

    /// <summary>GET /order/{orderId}.</summary>
    public SandboxReply Get(SandboxCall call) =>
        BadGroups(call) ?? store.Read(s => s.Order(call.Path["orderId"]) is { } order
            ? SandboxReply.OfJson(200, EbayOrderJson.Of(s, order, call, alone: true))
            : EbayRefusal.Fulfillment(32100, $"Invalid order ID: {call.Path["orderId"]}", "orderId", call.Path["orderId"]));

    private SandboxReply ByIds(SandboxCall call, string[] ids) => ids.Length > MostIds
        ? EbayRefusal.Fulfillment(30900, $"Exceeded maximum number of order IDs (the current limit is {MostIds})", "orderIds")
        : store.Read(s =>
        {
            var found = ids.Distinct().Select(s.Order).OfType<EbayOrder>().ToList();
            return Page(s, call, found, found.Count, MostIds, 0);
        });

    private static SandboxReply Page(EbayStore s, SandboxCall call, IReadOnlyList<EbayOrder> orders, int total, int limit, int offset) => SandboxReply.OfJson(200, new
    {
        href = PageLink(call, limit, offset),
        total,
        limit,
        offset,
        next = offset + limit < total ? PageLink(call, limit, offset + limit) : null,
        prev = offset > 0 ? PageLink(call, limit, Math.Max(0, offset - limit)) : null,
        orders = orders.Select(order => EbayOrderJson.Of(s, order, call, alone: false)).ToList(),
    });

    private static string PageLink(SandboxCall call, int limit, int offset)
    {
        var filter = call.QueryValue("filter") is { Length: > 0 } text ? $"filter={Uri.EscapeDataString(text)}&" : "";
        var groups = call.QueryValue("fieldGroups") is { Length: > 0 } named ? $"fieldGroups={Uri.EscapeDataString(named)}&" : "";
        return EbayWire.Link(call, $"{Root}?{filter}{groups}limit={limit}&offset={offset}");
    }

    private static SandboxReply? BadGroups(SandboxCall call) =>
        call.QueryValue("fieldGroups") is { Length: > 0 } groups && groups != "TAX_BREAKDOWN"
            ? EbayRefusal.Fulfillment(32800, $"Invalid field group: {groups}", "fieldGroups", groups)
            : null;
}
