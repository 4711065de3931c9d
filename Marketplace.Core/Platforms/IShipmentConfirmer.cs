namespace Marketplace.Core.Platforms;

/// <summary>Tells a marketplace that a parcel has left, and reads back what it stored.</summary>
public interface IShipmentConfirmer
{
    /// <summary>
    /// Whether it stores a parcel also where its items are shipped already. Then it must be asked what it has before it is told anything;
    /// others refuse such a parcel.
    /// </summary>
    bool StoresTwice => false;

    /// <summary>Confirms one parcel. Safe to repeat: the same parcel is never confirmed twice.</summary>
    /// <exception cref="RejectedException">The marketplace refuses the parcel for good.</exception>
    Task<ShipmentReceipt> ConfirmAsync(ConnectionContext connection, ShipmentNotice notice, CancellationToken cancellationToken);

    /// <summary>Shipments of an order as the marketplace shows them.</summary>
    Task<IReadOnlyList<RemoteShipment>> ReadAsync(ConnectionContext connection, string externalOrderId, string? orderPlatformData, CancellationToken cancellationToken);

    /// <summary>Carriers that this store may use now; the descriptor's list where the marketplace has no call for it.</summary>
    Task<IReadOnlyList<Carrier>> CarriersAsync(ConnectionContext connection, CancellationToken cancellationToken);
}

/// <summary>A parcel to be confirmed.</summary>
public sealed record ShipmentNotice
{
    /// <summary>The order.</summary>
    public required string ExternalOrderId { get; init; }

    /// <summary>The order's opaque JSON.</summary>
    public string? OrderPlatformData { get; init; }

    /// <summary>Number of the parcel within the order, from 1; stable over retries.</summary>
    public required int PackageNumber { get; init; }

    /// <summary>Tracking number, already checked against the descriptor's rules.</summary>
    public required string TrackingNumber { get; init; }

    /// <summary>Carrier code of the descriptor; null when only a name is known.</summary>
    public string? CarrierCode { get; init; }

    /// <summary>Carrier name.</summary>
    public required string CarrierName { get; init; }

    /// <summary>When it was handed over, UTC.</summary>
    public required DateTimeOffset ShippedAt { get; init; }

    /// <summary>What is in it.</summary>
    public required IReadOnlyList<ShipmentNoticeLine> Lines { get; init; }

    /// <summary>The caller knows that the marketplace has nothing of this parcel: it was never sent, or was just looked for in vain.</summary>
    public bool KnownUnsent { get; init; }
}

/// <summary>Items of one order line in a parcel.</summary>
/// <param name="ExternalLineId">The line.</param>
/// <param name="Quantity">Items, at least 1.</param>
/// <param name="PlatformData">The line's opaque JSON.</param>
public sealed record ShipmentNoticeLine(string ExternalLineId, int Quantity, string? PlatformData);

/// <summary>The marketplace's answer to a confirmation.</summary>
/// <param name="ExternalShipmentId">Its id of the shipment, where it gives one.</param>
/// <param name="Warning">Accepted, but with a remark that the seller should see.</param>
public sealed record ShipmentReceipt(string? ExternalShipmentId, string? Warning);

/// <summary>A shipment as the marketplace shows it.</summary>
/// <param name="ExternalId">Its id.</param>
/// <param name="TrackingNumber">Tracking number as stored there; null where it was dropped.</param>
/// <param name="CarrierCode">Carrier as stored there.</param>
/// <param name="Lines">Line id to items.</param>
public sealed record RemoteShipment(string? ExternalId, string? TrackingNumber, string? CarrierCode, IReadOnlyDictionary<string, int> Lines);

/// <summary>Reads the parcels of many orders back at once, where a marketplace lists them with its orders.</summary>
public interface IShipmentSurvey
{
    /// <summary>Whether lists of orders would bring so many of them sooner than single reads, by the store's limits as they are now.</summary>
    bool IsSooner(ConnectionContext connection, int orders);

    /// <summary>Orders that changed since a time, with their parcels, as far as they are among those that are asked for.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="externalOrderIds">The orders that are looked for.</param>
    /// <param name="changedSince">When the first of them changed, UTC.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Those that were found, by the marketplace's order id.</returns>
    Task<IReadOnlyDictionary<string, SurveyedOrder>> ReadManyAsync(
        ConnectionContext connection, IReadOnlyCollection<string> externalOrderIds, DateTimeOffset changedSince, CancellationToken cancellationToken);
}

/// <summary>An order with its parcels, as the marketplace shows them at one moment.</summary>
/// <param name="Order">The order.</param>
/// <param name="Shipments">Its parcels.</param>
public sealed record SurveyedOrder(RemoteOrder Order, IReadOnlyList<RemoteShipment> Shipments);
