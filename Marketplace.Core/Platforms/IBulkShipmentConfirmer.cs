namespace Marketplace.Core.Platforms;

/// <summary>Confirms many parcels in one go, where the marketplace has a faster way than one call for each.</summary>
public interface IBulkShipmentConfirmer
{
    /// <summary>Fewest waiting parcels for which this is done sooner than one call for each.</summary>
    int WorthwhileFrom { get; }

    /// <summary>Most parcels that one call of <see cref="ConfirmAsync"/> takes.</summary>
    int MaxBatch { get; }

    /// <summary>
    /// Hands a batch over; at most one batch of a store is under way. Safe to repeat: parcels that the marketplace has already
    /// are corrected in place, never doubled.
    /// </summary>
    /// <returns>Opaque ticket to ask <see cref="VerdictsAsync"/> with; store it before anything else is done.</returns>
    Task<string> ConfirmAsync(ConnectionContext connection, IReadOnlyList<ShipmentNotice> notices, CancellationToken cancellationToken);

    /// <summary>The marketplace's verdict on each parcel of a batch; null while it is still at work.</summary>
    /// <exception cref="RejectedException">The batch as a whole was thrown away; nothing of it was carried out.</exception>
    Task<IReadOnlyList<ShipmentVerdict>?> VerdictsAsync(
        ConnectionContext connection, string ticket, IReadOnlyList<ShipmentNotice> notices, CancellationToken cancellationToken);
}

/// <summary>What became of one parcel of a batch.</summary>
/// <param name="ExternalOrderId">The order.</param>
/// <param name="PackageNumber">The parcel within the order.</param>
/// <param name="Accepted">The marketplace took it.</param>
/// <param name="Reason">Why not, or a remark, in plain words.</param>
/// <param name="RawCode">The marketplace's code.</param>
public sealed record ShipmentVerdict(string ExternalOrderId, int PackageNumber, bool Accepted, string? Reason = null, string? RawCode = null);
