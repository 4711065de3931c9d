using System.Xml;
using Marketplace.Core.Platforms.Amazon.Wire;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>
/// Cancels orders by an acknowledgement feed that reports failure, the one way that Amazon offers to all sellers. Amazon works
/// feeds off by itself, so that a cancellation takes minutes, and counts only when the order shows it.
/// </summary>
public sealed class AmazonCancellations(AmazonFeeds feeds, AmazonOrders orders, AmazonPatience patience) : IOrderCanceller
{
    private const string FeedType = "POST_ORDER_ACKNOWLEDGEMENT_DATA";

    /// <inheritdoc />
    public IReadOnlyList<CancelReason> Reasons { get; } = [CancelReason.OutOfStock, CancelReason.PricingError, CancelReason.Undeliverable, CancelReason.BuyerRequest];

    /// <summary>Cancels an order, or whole lines of it. Returns once the order shows it, which takes some minutes.</summary>
    /// <exception cref="RejectedException">The order is shipped, unpaid or Amazon's to ship, or a line was to be cancelled in part.</exception>
    /// <exception cref="TransientException">Amazon has not ended the feed or does not show its effect yet; ask again, which does no harm.</exception>
    public async Task CancelAsync(ConnectionContext connection, CancelRequest request, CancellationToken cancellationToken)
    {
        var order = await ReadAsync(connection, request.ExternalOrderId, cancellationToken);
        var lines = LinesOf(order, request);
        if (IsGone(order, lines))
        {
            return;
        }

        Refuse(order);
        var front = AmazonJson.Opaque<AmazonOrderData>(order.PlatformData)?.MarketplaceId is { Length: > 0 } id ? id : AmazonStoreData.Of(connection).MarketplaceIds[0];
        var content = AmazonEnvelope.Write(connection.ExternalAccountId, "OrderAcknowledgement", [order.ExternalId], (xml, orderId) => Write(xml, orderId, lines, WireOf(request.Reason)));
        var feedId = await feeds.SubmitAsync(connection, AmazonOperations.CreateFeed, FeedType, [front], content, AmazonEnvelope.ContentType, cancellationToken);
        var state = await patience.AwaitAsync(() => feeds.StateAsync(connection, feedId, cancellationToken), AmazonFeeds.IsFinal, cancellationToken);
        if (!AmazonFeeds.IsFinal(state))
        {
            throw new TransientException($"Amazon is still working on the cancellation (feed {feedId}).") { Operation = AmazonOperations.GetFeed.Name, OutcomeUnknown = true };
        }

        var report = await feeds.ReportAsync(connection, state, cancellationToken) is { } text ? AmazonProcessingReport.Read(text) : null;
        var error = state.ProcessingStatus != "DONE" ? report?.ErrorOf(0) ?? new AmazonProcessingResult(0, true, state.ProcessingStatus, "no reason was given.") : report?.ErrorOf(1) ?? report?.ErrorOf(0);
        await SeeAsync(connection, request, lines, error, cancellationToken);
    }

    /// <summary>
    /// Accepting cancels the order for the buyer. Declining has no call at Amazon: the request ends when the order is shipped, so
    /// nothing is sent.
    /// </summary>
    /// <exception cref="PlatformException">As for cancelling.</exception>
    public async Task AnswerAsync(ConnectionContext connection, string externalOrderId, bool accept, CancellationToken cancellationToken)
    {
        if (accept && (await ReadAsync(connection, externalOrderId, cancellationToken)).CancelRequested)
        {
            await CancelAsync(connection, new CancelRequest(externalOrderId, CancelReason.BuyerRequest, []), cancellationToken);
        }
    }

    /// <summary>Amazon's word for a reason.</summary>
    internal static string WireOf(CancelReason reason) => reason switch
    {
        CancelReason.OutOfStock => "NoInventory",
        CancelReason.PricingError => "PricingError",
        CancelReason.Undeliverable => "ShippingAddressUndeliverable",
        CancelReason.BuyerRequest => "BuyerCanceled",
        _ => throw new RejectedException("Amazon has no such reason for a cancellation. Choose another one.") { Field = "CancelReason" },
    };

    // What the report refuses may be done all the same: by the buyer meanwhile, or by an earlier feed whose answer was lost.
    private async Task SeeAsync(ConnectionContext connection, CancelRequest request, IReadOnlyList<string> lines, AmazonProcessingResult? error, CancellationToken cancellationToken)
    {
        if (error is not null)
        {
            if (!IsGone(await ReadAsync(connection, request.ExternalOrderId, cancellationToken), lines))
            {
                throw new RejectedException($"Amazon did not cancel order {request.ExternalOrderId}: {error.Words}") { RawCode = error.Code, Operation = AmazonOperations.CreateFeed.Name };
            }

            return;
        }

        if (!await patience.AwaitAsync(async () => IsGone(await ReadAsync(connection, request.ExternalOrderId, cancellationToken), lines), gone => gone, cancellationToken))
        {
            throw new TransientException($"Amazon took the cancellation of order {request.ExternalOrderId} but does not show it yet.") { Operation = AmazonOperations.GetOrder.Name, OutcomeUnknown = true };
        }
    }

    private async Task<RemoteOrder> ReadAsync(ConnectionContext connection, string orderId, CancellationToken cancellationToken) =>
        await orders.GetAsync(connection, orderId, cancellationToken)
        ?? throw new RejectedException($"Amazon does not know order {orderId}.") { Operation = AmazonOperations.GetOrder.Name };

    private static void Refuse(RemoteOrder order)
    {
        var why = order switch
        {
            { FulfilledByMarketplace: true } => "Amazon ships it itself. Ask for its cancellation in Seller Central.",
            { Status: RemoteOrderStatus.Shipped or RemoteOrderStatus.Delivered } => "it is shipped. Refund the buyer once it has come back.",
            { Status: RemoteOrderStatus.Pending } => "it is not paid yet, and Amazon cancels such orders by itself only. Wait until it is ready to ship.",
            _ => null,
        };
        if (why is not null)
        {
            throw new RejectedException($"Order {order.ExternalId} cannot be cancelled: {why}") { Operation = AmazonOperations.CreateFeed.Name };
        }
    }

    private static List<string> LinesOf(RemoteOrder order, CancelRequest request)
    {
        foreach (var wish in request.Lines)
        {
            var line = order.Lines.FirstOrDefault(l => l.ExternalId == wish.ExternalLineId)
                ?? throw new RejectedException($"Order {order.ExternalId} has no line {wish.ExternalLineId}.") { Field = "AmazonOrderItemCode" };
            if (line.Quantity > 0 && wish.Quantity < line.Quantity)
            {
                throw new RejectedException($"Amazon cancels whole lines only: cancel all {line.Quantity} of {line.Sku ?? line.Title}, or none.") { Field = "Quantity" };
            }
        }

        return request.Lines.Count > 0 ? [.. request.Lines.Select(l => l.ExternalLineId)] : [.. order.Lines.Select(l => l.ExternalId)];
    }

    private static bool IsGone(RemoteOrder order, IReadOnlyList<string> lines) =>
        order.Status == RemoteOrderStatus.Cancelled || order.Lines.Where(l => lines.Contains(l.ExternalId)).All(l => l.Quantity == 0);

    private static void Write(XmlWriter xml, string orderId, IReadOnlyList<string> lines, string reason)
    {
        xml.WriteElementString("AmazonOrderID", orderId);
        xml.WriteElementString("StatusCode", "Failure");
        foreach (var line in lines)
        {
            xml.WriteStartElement("Item");
            xml.WriteElementString("AmazonOrderItemCode", line);
            xml.WriteElementString("CancelReason", reason);
            xml.WriteEndElement();
        }
    }
}
