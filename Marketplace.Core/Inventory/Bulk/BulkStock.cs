using System.Globalization;
using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Spreadsheets;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.Bulk;

/// <summary>The same change for many items.</summary>
/// <param name="Field">What is changed.</param>
/// <param name="Value">To what, or by how much; items.</param>
/// <param name="LocationId">Where; null for all locations together, of which the default one takes the difference.</param>
/// <param name="Note">Why, for the ledger.</param>
public sealed record BulkWish(StockField Field, int Value, Guid? LocationId, string? Note);

/// <summary>A change of one item among many.</summary>
/// <param name="Sku">The item.</param>
/// <param name="Location">Where, by name; null for all locations together.</param>
/// <param name="Field">What is changed.</param>
/// <param name="Value">To what, or by how much; items.</param>
public sealed record BulkRow(string Sku, string? Location, StockField Field, int Value);

/// <summary>Changes many items at once: takes wishes in, carries them out, takes them back. The work itself is done in the background.</summary>
public sealed class BulkStock(MarketplaceDb database, WorkQueue queue, WorkSignal signal, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Most items of one selection; more go by file.</summary>
    public const int MaxSelected = 10_000;

    private const int Priority = 50;
    private const int AtOnce = 500;

    /// <summary>Stores an upload and answers at once; verdicts follow in the background. Nothing is changed.</summary>
    /// <returns>The bulk change's id.</returns>
    /// <exception cref="UnreadableFileException">The file is empty or larger than <see cref="FileLimits.Bytes"/>.</exception>
    public async Task<Guid> UploadAsync(Guid sellerId, string fileName, Stream content, string actor, CancellationToken cancellationToken)
    {
        var bytes = await Upload.ReadAsync(content, cancellationToken);
        var batch = new StockBatch { Title = Upload.Name(fileName), IsFile = true, State = StockBatchState.Reading, Actor = actor, CreatedAt = time.GetUtcNow() };
        await using var db = database.Open(sellerId);
        db.StockBatches.Add(batch);
        db.StockBatchUploads.Add(new StockBatchUpload { BatchId = batch.Id, Content = bytes });
        await EnqueueAsync(db, batch.Id, StockJudgeHandler.JudgeWork, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        Announce(sellerId, batch.Id);
        return batch.Id;
    }

    /// <summary>Judges the same change for the items of a selection. Nothing is changed until it is applied.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="variantIds">Of what; at most <see cref="MaxSelected"/>.</param>
    /// <param name="wish">What is to change.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is stored then.</param>
    /// <returns>The bulk change's id.</returns>
    public async Task<Guid> SelectAsync(Guid sellerId, IReadOnlyList<Guid> variantIds, BulkWish wish, string actor, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(variantIds.Count, MaxSelected);
        await using var db = database.Open(sellerId);
        var location = wish.LocationId is { } id ? await db.StockLocations.Where(l => l.Id == id).Select(l => l.Name).SingleOrDefaultAsync(cancellationToken) : null;
        var rows = new List<BulkRow>(variantIds.Count);
        foreach (var ids in variantIds.Distinct().Chunk(AtOnce))
        {
            var skus = await db.Variants.Where(v => ids.Contains(v.Id)).ToDictionaryAsync(v => v.Id, v => v.Sku, cancellationToken);
            rows.AddRange(ids.Where(skus.ContainsKey).Select(v => new BulkRow(skus[v], location, wish.Field, wish.Value)));
        }

        return await StoreAsync(db, Words(wish, rows.Count), rows, wish.Note, actor, cancellationToken);
    }

    /// <summary>Judges changes that are named one by one. Nothing is changed until they are applied.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="rows">The changes; at most <see cref="MaxSelected"/>.</param>
    /// <param name="note">Why, for the ledger.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is stored then.</param>
    /// <returns>The bulk change's id.</returns>
    public async Task<Guid> JudgeAsync(Guid sellerId, IReadOnlyList<BulkRow> rows, string? note, string actor, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows.Count, MaxSelected);
        await using var db = database.Open(sellerId);
        var title = rows.Count == 1 ? "1 change" : $"{rows.Count.ToString("N0", CultureInfo.InvariantCulture)} changes";
        return await StoreAsync(db, title, rows, note, actor, cancellationToken);
    }

    /// <summary>Carries out all ready rows, in the background. Saying it twice changes once.</summary>
    /// <returns>False when there is nothing to do: no such change, not judged yet, or carried out already.</returns>
    public Task<bool> ApplyAsync(Guid sellerId, Guid batchId, CancellationToken cancellationToken) => MoveAsync(
        sellerId, batchId, StockApplyHandler.ApplyWork, db => db.StockBatches.Where(b => b.Id == batchId && b.State == StockBatchState.Judged && b.ReadyCount > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.State, StockBatchState.Applying), cancellationToken), cancellationToken);

    /// <summary>Takes a bulk change back by entries of the ledger that reverse it, in the background. Rows for which later movements make that impossible stay, and say why.</summary>
    /// <returns>False when there is nothing to undo: no such change, not carried out, undone already, or its time is over.</returns>
    public Task<bool> UndoAsync(Guid sellerId, Guid batchId, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        return MoveAsync(
            sellerId, batchId, StockUndoHandler.UndoWork, db => db.StockBatches.Where(b => b.Id == batchId && b.State == StockBatchState.Applied && b.DoneCount > 0 && b.UndoUntil >= now)
                .ExecuteUpdateAsync(set => set.SetProperty(b => b.State, StockBatchState.Undoing), cancellationToken), cancellationToken);
    }

    /// <summary>Deletes a bulk change that was not carried out, with its rows.</summary>
    /// <returns>False when there is no such change, or when it was carried out and stays as a record.</returns>
    public async Task<bool> DiscardAsync(Guid sellerId, Guid batchId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.StockBatches.AnyAsync(b => b.Id == batchId && (b.State == StockBatchState.Reading || b.State == StockBatchState.Judged || b.State == StockBatchState.Failed), cancellationToken))
        {
            return false;
        }

        await db.StockBatchUploads.Where(u => u.BatchId == batchId).ExecuteDeleteAsync(cancellationToken);
        await db.StockBatchRows.Where(r => r.BatchId == batchId).ExecuteDeleteAsync(cancellationToken);
        await db.StockBatches.Where(b => b.Id == batchId).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Announce(sellerId, batchId);
        return true;
    }

    private async Task<Guid> StoreAsync(MarketplaceDbContext db, string title, IReadOnlyList<BulkRow> rows, string? note, string actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var batch = new StockBatch { Title = title, State = StockBatchState.Judged, Note = note, Actor = actor, CreatedAt = time.GetUtcNow() };
        db.StockBatches.Add(batch);
        var judge = new StockRowJudge(db, batch.Id);
        foreach (var some in rows.Select((row, i) => new StockRowWish(i + 1, row.Sku, row.Location, row.Field, row.Value.ToString(CultureInfo.InvariantCulture), null)).Chunk(AtOnce))
        {
            var judged = await judge.JudgeAsync(some, cancellationToken);
            db.StockBatchRows.AddRange(judged);
            batch.Take(judged);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Announce(db.SellerId, batch.Id);
        return batch.Id;
    }

    private async Task<bool> MoveAsync(Guid sellerId, Guid batchId, string work, Func<MarketplaceDbContext, Task<int>> move, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await move(db) == 0)
        {
            return false;
        }

        await EnqueueAsync(db, batchId, work, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Announce(sellerId, batchId);
        return true;
    }

    // A bulk change calls no store; under its own id it waits for nobody.
    private Task EnqueueAsync(MarketplaceDbContext db, Guid batchId, string kind, CancellationToken cancellationToken) =>
        queue.EnqueueAsync(db, db.SellerId, batchId, kind, batchId.ToString(), priority: Priority, cancellationToken: cancellationToken);

    private void Announce(Guid sellerId, Guid batchId)
    {
        signal.Wake();
        changes.Publish(new Change(sellerId, ChangeTopic.Inventory, batchId));
    }

    private static string Words(BulkWish wish, int items)
    {
        var (value, of) = (wish.Value.ToString("N0", CultureInfo.InvariantCulture), items == 1 ? "1 item" : $"{items.ToString("N0", CultureInfo.InvariantCulture)} items");
        return wish.Field switch
        {
            StockField.OnHand => $"Set on hand of {of} to {value}",
            StockField.Add => wish.Value < 0 ? $"Take {value.TrimStart('-')} from {of}" : $"Add {value} to {of}",
            StockField.Receive => $"Receive {value} of {of}",
            _ => $"Low stock of {of} at {value}",
        };
    }
}
