using System.Text.Json.Nodes;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.TikTok.State;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.TikTok.Operations;

/// <summary>Cancelling orders, and answering buyers who ask for it.</summary>
internal static class TikTokCancelOperations
{
    private static readonly string[] UnpaidReasons =
    [
        "seller_cancel_unpaid_reason_out_of_stock", "seller_cancel_unpaid_reason_wrong_price",
        "seller_cancel_unpaid_reason_buyer_hasnt_paid_within_time_allowed", "seller_cancel_unpaid_reason_buyer_requested_cancellation",
    ];

    private static readonly string[] PaidReasons =
    [
        "seller_cancel_reason_out_of_stock", "seller_cancel_reason_wrong_price",
        "seller_cancel_paid_reason_address_not_deliver", "seller_cancel_paid_reason_buyer_requested_cancellation",
    ];

    private static readonly HashSet<string> Statuses = [TikTokCancellation.Pending, TikTokCancellation.Success, TikTokCancellation.WithdrawnInFilter, "CANCELLATION_REQUEST_COMPLETE"];

    private static readonly HashSet<string> Types = ["CANCEL", "BUYER_CANCEL"];

    private static readonly HashSet<string> AmericanRejections =
        ["ecom_reverse_reject_refund_request_package_delivery_multiple_boxes", "seller_reject_apply_unable_to_change_address", "ecom_reverse_reject_cancel_reason_product_packed"];

    private static readonly HashSet<string> EuropeanRejections = ["ecom_refund_reject_reason_cancel_unacceptable_uk", "ecom_reverse_reject_cancel_reason_product_packed"];

    // Where sellers may not give the buyer's wish as a reason of their own.
    private static readonly HashSet<string> WithoutBuyersWish = ["GB", "ID", "MY"];

    private static readonly HashSet<string> OtherRejections =
    [
        "order_manage_list_action_respond_popup_reject_reason_invalid_cancellation_reason", "order_manage_list_action_respond_popup_reject_reason_delivered",
        "order_manage_list_action_respond_popup_reject_reason_buyer_agree", "seller_reject_apply_product_has_been_packed",
    ];

    /// <summary>Cancel Order, by the seller.</summary>
    public static JsonObject Cancel(TikTokRequest request)
    {
        var shop = request.Shop;
        var reason = request.Body.RequiredText("cancel_reason");
        var order = shop.Orders.Find(request.Body.RequiredText("order_id")) ?? throw new TikTokRefusal(TikTokCode.CancelNotPermitted);
        if (order.Status is "CANCELLED" or "COMPLETED")
        {
            throw new TikTokRefusal(TikTokCode.CancelTooLate);
        }

        if (order.Status is "IN_TRANSIT" or "DELIVERED" || (order.Status == "AWAITING_COLLECTION" && shop.Market.Region != "US"))
        {
            throw new TikTokRefusal(TikTokCode.CancelShipped);
        }

        if (!Fits(reason, order.Status, shop.Market.Region))
        {
            throw new TikTokRefusal(TikTokCode.CancelReasonMismatch);
        }

        var cancellation = new TikTokCancellation
        {
            Id = shop.Ids.NextCancellation(),
            Order = order,
            ByBuyer = false,
            Reason = reason,
            CreateTime = request.Now.ToUnixTimeSeconds(),
            Units = Units(shop, order, request.Body),
        };
        if (request.Call.Fault != FaultKind.Ignored)
        {
            shop.Cancellations.Add(cancellation);
            cancellation.Carry(shop, request.Now);
        }

        return new JsonObject { ["cancel_id"] = cancellation.Id, ["cancel_status"] = TikTokCancellation.Success };
    }

    /// <summary>A page of requests.</summary>
    public static JsonObject Search(TikTokRequest request)
    {
        var size = request.PageSizeOrTen();
        var (orders, ids) = (request.Body.Texts("order_ids"), request.Body.Texts("cancel_ids"));
        var (statuses, types) = (request.Body.Choices("cancel_status", Statuses), request.Body.Choices("cancel_types", Types));
        var found = request.Shop.Cancellations.FindAll(cancellation =>
            (orders is not { Count: > 0 } || orders.Contains(cancellation.Order.Id))
            && (ids is not { Count: > 0 } || ids.Contains(cancellation.Id))
            && (statuses is not { Count: > 0 } || statuses.Contains(cancellation.Status == TikTokCancellation.Withdrawn ? TikTokCancellation.WithdrawnInFilter : cancellation.Status))
            && (types is not { Count: > 0 } || types.Contains(TypeOf(cancellation))));
        return request.PageOf("cancellations", found, size, Show);
    }

    /// <summary>The seller agrees.</summary>
    public static JsonObject Approve(TikTokRequest request)
    {
        var cancellation = Open(request, TikTokCode.CancelNotApprovable);
        cancellation.Carry(request.Shop, request.Now);
        return [];
    }

    /// <summary>The seller does not agree.</summary>
    public static JsonObject Reject(TikTokRequest request)
    {
        var reason = request.Body.RequiredText("reject_reason");
        var cancellation = Open(request, TikTokCode.CancelNotRejectable);
        if (!Rejections(request.Shop.Market.Region).Contains(request.Shop.Market.Region == "GB" && reason.EndsWith("_uk", StringComparison.Ordinal) ? reason[..^3] : reason))
        {
            throw new TikTokRefusal(TikTokCode.RejectReasonMismatch);
        }

        cancellation.Status = TikTokCancellation.Withdrawn;
        cancellation.UpdateTime = request.Now.ToUnixTimeSeconds();
        cancellation.Order.BuyerWantsToCancel = false;
        request.Shop.Orders.Touch(cancellation.Order, request.Now);
        return [];
    }

    /// <summary>Reasons for which a buyer's wish to cancel may be declined.</summary>
    public static JsonObject RejectReasons(TikTokRequest request)
    {
        var id = request.Call.QueryValue("return_or_cancel_id") is { Length: > 0 } given ? given : throw new TikTokRefusal(TikTokCode.Missing("query", "return_or_cancel_id"));
        if (!request.Shop.Cancellations.Exists(known => known.Id == id) && !request.Shop.Returns.Exists(known => known.Id == id))
        {
            throw new TikTokRefusal(TikTokCode.Invalid("query", "return_or_cancel_id"));
        }

        var reasons = request.Shop.Returns.Exists(known => known.Id == id)
            ? TikTokReturnOperations.Refusals
            : Rejections(request.Shop.Market.Region).Select(name => (Name: name, Text: name.Replace('_', ' ')));
        return new JsonObject { ["reasons"] = new JsonArray([.. reasons.Select(reason => new JsonObject { ["name"] = reason.Name, ["text"] = reason.Text })]) };
    }

    private static HashSet<string> Rejections(string region) => region switch
    {
        "US" => AmericanRejections,
        "DE" or "ES" or "FR" or "IE" or "IT" => EuropeanRejections,
        _ => OtherRejections,
    };

    private static TikTokCancellation Open(TikTokRequest request, TikTokCode whenClosed) =>
        request.Shop.Cancellations.Find(known => known.Id == request.Call.Path["cancel_id"]) switch
        {
            null => throw new TikTokRefusal(TikTokCode.CancelNotPermitted),
            { Status: TikTokCancellation.Pending } open => open,
            _ => throw new TikTokRefusal(whenClosed),
        };

    private static bool Fits(string reason, string status, string region)
    {
        if (region == "GB")
        {
            if (!reason.EndsWith("_uk", StringComparison.Ordinal))
            {
                return false;
            }

            reason = reason[..^3];
        }

        return (status == "UNPAID" ? UnpaidReasons : PaidReasons).Contains(reason)
            && !(WithoutBuyersWish.Contains(region) && reason.EndsWith("buyer_requested_cancellation", StringComparison.Ordinal));
    }

    // Single units can be cancelled in the United States and the United Kingdom.
    private static List<TikTokUnit> Units(TikTokShop shop, TikTokOrder order, JsonObject body)
    {
        var ids = body.Texts("order_line_item_ids");
        if (ids is not { Count: > 0 })
        {
            return order.Units;
        }

        var units = ids.Select(id => order.Units.Find(unit => unit.Id == id && unit.Status != "CANCELLED") ?? throw new TikTokRefusal(TikTokCode.CancelTooMany)).ToList();
        return shop.Market.Region is "US" or "GB" || units.Count == order.Units.Count ? units : throw new TikTokRefusal(TikTokCode.CancelWholeOrder);
    }

    private static string TypeOf(TikTokCancellation cancellation) => cancellation.ByBuyer ? "BUYER_CANCEL" : "CANCEL";

    private static JsonObject Show(TikTokCancellation cancellation) => new()
    {
        ["cancel_id"] = cancellation.Id,
        ["order_id"] = cancellation.Order.Id,
        ["cancel_type"] = TypeOf(cancellation),
        ["cancel_status"] = cancellation.Status,
        ["cancel_reason"] = cancellation.Reason,
        ["role"] = cancellation.ByBuyer ? "BUYER" : "SELLER",
        ["create_time"] = cancellation.CreateTime,
        ["update_time"] = cancellation.UpdateTime,
        ["cancel_line_items"] = new JsonArray([.. cancellation.Units.Select(unit => new JsonObject
        {
            ["cancel_line_item_id"] = unit.Id,
            ["order_line_item_id"] = unit.Id,
            ["sku_id"] = unit.Sku.Id,
            ["seller_sku"] = unit.Sku.Item.Sku,
            ["product_name"] = unit.Sku.Item.Title,
        })]),
    };
}
