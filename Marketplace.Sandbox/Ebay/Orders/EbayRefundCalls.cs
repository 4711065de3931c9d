using System.Globalization;
using System.Text.Json;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Orders;

/// <summary>issueRefund: taken at once, paid later, and never two at a time.</summary>
internal sealed class EbayRefundCalls(EbayStore store)
{
    private const int LongestComment = 100;
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly HashSet<string> Reasons =
        ["BUYER_CANCEL", "SELLER_CANCEL", "ITEM_NOT_RECEIVED", "BUYER_RETURN", "ITEM_NOT_AS_DESCRIBED", "OTHER_ADJUSTMENT", "SHIPPING_DISCOUNT"];

    /// <summary>POST /order/{order_id}/issue_refund.</summary>
    public SandboxReply Issue(SandboxCall call) => store.Write(s =>
    {
        if (s.Order(call.Path["order_id"]) is not { } order)
        {
            return EbayRefusal.Of(404, new EbayFault(34913, "API_FULFILLMENT", "REQUEST", "Can not find the order."));
        }

        if (Parse(call) is not { } body || body.RefundItems?.Contains(null!) == true)
        {
            return EbayRefusal.Fulfillment(34902, "Request can't be empty.");
        }

        var refusal = CheckForm(order, body) ?? CheckState(s, order) ?? CheckAmounts(order, body);
        if (refusal is not null)
        {
            return refusal;
        }

        var lines = (body.RefundItems ?? []).ToDictionary(item => LineOf(order, item)!.Id, item => Cents(item.RefundAmount)!.Value);
        var cents = body.OrderLevelRefundAmount is { } whole ? Cents(whole)!.Value : lines.Values.Sum();
        var id = call.Fault == FaultKind.Ignored ? "5005000000" : EbayRefund.Ask(s, order, lines, cents).Id;
        return SandboxReply.OfJson(200, new { refundId = id, refundStatus = "PENDING" });
    });

    private static SandboxReply? CheckForm(EbayOrder order, Body body)
    {
        var items = body.RefundItems ?? [];
        var amounts = body.OrderLevelRefundAmount is { } whole ? [whole] : items.Select(item => item.RefundAmount).ToList();
        return body.ReasonForRefund is not { } reason || !Reasons.Contains(reason) ? EbayRefusal.Fulfillment(34903, "The refund reason must be specified.")
            : body.OrderLevelRefundAmount is null == (items.Count == 0) ? EbayRefusal.Fulfillment(34905, "Either orderLevelRefundAmount or refundItems must be specified.")
            : body.Comment?.Length > LongestComment ? EbayRefusal.Fulfillment(34921, "The comment exceeds the length limit, please make sure it doesn't exceed 1000 characters.")
            : amounts.Exists(amount => string.IsNullOrEmpty(amount?.Value)) ? EbayRefusal.Fulfillment(34906, "The amount value must be specified.")
            : amounts.Exists(amount => Cents(amount) is null or <= 0) ? EbayRefusal.Fulfillment(34907, "The amount value must be positive and within two decimals.")
            : amounts.Exists(amount => string.IsNullOrEmpty(amount?.Currency)) ? EbayRefusal.Fulfillment(34908, "The amount currency must be specified.")
            : amounts.Exists(amount => amount?.Currency != order.Site.Currency) ? EbayRefusal.Fulfillment(34909, "The amount currency isn't correct.")
            : items.Any(item => item is { LineItemId: null, LegacyReference: null }) ? EbayRefusal.Fulfillment(34910, "Either legacyReference or lineItemId must be specified for item level refund.")
            : items.Any(item => LineOf(order, item) is null) ? EbayRefusal.Fulfillment(34914, "Can't find the item in the order.")
            : null;
    }

    private static SandboxReply? CheckState(EbayStore s, EbayOrder order) =>
        order.PaymentStatus is "PENDING" or "FAILED"
            ? EbayRefusal.Of(409, new EbayFault(34929, "API_FULFILLMENT", "REQUEST", "You cannot refund this order yet since the buyer payment has not been processed. Please try again later."))
        : order.Refunds.Exists(refund => refund.PaidAt is null) ? EbayRefusal.Fulfillment(34922, "Refund cannot be issued while previous refund is processing.")
        : order.RefundedCents >= order.TotalCents ? EbayRefusal.Of(400, new EbayFault(34917, "API_FULFILLMENT", "BUSINESS", "This order was already refunded."))
        : s.Now - order.Created > TimeSpan.FromDays(90) ? EbayRefusal.Of(400, new EbayFault(34920, "API_FULFILLMENT", "BUSINESS", "It's too late to issue a refund for this order."))
        : null;

    private static SandboxReply? CheckAmounts(EbayOrder order, Body body)
    {
        if (body.OrderLevelRefundAmount is { } whole)
        {
            return Cents(whole) > order.TotalCents - order.RefundedCents ? EbayRefusal.Fulfillment(34915, "The refund amount exceeds order amount.") : null;
        }

        return body.RefundItems!.Any(item => LineOf(order, item) is { } line && Cents(item.RefundAmount) > order.PaidCents(line) - order.Refunds.Sum(refund => refund.Lines.GetValueOrDefault(line.Id)))
            ? EbayRefusal.Of(409, new EbayFault(34924, "API_FULFILLMENT", "BUSINESS", "The item refund amount exceeds the item remaining amount."))
            : null;
    }

    private static EbayOrderLine? LineOf(EbayOrder order, Item item) => order.Lines.FirstOrDefault(line =>
        item.LineItemId is { } id ? line.Id == id : line.Listing.ListingId == item.LegacyReference?.LegacyItemId && line.Id == item.LegacyReference?.LegacyTransactionId);

    private static long? Cents(EbayAmount? amount) =>
        decimal.TryParse(amount?.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && decimal.Round(value, 2) == value ? (long)(value * 100) : null;

    private static Body? Parse(SandboxCall call)
    {
        try
        {
            return JsonSerializer.Deserialize<Body>(call.Body, Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Body(string? ReasonForRefund, string? Comment, EbayAmount? OrderLevelRefundAmount, IReadOnlyList<Item>? RefundItems);

    private sealed record Item(EbayAmount? RefundAmount, string? LineItemId, Legacy? LegacyReference);

    private sealed record Legacy(string? LegacyItemId, string? LegacyTransactionId);
}
