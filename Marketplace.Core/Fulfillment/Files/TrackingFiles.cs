using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Spreadsheets;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Fulfillment.Files;

/// <summary>Takes tracking files in, sends them, and throws them away. Reading and sending happen in the background.</summary>
public sealed class TrackingFiles(MarketplaceDb database, WorkQueue queue, WorkSignal signal, ChangeFeed changes, IOptions<TrackingFileOptions> options, TimeProvider time)
{
    /// <summary>Stores an upload and answers at once; verdicts follow in the background. Nothing is sent.</summary>
    /// <returns>The file's id.</returns>
    /// <exception cref="UnreadableFileException">The file is empty or larger than <see cref="FileLimits.Bytes"/>.</exception>
    public async Task<Guid> UploadAsync(Guid sellerId, string fileName, Stream content, CancellationToken cancellationToken)
    {
        var bytes = await Upload.ReadAsync(content, cancellationToken);
        var file = new TrackingFile { FileName = Upload.Name(fileName), State = TrackingFileState.Reading, UploadedAt = time.GetUtcNow() };
        await using var db = database.Open(sellerId);
        db.TrackingFiles.Add(file);
        db.TrackingFileUploads.Add(new TrackingFileUpload { FileId = file.Id, Content = bytes });

        // A file calls no store; under its own id it waits for nobody.
        await queue.EnqueueAsync(db, sellerId, file.Id, TrackingFileJudge.JudgeWork, file.Id.ToString(), priority: ShipOrders.Priority, cancellationToken: cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        Announce(sellerId, file.Id);
        return file.Id;
    }

    /// <summary>
    /// Enters the parcels of all ready rows that are not entered yet, in the background, once <see cref="TrackingFileOptions.UndoSeconds"/> are over. Saying
    /// it twice sends once. Rows that are corrected afterwards can be sent by saying it again.
    /// </summary>
    /// <returns>False when there is nothing to send: no such file, not judged yet, or sent already.</returns>
    public async Task<bool> SendAsync(Guid sellerId, Guid fileId, string actor, CancellationToken cancellationToken)
    {
        var window = TimeSpan.FromSeconds(options.Value.UndoSeconds);
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var at = time.GetUtcNow() + window;
        var moved = await db.TrackingFiles
            .Where(f => f.Id == fileId && (f.State == TrackingFileState.Judged || f.State == TrackingFileState.Sent) && f.ReadyCount > f.EnteredCount)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.State, TrackingFileState.Scheduled).SetProperty(f => f.SendsAt, at), cancellationToken);
        if (moved == 0)
        {
            return false;
        }

        await queue.EnqueueAsync(
            db, sellerId, fileId, TrackingFileSender.SendWork, new TrackingFileSender.Order(fileId, actor).ToPayload(), priority: ShipOrders.Priority, delay: window,
            cancellationToken: cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Announce(sellerId, fileId);
        return true;
    }

    /// <summary>Takes back that a file is to be sent, as long as nothing of it has left.</summary>
    /// <returns>False when it is too late, or was never said.</returns>
    public async Task<bool> UndoAsync(Guid sellerId, Guid fileId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var moved = await db.TrackingFiles.Where(f => f.Id == fileId && f.State == TrackingFileState.Scheduled).ExecuteUpdateAsync(
            set => set.SetProperty(f => f.State, f => f.SentAt == null ? TrackingFileState.Judged : TrackingFileState.Sent).SetProperty(f => f.SendsAt, (DateTimeOffset?)null), cancellationToken);
        Announce(sellerId, fileId);
        return moved > 0;
    }

    /// <summary>Deletes a file that was not sent, with its rows.</summary>
    /// <returns>False when there is no such file, or when it was sent and stays as a record.</returns>
    public async Task<bool> DiscardAsync(Guid sellerId, Guid fileId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.TrackingFiles.AnyAsync(f => f.Id == fileId && f.SentAt == null && f.State != TrackingFileState.Scheduled, cancellationToken))
        {
            return false;
        }

        await db.TrackingFileUploads.Where(u => u.FileId == fileId).ExecuteDeleteAsync(cancellationToken);
        await db.TrackingFileRows.Where(r => r.FileId == fileId).ExecuteDeleteAsync(cancellationToken);
        await db.TrackingFiles.Where(f => f.Id == fileId).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Announce(sellerId, fileId);
        return true;
    }

    private void Announce(Guid sellerId, Guid fileId)
    {
        signal.Wake();
        changes.Publish(new Change(sellerId, ChangeTopic.Fulfillment, fileId));
    }
}
