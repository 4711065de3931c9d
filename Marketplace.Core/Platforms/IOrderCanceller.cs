namespace Marketplace.Core.Platforms;

/// <summary>Cancels orders for the seller, and answers buyers who ask for it.</summary>
public interface IOrderCanceller
{
    /// <summary>Reasons that the marketplace lets a seller give.</summary>
    IReadOnlyList<CancelReason> Reasons { get; }

    /// <summary>Cancels an order, or some of its items where the marketplace allows that. Safe to repeat.</summary>
    /// <exception cref="RejectedException">The order is shipped, or the reason does not fit it.</exception>
    Task CancelAsync(ConnectionContext connection, CancelRequest request, CancellationToken cancellationToken);

    /// <summary>Answers the buyer's request to cancel. Does nothing when no request is open.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="externalOrderId">The order.</param>
    /// <param name="accept">Whether the order is cancelled; otherwise the seller goes on to ship it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task AnswerAsync(ConnectionContext connection, string externalOrderId, bool accept, CancellationToken cancellationToken);
}

/// <summary>A wish to cancel.</summary>
/// <param name="ExternalOrderId">The order.</param>
/// <param name="Reason">Why.</param>
/// <param name="Lines">Items to cancel; empty for the whole order.</param>
public sealed record CancelRequest(string ExternalOrderId, CancelReason Reason, IReadOnlyList<ShipmentNoticeLine> Lines);

/// <summary>Why a seller cancels, in neutral words.</summary>
public enum CancelReason
{
    /// <summary>There is nothing left to send.</summary>
    OutOfStock,

    /// <summary>The price was wrong.</summary>
    PricingError,

    /// <summary>The address cannot be delivered to.</summary>
    Undeliverable,

    /// <summary>The buyer has asked for it.</summary>
    BuyerRequest,
}
