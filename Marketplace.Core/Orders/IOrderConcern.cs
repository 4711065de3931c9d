using Marketplace.Core.Data;

namespace Marketplace.Core.Orders;

/// <summary>A reason for which open orders need the seller's attention. Rooms above this one add theirs.</summary>
public interface IOrderConcern
{
    /// <summary>Ids of the orders, as a query of few rows that goes by an index; open and closed ones alike.</summary>
    IQueryable<Guid> OrderIds(MarketplaceDbContext db);
}

/// <summary>Items were sold without stock.</summary>
internal sealed class OversoldConcern : IOrderConcern
{
    public IQueryable<Guid> OrderIds(MarketplaceDbContext db) => db.Reservations.Where(r => r.Oversold > 0).Select(r => r.OrderId);
}
