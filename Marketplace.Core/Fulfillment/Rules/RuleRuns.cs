using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Rules;

/// <summary>An application as logs show it.</summary>
/// <param name="OrderId">Our id of the order.</param>
/// <param name="ExternalOrderId">The marketplace's.</param>
/// <param name="Marketplace">Key of the marketplace.</param>
/// <param name="RuleId">The rule.</param>
/// <param name="RuleName">Its name; null where it was deleted.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="At">UTC.</param>
/// <param name="IsRefused">A step was refused.</param>
/// <param name="Message">What was done, or why it was refused.</param>
public sealed record RuleApplicationView(
    Guid OrderId, string ExternalOrderId, string Marketplace, Guid RuleId, string? RuleName, int Revision, DateTimeOffset At, bool IsRefused, string Message);

/// <summary>Asks for runs of the rules, and reads what came of them. A run is durable work; runs of a seller go one after the other.</summary>
public sealed class RuleRuns(MarketplaceDb database, WorkQueue queue, WorkSignal signal, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Kind of the work; its payload is the run's id.</summary>
    public const string RunWork = "rules.run";

    /// <summary>Asks for a run; one that waits already and does the same counts.</summary>
    /// <returns>The run's id.</returns>
    public async Task<Guid> StartAsync(Guid sellerId, bool isDryRun, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var run = await AskAsync(db, isDryRun, isScheduled: false, actor, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Announce(sellerId);
        return run;
    }

    /// <summary>A run; null where the seller has no such run.</summary>
    public async Task<RuleRun?> FindAsync(Guid sellerId, Guid runId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Set<RuleRun>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == runId, cancellationToken);
    }

    /// <summary>The latest runs, newest first.</summary>
    public async Task<IReadOnlyList<RuleRun>> LatestAsync(Guid sellerId, int most, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Set<RuleRun>().AsNoTracking().OrderByDescending(r => r.AskedAt).Take(most).ToListAsync(cancellationToken);
    }

    /// <summary>The latest applications, newest first: of a run, or of all.</summary>
    public async Task<IReadOnlyList<RuleApplicationView>> ApplicationsAsync(Guid sellerId, Guid? runId, int most, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await (
            from application in db.Set<RuleApplication>().AsNoTracking()
            where runId == null || application.RunId == runId
            join order in db.Orders on application.OrderId equals order.Id
            join r in db.Set<ShippingRule>() on application.RuleId equals r.Id into rules
            from rule in rules.DefaultIfEmpty()
            orderby application.At descending, application.Id descending
            select new RuleApplicationView(
                order.Id, order.ExternalId, order.Marketplace, application.RuleId, rule == null ? null : rule.Name, application.Revision, application.At,
                application.IsRefused, application.Message)).Take(most).ToListAsync(cancellationToken);
    }

    /// <summary>How many orders each rule was applied to since a time; rules without any are absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> CountsAsync(Guid sellerId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Set<RuleApplication>().Where(a => a.At >= since).GroupBy(a => a.RuleId).Select(g => new { g.Key, Orders = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Orders, cancellationToken);
    }

    /// <summary>Asks within the caller's transaction; <see cref="Announce"/> follows its commit.</summary>
    internal async Task<Guid> AskAsync(MarketplaceDbContext db, bool isDryRun, bool isScheduled, string actor, CancellationToken cancellationToken)
    {
        var waiting = await db.Set<RuleRun>().Where(r => r.State == RuleRunState.Queued && r.IsDryRun == isDryRun && r.IsScheduled == isScheduled)
            .Select(r => (Guid?)r.Id).FirstOrDefaultAsync(cancellationToken);
        if (waiting is { } known)
        {
            return known;
        }

        var run = new RuleRun { SellerId = db.SellerId, Actor = actor, IsDryRun = isDryRun, IsScheduled = isScheduled, AskedAt = time.GetUtcNow() };
        db.Add(run);

        // Rules are about all stores; under the seller's own id their runs wait for each other and for nobody else.
        await queue.EnqueueAsync(
            db, db.SellerId, db.SellerId, RunWork, run.Id.ToString(), priority: isScheduled ? ShipOrders.FilePriority : ShipOrders.Priority, cancellationToken: cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return run.Id;
    }

    internal void Announce(Guid sellerId)
    {
        signal.Wake();
        changes.Publish(new Change(sellerId, ChangeTopic.Fulfillment));
    }
}
