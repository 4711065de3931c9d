using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Work;

/// <summary>Work that was given up, for the screens: seen, retried or discarded by the seller.</summary>
public sealed class WorkQueries(MarketplaceDb database, WorkSignal signal, TimeProvider time)
{
    /// <summary>Most rows of <see cref="DeadAsync"/>.</summary>
    public const int MaxRows = 200;

    /// <summary>Work that was given up, newest first; at most <see cref="MaxRows"/>.</summary>
    public async Task<IReadOnlyList<WorkItem>> DeadAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await Dead(db).AsNoTracking().OrderByDescending(w => w.Id).Take(MaxRows).ToListAsync(cancellationToken);
    }

    /// <summary>Tries given-up work again at once. False when it is not there any more.</summary>
    public async Task<bool> RetryAsync(Guid sellerId, Guid workId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await ReviveAsync(Dead(db).Where(w => w.Id == workId), cancellationToken) == 1;
    }

    /// <summary>Tries again all work of a store that was given up because the store had to be connected again. Returns how many.</summary>
    public async Task<int> RetryAfterReconnectAsync(Guid sellerId, Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await ReviveAsync(Dead(db).Where(w => w.ConnectionId == connectionId && w.Failure == WorkFailure.NeedsReauthorization), cancellationToken);
    }

    /// <summary>Throws given-up work away. False when it is not there any more.</summary>
    public async Task<bool> DiscardAsync(Guid sellerId, Guid workId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await Dead(db).Where(w => w.Id == workId).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    private static IQueryable<WorkItem> Dead(MarketplaceDbContext db) => db.WorkItems.Where(w => w.State == WorkState.Dead);

    private async Task<int> ReviveAsync(IQueryable<WorkItem> dead, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var revived = await dead.ExecuteUpdateAsync(
            set => set.SetProperty(w => w.State, WorkState.Open)
                .SetProperty(w => w.DueAt, now)
                .SetProperty(w => w.Attempts, 0)
                .SetProperty(w => w.Problem, (string?)null)
                .SetProperty(w => w.Failure, WorkFailure.None),
            cancellationToken);
        signal.Wake();
        return revived;
    }
}
