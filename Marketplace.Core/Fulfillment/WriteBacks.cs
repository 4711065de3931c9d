using Marketplace.Core.Common;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Labels;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment;

/// <summary>How a store's confirmations stand, at a glance.</summary>
public enum WriteBackLight
{
    /// <summary>Nothing was told lately, or the store cannot be asked.</summary>
    Unknown,

    /// <summary>The marketplace has everything, or will within minutes.</summary>
    Green,

    /// <summary>Something waits for longer than it should.</summary>
    Yellow,

    /// <summary>The marketplace refused something.</summary>
    Red,
}

/// <summary>Which confirmations are shown.</summary>
public enum WriteBackFilter
{
    /// <summary>Those that the marketplace refused.</summary>
    Failed,

    /// <summary>Those that were stopped because their items were shipped elsewhere, and wait for the seller.</summary>
    Stopped,

    /// <summary>Those that are on their way.</summary>
    Pending,

    /// <summary>Those that the marketplace shows.</summary>
    Confirmed,

    /// <summary>All of them.</summary>
    All,
}

/// <summary>A store with what its marketplace was told.</summary>
/// <param name="ConnectionId">The store.</param>
/// <param name="Marketplace">Key of the marketplace.</param>
/// <param name="StoreName">Its name.</param>
/// <param name="Light">At a glance.</param>
/// <param name="Draft">Parcels that are prepared and not sent: rows of files that wait for "send", and labels without a number.</param>
/// <param name="Pending">Parcels on their way.</param>
/// <param name="Confirmed">Parcels that the marketplace showed in the last <see cref="WriteBacks.Days"/> days.</param>
/// <param name="Failed">Parcels that it refused.</param>
/// <param name="Stopped">Parcels that were stopped because their items were shipped elsewhere.</param>
/// <param name="OldestPending">When the one that waits longest was entered, UTC; null where none waits.</param>
/// <param name="Words">The light in words.</param>
public sealed record WriteBackStore(
    Guid ConnectionId, string Marketplace, string StoreName, WriteBackLight Light, int Draft, int Pending, int Confirmed, int Failed, int Stopped,
    DateTimeOffset? OldestPending, string Words);

/// <summary>A confirmation. Times are UTC.</summary>
/// <param name="ShipmentId">Our id of the parcel.</param>
/// <param name="OrderId">Our id of the order.</param>
/// <param name="ConnectionId">The store.</param>
/// <param name="Marketplace">Key of the marketplace.</param>
/// <param name="ExternalOrderId">The marketplace's order id.</param>
/// <param name="PackageNumber">Number of the parcel within the order.</param>
/// <param name="TrackingNumber">Tracking number.</param>
/// <param name="CarrierName">Carrier.</param>
/// <param name="State">Where it stands.</param>
/// <param name="CreatedAt">When it was entered.</param>
/// <param name="SentAt">When the marketplace took it.</param>
/// <param name="ConfirmedAt">When it was seen there.</param>
/// <param name="Problem">Why it waits, or was refused.</param>
/// <param name="Field">Field that the marketplace blames.</param>
public sealed record WriteBackRow(
    Guid ShipmentId, Guid OrderId, Guid ConnectionId, string Marketplace, string ExternalOrderId, int PackageNumber, string TrackingNumber, string CarrierName,
    ShipmentState State, DateTimeOffset CreatedAt, DateTimeOffset? SentAt, DateTimeOffset? ConfirmedAt, string? Problem, string? Field)
{
    /// <summary>What the seller can do; null where nothing needs doing.</summary>
    public string? Remedy => State switch
    {
        ShipmentState.Failed => ShipmentRemedies.Of(Field, Problem),
        ShipmentState.Stopped => ShipmentRemedies.Stopped,
        _ => null,
    };
}

/// <summary>Answers "does the marketplace have it?" for every parcel, store by store.</summary>
public sealed class WriteBacks(MarketplaceDb database, TimeProvider time)
{
    /// <summary>Days over which confirmed parcels are counted.</summary>
    public const int Days = 30;

    // Marketplaces show what they took within two minutes; a limit or an outage takes longer, and should be seen.
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(15);

    /// <summary>Every store of the seller that is connected or has parcels, those with trouble first.</summary>
    public async Task<IReadOnlyList<WriteBackStore>> StoresAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var since = time.GetUtcNow().AddDays(-Days);
        var counts = (await db.Shipments
            .Where(s => s.State == ShipmentState.Queued || s.State == ShipmentState.Sent || s.State == ShipmentState.Failed || s.State == ShipmentState.Stopped
                || (s.State == ShipmentState.Confirmed && s.ConfirmedAt >= since))
            .GroupBy(s => new { s.ConnectionId, s.State })
            .Select(g => new { g.Key.ConnectionId, g.Key.State, Count = g.Count(), Oldest = g.Min(s => s.CreatedAt) })
            .ToListAsync(cancellationToken)).ToLookup(g => g.ConnectionId);
        var drafts = await DraftsAsync(db, cancellationToken);
        var stores = await db.Connections.AsNoTracking().ToListAsync(cancellationToken);
        return [.. stores.Where(s => s.State != ConnectionState.Disconnected || counts.Contains(s.Id)).Select(store =>
        {
            int Of(ShipmentState state) => counts[store.Id].Where(c => c.State == state).Sum(c => c.Count);
            var waiting = counts[store.Id].Where(c => c.State is ShipmentState.Queued or ShipmentState.Sent).ToList();
            var oldest = waiting.Count == 0 ? (DateTimeOffset?)null : waiting.Min(c => c.Oldest);
            var (failed, stopped, pending, confirmed) = (Of(ShipmentState.Failed), Of(ShipmentState.Stopped), waiting.Sum(c => c.Count), Of(ShipmentState.Confirmed));
            var (light, words) = LightOf(store, failed, stopped, pending, confirmed, oldest);
            return new WriteBackStore(store.Id, store.Marketplace, store.StoreName, light, drafts.GetValueOrDefault(store.Id), pending, confirmed, failed, stopped, oldest, words);
        }).OrderByDescending(s => s.Light).ThenBy(s => s.StoreName)];
    }

    /// <summary>How many parcels were stopped because their items were shipped elsewhere.</summary>
    public async Task<int> StoppedAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Shipments.CountAsync(s => s.State == ShipmentState.Stopped, cancellationToken);
    }

    /// <summary>A page of confirmations: refused, stopped and waiting ones the oldest first, others the newest first.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="connectionId">One store; null for all.</param>
    /// <param name="filter">Which.</param>
    /// <param name="skip">Rows before the page.</param>
    /// <param name="take">Rows of the page.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Page<WriteBackRow>> ListAsync(Guid sellerId, Guid? connectionId, WriteBackFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var shipments = db.Shipments.AsNoTracking().Where(s => connectionId == null || s.ConnectionId == connectionId);
        shipments = filter switch
        {
            WriteBackFilter.Failed => shipments.Where(s => s.State == ShipmentState.Failed).OrderBy(s => s.CreatedAt).ThenBy(s => s.Id),
            WriteBackFilter.Stopped => shipments.Where(s => s.State == ShipmentState.Stopped).OrderBy(s => s.CreatedAt).ThenBy(s => s.Id),
            WriteBackFilter.Pending => shipments.Where(s => s.State == ShipmentState.Queued || s.State == ShipmentState.Sent).OrderBy(s => s.CreatedAt).ThenBy(s => s.Id),
            WriteBackFilter.Confirmed => shipments.Where(s => s.State == ShipmentState.Confirmed).OrderByDescending(s => s.CreatedAt).ThenBy(s => s.Id),
            _ => shipments.OrderByDescending(s => s.CreatedAt).ThenBy(s => s.Id),
        };
        var total = await shipments.CountAsync(cancellationToken);
        var ids = await shipments.Skip(skip).Take(take).Select(s => s.Id).ToListAsync(cancellationToken);
        var rows = await (
            from s in db.Shipments.AsNoTracking()
            where ids.Contains(s.Id)
            join order in db.Orders on s.OrderId equals order.Id
            select new WriteBackRow(
                s.Id, order.Id, s.ConnectionId, order.Marketplace, order.ExternalId, s.PackageNumber, s.TrackingNumber, s.CarrierName, s.State, s.CreatedAt, s.SentAt,
                s.ConfirmedAt, s.Problem, s.ProblemField)).ToDictionaryAsync(r => r.ShipmentId, cancellationToken);
        return new Page<WriteBackRow>([.. ids.Where(rows.ContainsKey).Select(id => rows[id])], total);
    }

    private (WriteBackLight Light, string Words) LightOf(Connection store, int failed, int stopped, int pending, int confirmed, DateTimeOffset? oldest) => store.State switch
    {
        _ when failed > 0 => (WriteBackLight.Red, failed == 1 ? "1 parcel was refused" : $"{failed} parcels were refused"),
        ConnectionState.NeedsReauthorization => (WriteBackLight.Unknown, "The store must be connected again before it can be asked"),
        ConnectionState.Disconnected => (WriteBackLight.Unknown, "The store is not connected"),
        _ when stopped > 0 => (WriteBackLight.Yellow, stopped == 1 ? "1 parcel waits for your decision" : $"{stopped} parcels wait for your decision"),
        _ when oldest < time.GetUtcNow() - Usual => (WriteBackLight.Yellow, "Something waits for longer than usual"),
        _ when pending > 0 => (WriteBackLight.Green, "On its way"),
        _ when confirmed > 0 => (WriteBackLight.Green, "The marketplace has everything"),
        _ => (WriteBackLight.Unknown, $"Nothing sent in {Days} days"),
    };

    private static async Task<Dictionary<Guid, int>> DraftsAsync(MarketplaceDbContext db, CancellationToken cancellationToken)
    {
        var rows = await (
            from row in db.TrackingFileRows
            where row.Verdict == RowVerdict.Ready && row.ShipmentId == null
            join file in db.TrackingFiles on row.FileId equals file.Id
            where file.State == TrackingFileState.Judged
            join order in db.Orders on row.OrderId equals order.Id
            group row by order.ConnectionId into store
            select new { store.Key, Count = store.Count() }).ToListAsync(cancellationToken);
        var labels = await db.Set<ShippingLabel>().Where(l => l.ShipmentId == null && (l.State == ActionState.Queued || l.State == ActionState.Sent))
            .GroupBy(l => l.ConnectionId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        return rows.Concat(labels).GroupBy(d => d.Key).ToDictionary(d => d.Key, d => d.Sum(part => part.Count));
    }
}
