using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Inventory.Brakes;

/// <summary>
/// Stands before every push: where edits would set suspiciously many listings of a store to zero, or change most of them, those
/// are held back before anything is sent, and a person is asked. Sales are never held, nor is an edit small enough to be meant.
/// </summary>
public sealed class StockBrakes(MarketplaceDb database, ListingDemand demand, ChangeFeed changes, WorkSignal signal, TimeProvider time, IOptions<BrakeOptions> options)
{
    /// <summary>Looks at what a store would be sent now, and puts its brake on or takes it off.</summary>
    /// <returns>When it looked: edits wanted later have not been looked at and wait for the next push.</returns>
    public async Task<DateTimeOffset> CheckAsync(Guid sellerId, Guid connectionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await WriterRace.RunAsync(() => CheckAsync(sellerId, connectionId, now, cancellationToken)))
        {
            Announce(sellerId, connectionId);
        }

        return now;
    }

    // Returns whether anything changed.
    private async Task<bool> CheckAsync(Guid sellerId, Guid connectionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var brake = await db.StockBrakes.SingleOrDefaultAsync(b => b.ConnectionId == connectionId, cancellationToken);
        var figures = options.Value.Enabled ? await CountAsync(db, connectionId, brake?.ReleasedAt, now, cancellationToken) : BrakeFigures.None;
        var trips = figures.Exceed(LimitsOf(brake), options.Value);
        if (!trips && (brake?.State ?? BrakeState.Off) == BrakeState.Off)
        {
            return false;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (trips)
        {
            await HoldAsync(db, brake, connectionId, figures, now, cancellationToken);
        }
        else
        {
            // The cause was put right: what is left is few enough to be meant.
            brake!.State = BrakeState.Off;
            await LetGoAsync(db, connectionId, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Answers a brake that asks: sends what it holds after all, or holds it until it is sent or put right.</summary>
    /// <param name="sellerId">Whose store.</param>
    /// <param name="connectionId">Which store.</param>
    /// <param name="send">Send anyway; otherwise hold.</param>
    /// <param name="actor">Who says so.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is changed then.</param>
    /// <returns>False where the store's brake is not on.</returns>
    public async Task<bool> AnswerAsync(Guid sellerId, Guid connectionId, bool send, string actor, CancellationToken cancellationToken)
    {
        if (!await WriterRace.RunAsync(() => WriteAnswerAsync(sellerId, connectionId, send, actor, cancellationToken)))
        {
            return false;
        }

        Announce(sellerId, connectionId);
        signal.Wake();
        return true;
    }

    private async Task<bool> WriteAnswerAsync(Guid sellerId, Guid connectionId, bool send, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.StockBrakes.SingleOrDefaultAsync(b => b.ConnectionId == connectionId && b.State != BrakeState.Off, cancellationToken) is not { } brake)
        {
            return false;
        }

        brake.AnsweredBy = actor;
        brake.State = send ? BrakeState.Off : BrakeState.Holding;
        if (send)
        {
            brake.ReleasedAt = time.GetUtcNow();
            await LetGoAsync(db, connectionId, cancellationToken);
            await demand.EnqueuePushAsync(db, connectionId, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Limits of a store: its own, or the settings'.</summary>
    public async Task<BrakeLimits> LimitsAsync(Guid sellerId, Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return LimitsOf(await db.StockBrakes.AsNoTracking().SingleOrDefaultAsync(b => b.ConnectionId == connectionId, cancellationToken));
    }

    /// <summary>Gives a store limits of its own; null takes the settings' again.</summary>
    /// <returns>False where the seller has no such store.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A limit is below 1, or a percentage above 100.</exception>
    public async Task<bool> SetLimitsAsync(Guid sellerId, Guid connectionId, BrakeLimits? limits, CancellationToken cancellationToken)
    {
        if (limits is not null && (limits.MaxToZero < 1 || limits.MaxToZeroPercent is < 1 or > 100 || limits.MaxChangePercent is < 1 or > 100))
        {
            throw new ArgumentOutOfRangeException(nameof(limits), "A brake's limits are at least 1, and its percentages at most 100.");
        }

        await using var db = database.Open(sellerId);
        if (!await db.Connections.AnyAsync(c => c.Id == connectionId, cancellationToken))
        {
            return false;
        }

        var brake = await db.StockBrakes.SingleOrDefaultAsync(b => b.ConnectionId == connectionId, cancellationToken) ?? Add(db, connectionId);
        (brake.MaxToZero, brake.MaxToZeroPercent, brake.MaxChangePercent) = (limits?.MaxToZero, limits?.MaxToZeroPercent, limits?.MaxChangePercent);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private async Task<BrakeFigures> CountAsync(MarketplaceDbContext db, Guid connectionId, DateTimeOffset? releasedAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var edited = db.ListingStocks.Where(s => s.ConnectionId == connectionId && !s.IsBySale && (releasedAt == null || s.WantedAt > releasedAt));
        var due = await edited.Where(s => s.IsDue && s.WantedAt <= now).GroupBy(_ => 1).Select(g => new
        {
            ToZero = g.Count(s => s.Wanted == 0 && (s.Acknowledged ?? s.Seen) > 0),
            ToChange = g.Count(s => s.SentAt != null && s.Wanted != s.Acknowledged),
        }).SingleOrDefaultAsync(cancellationToken);
        if (due is null)
        {
            return BrakeFigures.None;
        }

        var since = now - TimeSpan.FromMinutes(options.Value.WindowMinutes);
        var sent = due.ToZero == 0 ? 0 : await edited.CountAsync(s => !s.IsDue && s.Sent == 0 && s.WantedAt > since, cancellationToken);
        var listings = await db.ListingStocks.CountAsync(s => s.ConnectionId == connectionId && s.Wanted != null, cancellationToken);
        return new BrakeFigures(due.ToZero, sent, due.ToChange, listings);
    }

    private static async Task HoldAsync(
        MarketplaceDbContext db, StockBrake? brake, Guid connectionId, BrakeFigures figures, DateTimeOffset now, CancellationToken cancellationToken)
    {
        brake ??= Add(db, connectionId);
        if (brake.State == BrakeState.Off)
        {
            (brake.State, brake.TrippedAt, brake.AnsweredBy) = (BrakeState.Asking, now, null);
        }

        (brake.ToZero, brake.ToChange, brake.Listings) = (figures.ToZero, figures.ToChange, figures.Listings);
        var releasedAt = brake.ReleasedAt;
        await db.ListingStocks.Where(s => s.ConnectionId == connectionId && s.IsDue && !s.IsBySale && (releasedAt == null || s.WantedAt > releasedAt) && s.WantedAt <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.IsHeld, true), cancellationToken);
    }

    private static Task<int> LetGoAsync(MarketplaceDbContext db, Guid connectionId, CancellationToken cancellationToken) =>
        db.ListingStocks.Where(s => s.ConnectionId == connectionId && s.IsHeld).ExecuteUpdateAsync(set => set.SetProperty(s => s.IsHeld, false), cancellationToken);

    private static StockBrake Add(MarketplaceDbContext db, Guid connectionId)
    {
        var brake = new StockBrake { ConnectionId = connectionId };
        db.StockBrakes.Add(brake);
        return brake;
    }

    private BrakeLimits LimitsOf(StockBrake? brake) => new(
        brake?.MaxToZero ?? options.Value.MaxToZero,
        brake?.MaxToZeroPercent ?? options.Value.MaxToZeroPercent,
        brake?.MaxChangePercent ?? options.Value.MaxChangePercent);

    private void Announce(Guid sellerId, Guid connectionId)
    {
        changes.Publish(new Change(sellerId, ChangeTopic.Inventory));
        changes.Publish(new Change(sellerId, ChangeTopic.Connections, connectionId));
    }
}
