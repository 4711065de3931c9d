using Marketplace.Core.Data;
using Marketplace.Core.Inventory;

namespace Marketplace.Core.Orders;

/// <summary>Puts items of orders that came back into stock again.</summary>
public sealed class ReturnedGoods(StockLedger ledger)
{
    /// <summary>Books items back, within the caller's open transaction. Lines that are not linked to stock are left out.</summary>
    /// <param name="db">The open transaction's context.</param>
    /// <param name="items">Items that came back, by our id of the order line.</param>
    /// <param name="actor">Who took them back, for the ledger.</param>
    /// <param name="cancellationToken">Ends the work; the caller rolls back.</param>
    /// <returns>Items that were booked.</returns>
    public Task<int> TakeBackAsync(MarketplaceDbContext db, IReadOnlyDictionary<Guid, int> items, string actor, CancellationToken cancellationToken) =>
        ledger.TakeBackAsync(db, items, actor, cancellationToken);
}
