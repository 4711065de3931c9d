using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Files;

/// <summary>What a seller changes in a row; null keeps what is there, an empty text takes it away.</summary>
/// <param name="OrderNumber">Order number.</param>
/// <param name="TrackingNumber">Tracking number.</param>
/// <param name="Carrier">Carrier.</param>
public sealed record RowCorrection(string? OrderNumber = null, string? TrackingNumber = null, string? Carrier = null);

/// <summary>Corrects rows of an uploaded file in place. What is typed is stored at once, and the rows that it touches are judged anew.</summary>
public sealed class TrackingFileCorrections
{
    private readonly MarketplaceDb database;
    private readonly RowJudge judge;
    private readonly ChangeFeed changes;

    internal TrackingFileCorrections(MarketplaceDb database, RowJudge judge, ChangeFeed changes) => (this.database, this.judge, this.changes) = (database, judge, changes);

    /// <summary>Corrects a row.</summary>
    /// <returns>The row with its new verdict; null when it is not there, is entered already, or its file is being read or sent.</returns>
    public async Task<TrackingFileRow?> CorrectAsync(Guid sellerId, Guid rowId, RowCorrection correction, CancellationToken cancellationToken)
    {
        var row = await WriterRace.RunAsync(() => StoreAsync(sellerId, rowId, correction, cancellationToken));
        if (row is not null)
        {
            changes.Publish(new Change(sellerId, ChangeTopic.Fulfillment, row.FileId));
        }

        return row;
    }

    private async Task<TrackingFileRow?> StoreAsync(Guid sellerId, Guid rowId, RowCorrection correction, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.TrackingFileRows.SingleOrDefaultAsync(r => r.Id == rowId && r.ShipmentId == null, cancellationToken) is not { } row)
        {
            return null;
        }

        var before = row.OrderNumber;
        row.OrderNumber = Corrected(row.OrderNumber, correction.OrderNumber) ?? "";
        row.TrackingNumber = Corrected(row.TrackingNumber, correction.TrackingNumber);
        row.Carrier = Corrected(row.Carrier, correction.Carrier);
        row.IsCorrected = true;
        var touched = await TouchedAsync(db, row, before, cancellationToken);
        var old = touched.CountBy(r => r.Verdict).ToDictionary();
        await JudgeAsync(db, touched, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        if (!await CountAsync(db, row.FileId, verdict => touched.Count(r => r.Verdict == verdict) - old.GetValueOrDefault(verdict), cancellationToken))
        {
            return null;
        }

        await transaction.CommitAsync(cancellationToken);
        return row;
    }

    // Rows of one order share its items, and rows of one group a parcel, so that a change to one may touch others.
    private static async Task<List<TrackingFileRow>> TouchedAsync(MarketplaceDbContext db, TrackingFileRow row, string before, CancellationToken cancellationToken)
    {
        var orders = row.CombineGroup is null
            ? []
            : await db.TrackingFileRows.Where(r => r.FileId == row.FileId && r.CombineGroup == row.CombineGroup).Select(r => r.OrderNumber).ToListAsync(cancellationToken);
        orders.AddRange([row.OrderNumber, before]);
        var others = await db.TrackingFileRows
            .Where(r => r.FileId == row.FileId && r.Id != row.Id && r.ShipmentId == null && r.OrderNumber != "" && orders.Contains(r.OrderNumber))
            .ToListAsync(cancellationToken);
        return [.. others.Append(row).OrderBy(r => r.RowNumber)];
    }

    private async Task JudgeAsync(MarketplaceDbContext db, List<TrackingFileRow> rows, CancellationToken cancellationToken)
    {
        var orders = await OrderNumbers.FindAsync(db, [.. rows.Select(r => r.OrderNumber).Where(n => n.Length > 0).Distinct()], cancellationToken);
        var entered = await EnteredAsync(db, rows, cancellationToken);
        var joined = CombinedRows.Join([.. rows.Select(FileRow.Of), .. entered.Select(FileRow.Of)]);
        foreach (var group in rows.Zip(joined).GroupBy(r => r.First.OrderNumber, StringComparer.OrdinalIgnoreCase))
        {
            foreach (var ((row, _), judged) in group.Zip(judge.Judge(group.Select(r => r.Second), [.. orders[group.Key]])))
            {
                (row.Verdict, row.Message, row.OrderId) = (judged.Planned.Verdict, judged.Planned.Message, judged.OrderId);
                (row.TrackingNumber, row.Carrier) = (judged.Planned.Row.Tracking, judged.Planned.Row.Carrier);
            }
        }
    }

    // What is on its way already still says which number its group has.
    private static async Task<List<TrackingFileRow>> EnteredAsync(MarketplaceDbContext db, List<TrackingFileRow> rows, CancellationToken cancellationToken)
    {
        var groups = rows.Select(r => r.CombineGroup).OfType<string>().Distinct().ToList();
        var file = rows[0].FileId;
        return groups.Count == 0
            ? []
            : await db.TrackingFileRows.AsNoTracking().Where(r => r.FileId == file && r.ShipmentId != null && groups.Contains(r.CombineGroup!)).ToListAsync(cancellationToken);
    }

    // The file must still stand still: rows of one that is being sent are not changed under its feet.
    private static async Task<bool> CountAsync(MarketplaceDbContext db, Guid fileId, Func<RowVerdict, int> more, CancellationToken cancellationToken)
    {
        var (ready, refused, skipped) = (more(RowVerdict.Ready), more(RowVerdict.Refused), more(RowVerdict.Skipped));
        return await db.TrackingFiles.Where(f => f.Id == fileId && (f.State == TrackingFileState.Judged || f.State == TrackingFileState.Sent)).ExecuteUpdateAsync(
            set => set.SetProperty(f => f.ReadyCount, f => f.ReadyCount + ready)
                .SetProperty(f => f.RefusedCount, f => f.RefusedCount + refused)
                .SetProperty(f => f.SkippedCount, f => f.SkippedCount + skipped),
            cancellationToken) > 0;
    }

    private static string? Corrected(string? was, string? wanted)
    {
        if (wanted is null)
        {
            return was;
        }

        var text = wanted.Trim();
        return text.Length == 0 ? null : text[..Math.Min(text.Length, Spreadsheets.FileLimits.CellLength)];
    }
}
