namespace Marketplace.Core.Platforms;

/// <summary>Puts several orders of one recipient into one parcel, where the marketplace lays parcels out itself.</summary>
public interface IParcelCombiner
{
    /// <summary>Groups of orders that could leave in one parcel now, page by page.</summary>
    IAsyncEnumerable<CombinableOrders> CombinableAsync(ConnectionContext connection, CancellationToken cancellationToken);

    /// <summary>Combines a group, or those of its orders that are named.</summary>
    /// <returns>The marketplace's id of the parcel.</returns>
    /// <exception cref="RejectedException">The orders have changed and cannot be combined any more.</exception>
    Task<string> CombineAsync(ConnectionContext connection, CombinableOrders group, CancellationToken cancellationToken);

    /// <summary>Takes orders out of a combined parcel again, each into a parcel of its own.</summary>
    Task SeparateAsync(ConnectionContext connection, string externalShipmentId, IReadOnlyList<string> externalOrderIds, CancellationToken cancellationToken);
}

/// <summary>Orders that could leave in one parcel.</summary>
/// <param name="Id">The marketplace's id of the proposal.</param>
/// <param name="ExternalOrderIds">The orders, at least two.</param>
public sealed record CombinableOrders(string Id, IReadOnlyList<string> ExternalOrderIds);
