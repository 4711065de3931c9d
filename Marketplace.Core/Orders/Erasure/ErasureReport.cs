using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders.Erasure;

/// <summary>What was erased of buyers. It never says whose.</summary>
public sealed class ErasureReport(MarketplaceDb database)
{
    /// <summary>The report, the newest first.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="most">Most records.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<IReadOnlyList<ErasureRecord>> ReadAsync(Guid sellerId, int most, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.ErasureRecords.AsNoTracking().OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Take(most).ToListAsync(cancellationToken);
    }
}
