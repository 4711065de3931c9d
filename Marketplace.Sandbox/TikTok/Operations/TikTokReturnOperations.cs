using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.TikTok.State;
using Marketplace.Sandbox.TikTok.Webhooks;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.TikTok.Operations;

/// <summary>Refunds after shipping that the seller starts in the buyer's stead, and answers to buyers who ask for a return.</summary>
internal sealed class TikTokReturnOperations(TikTokSandboxOptions options, TikTokCourier courier)
{
    private static readonly HashSet<string> Statuses =
    [
        TikTokReturn.Pending, TikTokReturn.Granted, TikTokReturn.Paid, TikTokReturn.Rejected, TikTokReturn.AwaitingGoods, TikTokReturn.OnTheWay,
        TikTokReturn.GoodsRejected, "RETURN_OR_REFUND_REQUEST_CANCEL", "AWAITING_BUYER_RESPONSE",
    ];

    /// <summary>Reasons for a no to a buyer who asks for a return.</summary>
    public static IReadOnlyList<(string Name, string Text)> Refusals { get; } =
    [
        ("seller_reject_apply_you_have_reached_an_agreement_with_the_buyer", "You have reached an agreement with the buyer"),
        ("seller_reject_apply_package_has_not_exceeded_estimated_delivery_time", "The package has not exceeded its estimated delivery time"),
    ];

    private static readonly HashSet<string> Types = ["REFUND", "RETURN_AND_REFUND", "REPLACEMENT"];

    /// <summary>Create Return.</summary>
    public JsonObject Create(TikTokRequest request)
    {
        var (shop, body) = (request.Shop, request.Body);
        var (type, currency, reason, total) = (body.RequiredText("return_type"), body.RequiredText("currency"), body.RequiredText("return_reason"), body.RequiredText("refund_total"));
        _ = (body.Text("shipment_type"), body.Text("handover_method"), body.Children("skus"), body.Texts("order_line_item_ids"));
        var order = Order(request, TikTokCode.CancelNotPermitted);
        var key = request.Call.QueryValue("idempotency_key");
        if (key is { Length: > 0 } && shop.Returns.Find(known => known.Key == key && known.Order == order) is { } same)
        {
            return Made(same);
        }

        // Only a refund is made here; for goods that travel back, buyer and carrier would have to play along.
        if (type != "REFUND" || currency != shop.Market.Currency)
        {
            throw new TikTokRefusal(TikTokCode.ReturnInvalid);
        }

        CheckReason(shop, order, reason);
        var units = Units(order, body, TikTokCode.CancelTooMany);
        if (shop.Returns.Exists(known => known.Order == order && known.Status == TikTokReturn.Pending))
        {
            throw new TikTokRefusal(TikTokCode.ReturnOpen);
        }

        var cents = decimal.TryParse(total, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount > 0
            ? shop.Market.Cents(amount)
            : throw new TikTokRefusal(TikTokCode.ReturnInvalid);
        if (cents > Refundable(shop, order, units))
        {
            throw new TikTokRefusal(TikTokCode.ReturnTooMuch);
        }

        var made = new TikTokReturn
        {
            Id = shop.Ids.NextCancellation(),
            Order = order,
            Units = units,
            Reason = reason,
            Cents = cents,
            CreateTime = request.Now.ToUnixTimeSeconds(),
            UpdateTime = request.Now.ToUnixTimeSeconds(),
            Key = key,
        };
        if (request.Call.Fault != FaultKind.Ignored)
        {
            shop.Returns.Add(made);
            courier.ReturnChanged(shop, made);
        }

        return Made(made);
    }

    /// <summary>Approve Return: the money goes to the buyer.</summary>
    public JsonObject Approve(TikTokRequest request)
    {
        var decision = request.Body.RequiredText("decision");
        var known = Open(request, TikTokCode.CancelNotApprovable);
        if (decision != $"APPROVE_{known.Question}")
        {
            throw new TikTokRefusal(TikTokCode.ReturnDecision);
        }

        if (request.Call.Fault != FaultKind.Ignored)
        {
            Move(request, known, known.AfterYes);
        }

        return [];
    }

    /// <summary>Reject Return.</summary>
    public JsonObject Reject(TikTokRequest request)
    {
        var decision = request.Body.RequiredText("decision");
        var known = Open(request, TikTokCode.ReturnStatus);
        if (decision != $"REJECT_{known.Question}")
        {
            throw new TikTokRefusal(TikTokCode.ReturnDecision);
        }

        if (known.ByBuyer && !Refusals.Any(reason => reason.Name == request.Body.RequiredText("reject_reason")))
        {
            throw new TikTokRefusal(TikTokCode.RejectReasonMismatch);
        }

        Move(request, known, known.AfterNo);
        return [];
    }

    /// <summary>Search Returns.</summary>
    public JsonObject Search(TikTokRequest request)
    {
        var size = request.Call.QueryValue("page_size") is null ? 10 : request.PageSize(50);
        var offset = (int)(request.PageToken()?.Time ?? 0);
        var (orders, ids) = (request.Body.Texts("order_ids"), request.Body.Texts("return_ids"));
        var (statuses, types) = (request.Body.Choices("return_status", Statuses), request.Body.Choices("return_types", Types));
        var changedSince = request.Body.Number("update_time_ge");
        foreach (var known in request.Shop.Returns)
        {
            known.Settle(request.Shop, options.RefundSeconds, request.Now);
        }

        var found = request.Shop.Returns.FindAll(known =>
            (orders is not { Count: > 0 } || orders.Contains(known.Order.Id))
            && (ids is not { Count: > 0 } || ids.Contains(known.Id))
            && (statuses is not { Count: > 0 } || statuses.Contains(known.Status))
            && (types is not { Count: > 0 } || types.Contains(known.Type))
            && (changedSince is null || known.UpdateTime >= changedSince));
        if (request.Choice("sort_order", "ASC", "DESC") == "DESC")
        {
            found.Reverse();
        }

        return new JsonObject
        {
            ["total_count"] = found.Count,
            ["next_page_token"] = offset + size < found.Count ? new TikTokPageToken(found.Count, offset + size, 0).ToString() : "",
            ["return_orders"] = new JsonArray([.. found.Skip(offset).Take(size).Select(known => TikTokReturnJson.Of(request.Shop, known))]),
        };
    }

    /// <summary>Calculate Refund: what may be given back.</summary>
    public static JsonObject Calculate(TikTokRequest request)
    {
        var order = Order(request, TikTokCode.ReturnOrderUnknown);
        var units = Units(order, request.Body, TikTokCode.ReturnInvalid);
        return new JsonObject { ["order_refund_amount"] = TikTokReturnJson.Amount(request.Shop, Refundable(request.Shop, order, units)) };
    }

    /// <summary>Get Return Records: what has happened, oldest first.</summary>
    public static JsonObject Records(TikTokRequest request)
    {
        var known = request.Shop.Returns.Find(r => r.Id == request.Call.Path["return_id"]) ?? throw new TikTokRefusal(TikTokCode.Invalid("path", "return_id"));
        return new JsonObject
        {
            ["records"] = new JsonArray([.. new[] { known.CreateTime, known.UpdateTime }.Distinct().Select(time => new JsonObject
            {
                ["event"] = "ORDER_RETURN",
                ["role"] = "SELLER",
                ["description"] = time == known.CreateTime ? "Seller requested a refund" : "Seller answered the request",
                ["create_time"] = time,
            })]),
        };
    }

    /// <summary>Get Aftersale Eligibility: what the seller may start for each SKU of an order.</summary>
    public static JsonObject Eligibility(TikTokRequest request)
    {
        var order = request.Shop.Orders.Find(request.Call.Path["order_id"]) ?? throw new TikTokRefusal(TikTokCode.Invalid("path", "order_id"));
        var cancel = order.Status is "UNPAID" or "ON_HOLD" or "AWAITING_SHIPMENT";
        var refund = TikTokReturnReasons.Of(request.Shop.Market.Region, order.Status).Any() && order.Status is "AWAITING_COLLECTION" or "IN_TRANSIT" or "DELIVERED" or "COMPLETED";
        JsonObject Of(string type, bool eligible, IEnumerable<TikTokUnit> units)
        {
            var json = new JsonObject
            {
                ["request_type"] = type,
                ["eligible"] = eligible,
                ["order_line_items_ids"] = new JsonArray([.. units.Select(unit => JsonValue.Create(unit.Id))]),
            };
            if (!eligible)
            {
                (json["ineligible_code"], json["ineligible_reason"]) = (TikTokCode.ReturnStatus.Code, TikTokCode.ReturnStatus.Message);
            }

            return json;
        }

        return new JsonObject
        {
            ["sku_eligibility"] = new JsonArray([.. order.Units.Where(unit => unit.Status != "CANCELLED").GroupBy(unit => unit.Sku.Id).Select(sku => new JsonObject
            {
                ["sku_id"] = sku.Key,
                ["line_item_eligibility"] = new JsonArray(Of("CANCEL", cancel, sku), Of("REFUND", refund, sku)),
            })]),
        };
    }

    private static TikTokOrder Order(TikTokRequest request, TikTokCode unknown) =>
        request.Shop.Orders.Find(request.Body.RequiredText("order_id")) ?? throw new TikTokRefusal(unknown);

    private static void CheckReason(TikTokShop shop, TikTokOrder order, string reason)
    {
        if (order.Status is not ("AWAITING_COLLECTION" or "IN_TRANSIT" or "DELIVERED" or "COMPLETED"))
        {
            throw new TikTokRefusal(order.Status == "CANCELLED" ? TikTokCode.CancelTooLate : TikTokCode.ReturnStatus);
        }

        if (!TikTokReturnReasons.Of(shop.Market.Region, order.Status).Contains(reason))
        {
            throw new TikTokRefusal(
                !TikTokReturnReasons.All.Contains(reason) ? TikTokCode.ReturnReasonUnknown
                : TikTokReturnReasons.Of(shop.Market.Region, "DELIVERED").Any() ? TikTokCode.CancelReasonMismatch
                : TikTokCode.ReturnReasonForbidden);
        }
    }

    private static List<TikTokUnit> Units(TikTokOrder order, JsonObject body, TikTokCode unknown)
    {
        var wanted = order.Units.FindAll(unit => unit.Status != "CANCELLED");
        var ids = body.Texts("order_line_item_ids");
        return ids is not { Count: > 0 } ? wanted : [.. ids.Select(id => wanted.Find(unit => unit.Id == id) ?? throw new TikTokRefusal(unknown))];
    }

    // The transport goes with the last of the order, so that the whole can be given back.
    private static long Refundable(TikTokShop shop, TikTokOrder order, List<TikTokUnit> units)
    {
        var left = TikTokMoney.Total(order) - shop.Returns.Where(known => known.Order == order && known.Counts).Sum(known => known.Cents);
        return units.Count == order.Units.Count ? left : Math.Min(left, units.Sum(unit => unit.PriceCents + TikTokMoney.Tax(unit.PriceCents)));
    }

    private static TikTokReturn Open(TikTokRequest request, TikTokCode whenClosed) =>
        request.Shop.Returns.Find(known => known.Id == request.Call.Path["return_id"]) switch
        {
            null => throw new TikTokRefusal(TikTokCode.CancelNotPermitted),
            { Question: not null } open => open,
            _ => throw new TikTokRefusal(whenClosed),
        };

    private void Move(TikTokRequest request, TikTokReturn known, string status)
    {
        known.Status = status;
        known.UpdateTime = request.Now.ToUnixTimeSeconds();
        courier.ReturnChanged(request.Shop, known);
    }

    private static JsonObject Made(TikTokReturn known) => new() { ["return_id"] = known.Id, ["return_status"] = known.Status };
}
