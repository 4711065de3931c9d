using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment;

/// <summary>How far the parcels of a sent file have come.</summary>
/// <param name="File">The file with its counts of rows.</param>
/// <param name="Waiting">Rows whose parcel waits to be sent.</param>
/// <param name="Sent">Rows whose parcel the marketplace took and does not show yet.</param>
/// <param name="Confirmed">Rows whose parcel the marketplace shows.</param>
/// <param name="Failed">Rows whose parcel the marketplace refused.</param>
public sealed record TrackingFileProgress(TrackingFile File, int Waiting, int Sent, int Confirmed, int Failed);

/// <summary>A row with what became of its parcel.</summary>
/// <param name="Row">The row.</param>
/// <param name="State">Where the parcel stands; null when the row has none.</param>
/// <param name="Problem">What the marketplace remarked, or why it refused.</param>
/// <param name="Marketplace">Key of the order's marketplace; null when the order is unknown.</param>
public sealed record TrackingFileRowView(TrackingFileRow Row, ShipmentState? State, string? Problem, string? Marketplace);

/// <summary>Which rows of a file are shown.</summary>
public enum RowFilter
{
    /// <summary>Every row.</summary>
    All,

    /// <summary>Rows that can be, or were, sent.</summary>
    Ready,

    /// <summary>Rows that cannot be sent.</summary>
    Refused,

    /// <summary>Rows with nothing to do.</summary>
    Skipped,

    /// <summary>Rows whose parcel the marketplace refused.</summary>
    Failed,
}

/// <summary>Reads shipments and tracking files for screens.</summary>
public sealed class FulfillmentQueries(MarketplaceDb database)
{
    /// <summary>An order's parcels with their lines, first parcel first.</summary>
    public async Task<IReadOnlyList<Shipment>> ShipmentsAsync(Guid sellerId, Guid orderId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Shipments.AsNoTracking().Include(s => s.Lines).Where(s => s.OrderId == orderId).OrderBy(s => s.PackageNumber).ToListAsync(cancellationToken);
    }

    /// <summary>Orders that wait to be shipped by the seller.</summary>
    public async Task<int> PendingOrdersAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Orders.CountAsync(o => (o.State == OrderState.ToShip || o.State == OrderState.PartiallyShipped) && !o.FulfilledByMarketplace, cancellationToken);
    }

    /// <summary>The seller's files, newest first.</summary>
    public async Task<Page<TrackingFile>> FilesAsync(Guid sellerId, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var files = await db.TrackingFiles.AsNoTracking().OrderByDescending(f => f.UploadedAt).Skip(skip).Take(take).ToListAsync(cancellationToken);
        return new Page<TrackingFile>(files, await db.TrackingFiles.CountAsync(cancellationToken));
    }

    /// <summary>A file and how far it has come; null when the seller has no such file.</summary>
    public async Task<TrackingFileProgress?> FileAsync(Guid sellerId, Guid fileId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        if (await db.TrackingFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == fileId, cancellationToken) is not { } file)
        {
            return null;
        }

        var states = file.SentAt is null
            ? []
            : await db.TrackingFileRows.Where(r => r.FileId == fileId && r.ShipmentId != null)
                .Join(db.Shipments, r => r.ShipmentId, s => s.Id, (_, s) => s.State)
                .GroupBy(s => s).Select(g => new { State = g.Key, Count = g.Count() })
                .ToDictionaryAsync(g => g.State, g => g.Count, cancellationToken);
        return new TrackingFileProgress(
            file,
            states.GetValueOrDefault(ShipmentState.Queued), states.GetValueOrDefault(ShipmentState.Sent),
            states.GetValueOrDefault(ShipmentState.Confirmed), states.GetValueOrDefault(ShipmentState.Failed) + states.GetValueOrDefault(ShipmentState.Stopped));
    }

    /// <summary>A page of a file's rows, in the file's order.</summary>
    public async Task<Page<TrackingFileRowView>> RowsAsync(Guid sellerId, Guid fileId, RowFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var rows = Views(db, fileId, filter);
        return new Page<TrackingFileRowView>(
            await rows.Skip(skip).Take(take).ToListAsync(cancellationToken),
            await rows.CountAsync(cancellationToken));
    }

    /// <summary>Rows of a file with their parcels, in the file's order.</summary>
    internal static IQueryable<TrackingFileRowView> Views(MarketplaceDbContext db, Guid fileId, RowFilter filter)
    {
        var views =
            from row in db.TrackingFileRows.AsNoTracking()
            where row.FileId == fileId
            join s in db.Shipments on row.ShipmentId equals s.Id into parcels
            from parcel in parcels.DefaultIfEmpty()
            join o in db.Orders on row.OrderId equals o.Id into orders
            from order in orders.DefaultIfEmpty()
            select new { row, parcel, order };
        views = filter switch
        {
            RowFilter.Ready => views.Where(v => v.row.Verdict == RowVerdict.Ready),
            RowFilter.Refused => views.Where(v => v.row.Verdict == RowVerdict.Refused),
            RowFilter.Skipped => views.Where(v => v.row.Verdict == RowVerdict.Skipped),
            RowFilter.Failed => views.Where(v => v.parcel != null && (v.parcel.State == ShipmentState.Failed || v.parcel.State == ShipmentState.Stopped)),
            _ => views,
        };
        return views.OrderBy(v => v.row.RowNumber).Select(v => new TrackingFileRowView(
            v.row, v.parcel == null ? null : v.parcel.State, v.parcel == null ? null : v.parcel.Problem, v.order == null ? null : v.order.Marketplace));
    }
}
