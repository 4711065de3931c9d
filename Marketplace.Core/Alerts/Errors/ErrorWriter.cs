using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Alerts.Errors;

/// <summary>Stores errors by their causes, some at a time. A cause that was resolved and comes again is open again.</summary>
internal sealed class ErrorWriter(ErrorLog log, MarketplaceDb database, ChangeFeed changes, IOptions<AlertsOptions> options, TimeProvider time, ILogger<ErrorWriter> logger) : BackgroundService
{
    private const int MostAtOnce = 200;
    private const int KeptOccurrences = 50;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);
    private DateOnly forgotOn;

    /// <summary>Stores what waits.</summary>
    /// <returns>How many notes.</returns>
    public async Task<int> WriteWaitingAsync(CancellationToken cancellationToken)
    {
        var batch = new List<ErrorNote>();
        while (batch.Count < MostAtOnce && log.Notes.TryRead(out var note))
        {
            batch.Add(note);
        }

        if (batch.Count == 0)
        {
            return 0;
        }

        await using var db = database.OpenForMachine();
        var stores = batch.Select(n => n.ConnectionId).OfType<Guid>().Distinct().ToList();
        var owners = await db.Connections.IgnoreQueryFilters().Where(c => stores.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.SellerId, cancellationToken);
        foreach (var own in batch.GroupBy(n => n.SellerId ?? (n.ConnectionId is { } store ? owners.GetValueOrDefault(store) : Guid.Empty)).Where(g => g.Key != Guid.Empty))
        {
            await WriterRace.RunAsync(() => WriteAsync(own.Key, [.. own], cancellationToken));
            changes.Publish(new Change(own.Key, ChangeTopic.Errors));
        }

        return batch.Count;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await RememberAsync(stoppingToken);
        while (await log.Notes.WaitToReadAsync(stoppingToken))
        {
            try
            {
                while (await WriteWaitingAsync(stoppingToken) == MostAtOnce)
                {
                }

                if (log.TakeDropped() is > 0 and var dropped)
                {
                    logger.LogWarning("{Count} errors came faster than they could be stored and are missing in the error log", dropped);
                }

                await ForgetAsync(stoppingToken);
                await Task.Delay(Gathering, time, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogError(exception, "Some errors could not be stored and are missing in the error log");
            }
        }
    }

    private async Task<int> WriteAsync(Guid seller, IReadOnlyList<ErrorNote> notes, CancellationToken cancellationToken)
    {
        await using var db = database.Open(seller);
        var keys = notes.Where(n => !n.IsOver).Select(n => n.Key).Distinct().ToList();
        var known = await db.ErrorCauses.Where(c => keys.Contains(c.Key)).ToDictionaryAsync(c => c.Key, cancellationToken);
        foreach (var note in notes)
        {
            if (note.IsOver)
            {
                await db.SaveChangesAsync(cancellationToken);
                DateTimeOffset? at = note.At;
                await db.ErrorCauses.Where(c => c.ConnectionId == note.ConnectionId && c.Operation == note.Operation && c.ResolvedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(c => c.ResolvedAt, at).SetProperty(c => c.ResolvedBy, "itself: the same succeeded"), cancellationToken);
                continue;
            }

            if (!known.TryGetValue(note.Key, out var cause))
            {
                known[note.Key] = cause = new ErrorCause { SellerId = seller, ConnectionId = note.ConnectionId, Marketplace = note.Marketplace, Key = note.Key, Kind = note.Kind, FirstAt = note.At };
                db.ErrorCauses.Add(cause);
            }

            Count(cause, note);
            db.ErrorOccurrences.Add(new ErrorOccurrence { CauseId = cause.Id, At = note.At, Message = note.Message, RequestId = Short(note.RequestId, 200) });
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var cause in known.Values)
        {
            await KeepNewestAsync(db, cause.Id, cancellationToken);
        }

        return notes.Count;
    }

    private static void Count(ErrorCause cause, ErrorNote note)
    {
        if (cause.ResolvedAt is not null)
        {
            (cause.ResolvedAt, cause.ResolvedBy, cause.Count, cause.FirstAt) = (null, null, 0, note.At);
        }

        cause.Count++;
        (cause.Operation, cause.Code, cause.Message) = (Short(note.Operation, 100) ?? "", Short(note.Code, 100), note.Message);
        (cause.RequestId, cause.LastAt) = (Short(note.RequestId, 200), note.At);
    }

    private static async Task KeepNewestAsync(MarketplaceDbContext db, Guid causeId, CancellationToken cancellationToken)
    {
        var limit = await db.ErrorOccurrences.Where(o => o.CauseId == causeId).OrderByDescending(o => o.At).Skip(KeptOccurrences).Select(o => (DateTimeOffset?)o.At).FirstOrDefaultAsync(cancellationToken);
        if (limit is { } oldest)
        {
            await db.ErrorOccurrences.Where(o => o.CauseId == causeId && o.At <= oldest).ExecuteDeleteAsync(cancellationToken);
        }
    }

    // What was open before a restart is resolved by the first success after it.
    private async Task RememberAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = database.OpenForMachine();
            var open = await db.ErrorCauses.IgnoreQueryFilters().Where(c => c.ResolvedAt == null && c.ConnectionId != null && c.Kind != ErrorKind.Unexpected)
                .Select(c => new { ConnectionId = c.ConnectionId!.Value, c.Operation }).ToListAsync(cancellationToken);
            open.ForEach(c => log.MarkFailing(c.ConnectionId, c.Operation));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "The open errors of before the start could not be read; they are not resolved by themselves");
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (forgotOn == DateOnly.FromDateTime(now.UtcDateTime))
        {
            return;
        }

        forgotOn = DateOnly.FromDateTime(now.UtcDateTime);
        var oldest = now.AddDays(-options.Value.KeptDays);
        await using var db = database.OpenForMachine();
        await db.ErrorCauses.IgnoreQueryFilters().Where(c => c.LastAt < oldest).ExecuteDeleteAsync(cancellationToken);
    }

    private static string? Short(string? text, int length) => text is { } given && given.Length > length ? given[..length] : text;
}
