using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>Sends a listing its quantity again because a person asks for it.</summary>
public sealed class ListingResend(MarketplaceDb database, ListingDemand demand, ChangeFeed changes, WorkSignal signal)
{
    /// <summary>Makes a listing due, whatever became of its last push.</summary>
    /// <returns>Why it was not done and what to do; null when it was.</returns>
    public async Task<string?> SendAsync(Guid sellerId, Guid listingId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var store = await db.ListingStocks.Where(s => s.ListingId == listingId && s.Wanted != null).Select(s => (Guid?)s.ConnectionId).SingleOrDefaultAsync(cancellationToken);
        if (store is not { } connectionId)
        {
            return "No quantity is wanted of this listing. Reload the page to see why.";
        }

        await db.ListingStocks.Where(s => s.ListingId == listingId)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.IsDue, true).SetProperty(s => s.Problem, (string?)null), cancellationToken);
        await demand.EnqueuePushAsync(db, connectionId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(new Change(sellerId, ChangeTopic.Inventory));
        signal.Wake();
        return null;
    }
}
