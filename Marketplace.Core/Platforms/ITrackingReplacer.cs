namespace Marketplace.Core.Platforms;

/// <summary>Puts another tracking number on a parcel that the marketplace knows already, in place of the one that it was told.</summary>
public interface ITrackingReplacer
{
    /// <summary>How often, and for how long, the marketplace allows it.</summary>
    TrackingReplacementTerms Terms { get; }

    /// <summary>Replaces the number. Safe to repeat: the same number again changes nothing.</summary>
    /// <exception cref="RejectedException">The marketplace refuses it for good.</exception>
    Task ReplaceAsync(ConnectionContext connection, TrackingReplacement replacement, CancellationToken cancellationToken);
}

/// <summary>Bounds of replacing.</summary>
/// <param name="Times">Most replacements of one parcel; null where there is no such bound.</param>
/// <param name="Within">Time since the parcel was told; null where there is no such bound.</param>
public sealed record TrackingReplacementTerms(int? Times, TimeSpan? Within);

/// <summary>Another number for a parcel.</summary>
/// <param name="Parcel">The parcel as it shall be: the new number and its carrier; number of the parcel and contents as they were told.</param>
/// <param name="ExternalShipmentId">The marketplace's id of the parcel, where it gave one.</param>
/// <param name="OldTrackingNumber">The number that it was told.</param>
public sealed record TrackingReplacement(ShipmentNotice Parcel, string? ExternalShipmentId, string OldTrackingNumber);
