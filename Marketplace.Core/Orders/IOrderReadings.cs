namespace Marketplace.Core.Orders;

/// <summary>Knows how well a store's orders are known here. The room that reads them answers.</summary>
public interface IOrderReadings
{
    /// <summary>
    /// Whether orders may have changed on the marketplace without being known here: the list of changes was last read to its end longer
    /// ago than a reading usually takes to come round. False for a store whose first reading has not ended, of which nothing is known yet.
    /// </summary>
    Task<bool> IsBehindAsync(Guid sellerId, Guid connectionId, CancellationToken cancellationToken);
}
