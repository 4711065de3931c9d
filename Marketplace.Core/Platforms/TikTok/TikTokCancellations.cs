using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Cancels TikTok Shop orders. The names of reasons differ by market and by whether the order is paid.</summary>
internal sealed class TikTokCancellations(TikTokApi api, TikTokPackages packages) : IOrderCanceller
{
    public IReadOnlyList<CancelReason> Reasons { get; } = [CancelReason.OutOfStock, CancelReason.PricingError, CancelReason.Undeliverable, CancelReason.BuyerRequest];

    public async Task CancelAsync(ConnectionContext connection, CancelRequest request, CancellationToken cancellationToken)
    {
        var order = await packages.OrderAsync(connection, request.ExternalOrderId, cancellationToken);
        if (order.Status == "CANCELLED")
        {
            return;
        }

        var units = request.Lines.Count == 0 ? null : TikTokUnits.StillHere(order, request.Lines, TikTokOperations.CancelOrder.Name);
        var reason = ReasonOf(request.Reason, order.Status, TikTokStore.Of(connection).Region);
        try
        {
            await api.CallAsync<TikTokNothing>(
                connection,
                new TikTokCall(TikTokOperations.CancelOrder, HttpMethod.Post, "/return_refund/202309/cancellations", Body: new TikTokCancelOrder(order.Id, reason, units)),
                cancellationToken);
        }
        catch (RejectedException) when (units is null)
        {
            // Perhaps our own earlier call, whose answer was lost.
            if ((await packages.OrderAsync(connection, request.ExternalOrderId, cancellationToken)).Status != "CANCELLED")
            {
                throw;
            }
        }
    }

    public async Task AnswerAsync(ConnectionContext connection, string externalOrderId, bool accept, CancellationToken cancellationToken)
    {
        var filter = new TikTokCancellationFilter([externalOrderId], ["CANCELLATION_REQUEST_PENDING"], ["BUYER_CANCEL"]);
        var open = await api.CallAsync<TikTokCancellationPage>(
            connection,
            new TikTokCall(TikTokOperations.SearchCancellations, HttpMethod.Post, "/return_refund/202309/cancellations/search", new Dictionary<string, string> { ["page_size"] = "10" }, filter),
            cancellationToken);
        foreach (var request in open.Cancellations ?? [])
        {
            // The key makes a repeat of the same answer one answer.
            var key = new Dictionary<string, string> { ["idempotency_key"] = $"{(accept ? "approve" : "reject")}-{request.CancelId}" };
            var call = accept
                ? new TikTokCall(TikTokOperations.ApproveCancellation, HttpMethod.Post, $"/return_refund/202309/cancellations/{request.CancelId}/approve", key)
                : new TikTokCall(
                    TikTokOperations.RejectCancellation, HttpMethod.Post, $"/return_refund/202309/cancellations/{request.CancelId}/reject", key,
                    new TikTokRejectCancellation(PackedAlready(TikTokStore.Of(connection).Region)));
            await api.CallAsync<TikTokNothing>(connection, call, cancellationToken);
        }
    }

    private static string ReasonOf(CancelReason reason, string status, string region)
    {
        var unpaid = status == "UNPAID";
        var name = reason switch
        {
            CancelReason.OutOfStock => unpaid ? "seller_cancel_unpaid_reason_out_of_stock" : "seller_cancel_reason_out_of_stock",
            CancelReason.PricingError => unpaid ? "seller_cancel_unpaid_reason_wrong_price" : "seller_cancel_reason_wrong_price",
            CancelReason.Undeliverable => "seller_cancel_paid_reason_address_not_deliver",
            _ => unpaid ? "seller_cancel_unpaid_reason_buyer_requested_cancellation" : "seller_cancel_paid_reason_buyer_requested_cancellation",
        };
        return region == "GB" ? name + "_uk" : name;
    }

    private static string PackedAlready(string region) =>
        region is "US" or "DE" or "ES" or "FR" or "IE" or "IT" ? "ecom_reverse_reject_cancel_reason_product_packed" : "seller_reject_apply_product_has_been_packed";
}
