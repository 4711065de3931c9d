using Marketplace.Core.Common;

namespace Marketplace.Core.Platforms;

/// <summary>Gives buyers money back after an order is paid.</summary>
public interface IRefunder
{
    /// <summary>Reasons that the marketplace lets a seller give.</summary>
    IReadOnlyList<RefundReason> Reasons { get; }

    /// <summary>
    /// Refunds an order or some of its lines. Safe to repeat: the marketplace is asked first what it has refunded under
    /// <see cref="RefundRequest.AlreadyRefunded"/>, so a lost answer never pays twice.
    /// </summary>
    /// <exception cref="RejectedException">More than was paid, already refunded, or the reason does not fit.</exception>
    Task<RefundReceipt> RefundAsync(ConnectionContext connection, RefundRequest request, CancellationToken cancellationToken);

    /// <summary>Everything that has been refunded on an order, as the marketplace shows it.</summary>
    Task<IReadOnlyList<RemoteRefund>> ReadAsync(ConnectionContext connection, string externalOrderId, CancellationToken cancellationToken);
}

/// <summary>A wish to refund.</summary>
public sealed record RefundRequest
{
    /// <summary>The order.</summary>
    public required string ExternalOrderId { get; init; }

    /// <summary>The order's opaque JSON.</summary>
    public string? OrderPlatformData { get; init; }

    /// <summary>Why.</summary>
    public required RefundReason Reason { get; init; }

    /// <summary>Amounts per line; empty to refund <see cref="Amount"/> on the order as a whole.</summary>
    public required IReadOnlyList<RefundLine> Lines { get; init; }

    /// <summary>Sum over the lines, or the amount on the order; above 0.</summary>
    public required Money Amount { get; init; }

    /// <summary>A word to the buyer; at most 100 characters.</summary>
    public string? Comment { get; init; }

    /// <summary>Ids of the refunds that the order had when the seller decided; one more than these is this refund itself.</summary>
    public IReadOnlyList<string> AlreadyRefunded { get; init; } = [];
}

/// <summary>An amount on one line.</summary>
/// <param name="ExternalLineId">The line.</param>
/// <param name="Amount">Above 0, at most what the buyer paid for the line.</param>
public sealed record RefundLine(string ExternalLineId, Money Amount);

/// <summary>The marketplace's answer to a refund.</summary>
/// <param name="ExternalRefundId">Its id, where it gives one.</param>
/// <param name="Status">How far it is.</param>
public sealed record RefundReceipt(string? ExternalRefundId, RefundStatus Status);

/// <summary>A refund as the marketplace shows it.</summary>
/// <param name="ExternalId">Its id.</param>
/// <param name="Amount">How much.</param>
/// <param name="Status">How far it is.</param>
/// <param name="At">When it was made, UTC; null while it is under way.</param>
public sealed record RemoteRefund(string ExternalId, Money Amount, RefundStatus Status, DateTimeOffset? At);

/// <summary>How far a refund is.</summary>
public enum RefundStatus
{
    /// <summary>The marketplace works on it.</summary>
    Pending,

    /// <summary>The money is on its way to the buyer.</summary>
    Refunded,

    /// <summary>The marketplace could not pay it.</summary>
    Failed,
}

/// <summary>Why a seller refunds, in neutral words.</summary>
public enum RefundReason
{
    /// <summary>The buyer has cancelled.</summary>
    BuyerCancelled,

    /// <summary>The seller has cancelled.</summary>
    SellerCancelled,

    /// <summary>It never arrived.</summary>
    NotReceived,

    /// <summary>It came back.</summary>
    Returned,

    /// <summary>It was not what was described.</summary>
    NotAsDescribed,

    /// <summary>A kindness or a correction.</summary>
    Adjustment,
}
