using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Work;

/// <summary>
/// Work that can be done along with an item that is held. Whoever holds an item is alone in its lane, so nobody else takes up what
/// waits there; should the hold lapse, work that may be repeated is done twice at worst.
/// </summary>
public sealed class WorkCompanions(MarketplaceDb database, TimeProvider time)
{
    /// <summary>What is due in the lane of an item, in the order in which it would be taken.</summary>
    /// <param name="item">The item that is held.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public async Task<IReadOnlyList<WorkItem>> DueWithAsync(WorkItem item, int most, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var now = time.GetUtcNow();
        return await db.WorkItems.IgnoreQueryFilters().AsNoTracking()
            .Where(w => w.State == WorkState.Open && w.ConnectionId == item.ConnectionId && w.Kind == item.Kind && w.Id != item.Id
                && w.DueAt <= now && (w.LeaseUntil == null || w.LeaseUntil < now))
            .OrderBy(w => w.Priority).ThenBy(w => w.DueAt).ThenBy(w => w.Id)
            .Take(most)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Drops what was done; an item that was asked for again meanwhile stays.</summary>
    public async Task DoneAsync(IReadOnlyList<WorkItem> companions, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        foreach (var same in companions.GroupBy(w => w.Revision))
        {
            var ids = same.Select(w => w.Id).ToList();
            await db.WorkItems.IgnoreQueryFilters().Where(w => ids.Contains(w.Id) && w.Revision == same.Key && w.State == WorkState.Open).ExecuteDeleteAsync(cancellationToken);
        }
    }
}
