using Marketplace.Core.Common;

namespace Marketplace.Core.Platforms;

/// <summary>Reads what buyers want to send back or be paid for after shipping, and gives them the seller's answer.</summary>
public interface IReturnDesk
{
    /// <summary>Returns of orders as they are now, the oldest first; orders without one are left out.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="externalOrderIds">The marketplace's order ids, at most 50: what marketplaces take in one call.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<RemoteReturn>> ReadAsync(ConnectionContext connection, IReadOnlyList<string> externalOrderIds, CancellationToken cancellationToken);

    /// <summary>Returns that were asked for or changed since a time, page by page, the first changed first.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="changedSince">UTC.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    IAsyncEnumerable<IReadOnlyList<RemoteReturn>> ReadChangedAsync(ConnectionContext connection, DateTimeOffset changedSince, CancellationToken cancellationToken);

    /// <summary>Reasons that the marketplace takes for a no to this return as it is now.</summary>
    Task<IReadOnlyList<RefusalReason>> RefusalReasonsAsync(ConnectionContext connection, string externalReturnId, CancellationToken cancellationToken);

    /// <summary>Answers what the marketplace asks. Safe to repeat; an answer to what is settled already does nothing.</summary>
    /// <exception cref="RejectedException">The answer or its reason does not fit the return.</exception>
    Task AnswerAsync(ConnectionContext connection, RemoteReturnAnswer answer, CancellationToken cancellationToken);
}

/// <summary>A return as a marketplace tells it, in neutral words.</summary>
public sealed record RemoteReturn
{
    /// <summary>The marketplace's id.</summary>
    public required string ExternalId { get; init; }

    /// <summary>The order.</summary>
    public required string ExternalOrderId { get; init; }

    /// <summary>What the buyer wants.</summary>
    public required ReturnWish Wish { get; init; }

    /// <summary>Where it stands.</summary>
    public required ReturnStatus Status { get; init; }

    /// <summary>What the seller is asked now; null where nothing is.</summary>
    public ReturnQuestion? Question { get; init; }

    /// <summary>Until when the answer is awaited, UTC; afterwards the marketplace decides.</summary>
    public DateTimeOffset? AnswerBy { get; init; }

    /// <summary>The buyer's reason in the marketplace's words; no personal data.</summary>
    public string? Reason { get; init; }

    /// <summary>What the buyer would get; null where the marketplace does not say.</summary>
    public Money? Amount { get; init; }

    /// <summary>Tracking number of the parcel on its way back.</summary>
    public string? TrackingNumber { get; init; }

    /// <summary>Its carrier.</summary>
    public string? CarrierName { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Last change, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Items by the marketplace's id of the order line.</summary>
    public required IReadOnlyDictionary<string, int> Lines { get; init; }
}

/// <summary>What a buyer wants.</summary>
public enum ReturnWish
{
    /// <summary>Money, and to keep the goods.</summary>
    Refund,

    /// <summary>To send the goods back for money.</summary>
    Return,

    /// <summary>Other goods in their place.</summary>
    Replacement,
}

/// <summary>Where a return stands.</summary>
public enum ReturnStatus
{
    /// <summary>Asked for; nobody has answered yet.</summary>
    Requested,

    /// <summary>Agreed to; the buyer is to send the goods.</summary>
    AwaitingGoods,

    /// <summary>The goods are on their way back.</summary>
    OnTheWay,

    /// <summary>The seller has offered something else; the buyer is to answer.</summary>
    Offered,

    /// <summary>Agreed to; the money is on its way.</summary>
    Agreed,

    /// <summary>Done.</summary>
    Settled,

    /// <summary>Refused.</summary>
    Refused,

    /// <summary>The buyer or the marketplace gave it up.</summary>
    Withdrawn,
}

/// <summary>What a seller is asked about a return.</summary>
public enum ReturnQuestion
{
    /// <summary>Whether the buyer gets the money without sending anything.</summary>
    Refund,

    /// <summary>Whether the buyer may send the goods back.</summary>
    Return,

    /// <summary>Whether the goods that came back are as they should be; a yes pays the buyer.</summary>
    Goods,

    /// <summary>Whether the buyer gets other goods.</summary>
    Replacement,
}

/// <summary>A reason for a no.</summary>
/// <param name="Name">The marketplace's name of it.</param>
/// <param name="Text">In words.</param>
public sealed record RefusalReason(string Name, string Text);

/// <summary>The seller's answer.</summary>
/// <param name="ExternalReturnId">The return.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Accepts">Yes or no.</param>
/// <param name="Reason">Name of the reason for a no; null with a yes.</param>
/// <param name="Comment">A word to go with a no.</param>
public sealed record RemoteReturnAnswer(string ExternalReturnId, ReturnQuestion Question, bool Accepts, string? Reason, string? Comment);
