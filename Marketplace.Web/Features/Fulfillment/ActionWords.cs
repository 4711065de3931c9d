using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Cancelling;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Fulfillment;

/// <summary>Where something stands that the marketplace was asked for, in a word or two.</summary>
public static class ActionWords
{
    /// <summary>A refund.</summary>
    public static (string Text, StatusTone Tone) OfRefund(ActionState state) => state switch
    {
        ActionState.Queued => ("Being asked", StatusTone.Busy),
        ActionState.Sent => ("Under way", StatusTone.Busy),
        ActionState.Done => ("Refunded", StatusTone.Good),
        _ => ("Refused", StatusTone.Bad),
    };

    /// <summary>A label.</summary>
    public static (string Text, StatusTone Tone) OfLabel(ActionState state) => state switch
    {
        ActionState.Queued => ("Being bought", StatusTone.Busy),
        ActionState.Sent => ("Being made", StatusTone.Busy),
        ActionState.Done => ("Bought", StatusTone.Good),
        ActionState.Undoing => ("Being given back", StatusTone.Busy),
        ActionState.Undone => ("Given back", StatusTone.Neutral),
        _ => ("Not bought", StatusTone.Bad),
    };

    /// <summary>A cancellation, or an answer to the buyer.</summary>
    public static (string Text, StatusTone Tone) OfCancellation(ActionState state) => state switch
    {
        ActionState.Queued => ("Being asked", StatusTone.Busy),
        ActionState.Sent => ("Waiting to be seen", StatusTone.Busy),
        ActionState.Done => ("Done", StatusTone.Good),
        _ => ("Refused", StatusTone.Bad),
    };

    /// <summary>A change of a tracking number.</summary>
    public static (string Text, StatusTone Tone) OfTrackingChange(ActionState state) => state switch
    {
        ActionState.Queued => ("Being told", StatusTone.Busy),
        ActionState.Sent => ("Waiting to be seen", StatusTone.Busy),
        ActionState.Done => ("Changed", StatusTone.Good),
        _ => ("Not changed", StatusTone.Bad),
    };

    /// <summary>Orders in one parcel.</summary>
    public static (string Text, StatusTone Tone) OfGroup(ActionState state) => state switch
    {
        ActionState.Queued or ActionState.Sent => ("Being combined", StatusTone.Busy),
        ActionState.Done => ("One parcel", StatusTone.Good),
        ActionState.Undoing => ("Being taken apart", StatusTone.Busy),
        ActionState.Undone => ("Apart again", StatusTone.Neutral),
        _ => ("Not combined", StatusTone.Bad),
    };

    /// <summary>What a cancellation is about.</summary>
    public static string Of(OrderCancellation cancellation) => cancellation switch
    {
        { Kind: CancellationKind.Approve } => "Yes to the buyer's request",
        { Kind: CancellationKind.Decline } => "No to the buyer's request",
        { Lines.Count: 0, Reason: { } reason } => $"Cancel the order: {CancelWords.Of(reason)}",
        { Reason: { } reason } => $"Cancel {cancellation.Lines.Sum(l => l.Quantity)} of the items: {CancelWords.Of(reason)}",
        _ => "Cancel the order",
    };
}
