using System.Text.Json.Nodes;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.TikTok.State;
using Marketplace.Sandbox.TikTok.Webhooks;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.TikTok.Operations;

/// <summary>Returns and refunds as they are read, and answers to buyers who ask for one.</summary>
internal sealed class TikTokReturnOperations(TikTokSandboxOptions options, TikTokCourier courier)
{
    private static readonly HashSet<string> Statuses =
    [
        TikTokReturn.Pending, TikTokReturn.Granted, TikTokReturn.Paid, TikTokReturn.Rejected, TikTokReturn.AwaitingGoods, TikTokReturn.OnTheWay,
        TikTokReturn.GoodsRejected, "RETURN_OR_REFUND_REQUEST_CANCEL", "AWAITING_BUYER_RESPONSE",
    ];

    private static readonly HashSet<string> Types = ["REFUND", "RETURN_AND_REFUND", "REPLACEMENT"];

    /// <summary>Reasons for a no to a buyer who asks for a return.</summary>
    public static IReadOnlyList<(string Name, string Text)> Refusals { get; } =
    [
        ("seller_reject_apply_you_have_reached_an_agreement_with_the_buyer", "You have reached an agreement with the buyer"),
        ("seller_reject_apply_package_has_not_exceeded_estimated_delivery_time", "The package has not exceeded its estimated delivery time"),
    ];

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
        var size = request.PageSizeOrTen();
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

        return request.PageOf("return_orders", found, size, known => TikTokReturnJson.Of(request.Shop, known));
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
}
