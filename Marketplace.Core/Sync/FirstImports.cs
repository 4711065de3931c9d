using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Sync;

/// <summary>
/// Knows whether stores of a seller are being read for the first time. Until their open orders are here, stock is too high, and
/// telling it to the other stores would sell what is sold already.
/// </summary>
internal sealed class FirstImports(MarketplaceDb database)
{
    private static readonly string[] Kinds = [SyncWork.Run(SyncJob.Products), SyncWork.Run(SyncJob.Orders)];

    /// <summary>Whether some store has never been read to the end and work is on its way. One that fails holds up nobody.</summary>
    public async Task<bool> AreUnderWayAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await AreUnderWayAsync(db, cancellationToken);
    }

    /// <summary>The same in an open context.</summary>
    public static Task<bool> AreUnderWayAsync(MarketplaceDbContext db, CancellationToken cancellationToken) =>
        db.WorkItems.AnyAsync(
            w => w.State == WorkState.Open && w.Failure == WorkFailure.None && Kinds.Contains(w.Kind)
                && !db.SyncCursors.Any(c => c.ConnectionId == w.ConnectionId && c.Job == SyncJob.Orders),
            cancellationToken);
}
