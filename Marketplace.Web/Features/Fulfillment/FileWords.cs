using Marketplace.Core.Fulfillment;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Fulfillment;

/// <summary>States of files and rows in words.</summary>
public static class FileWords
{
    /// <summary>Where a file stands.</summary>
    public static (string Text, StatusTone Tone) Of(TrackingFile file) => file.State switch
    {
        TrackingFileState.Reading => ("Reading", StatusTone.Busy),
        TrackingFileState.Judged => ("Not sent yet", StatusTone.Neutral),
        TrackingFileState.Scheduled => ("About to be sent", StatusTone.Caution),
        TrackingFileState.Sending => ("Sending", StatusTone.Busy),
        TrackingFileState.Sent => ("Sent", StatusTone.Good),
        _ => ("Unreadable", StatusTone.Bad),
    };

    /// <summary>Where a row stands.</summary>
    public static (string Text, StatusTone Tone) Of(TrackingFileRowView view) => view switch
    {
        { State: ShipmentState.Queued, Problem: not null } => ("Waiting", StatusTone.Caution),
        { State: ShipmentState.Queued } => ("Waiting", StatusTone.Busy),
        { State: ShipmentState.Sent } => ("Sent", StatusTone.Busy),
        { State: ShipmentState.Confirmed } => ("Confirmed", StatusTone.Good),
        { State: ShipmentState.Failed } => ("Refused", StatusTone.Bad),
        { State: ShipmentState.Stopped } => ("Shipped elsewhere", StatusTone.Caution),
        { State: ShipmentState.Discarded } => ("Discarded", StatusTone.Neutral),
        { Row.Verdict: RowVerdict.Ready } => ("Ready", StatusTone.Good),
        { Row.Verdict: RowVerdict.Refused } => ("Not accepted", StatusTone.Bad),
        _ => ("Skipped", StatusTone.Neutral),
    };

    /// <summary>A number of things, with its word in the right form.</summary>
    public static string Count(int count, string one, string many) => $"{count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} {(count == 1 ? one : many)}";
}
