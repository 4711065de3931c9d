using Marketplace.Core.Catalog;
using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.Allocation;

/// <summary>A seller's rules for what listings offer: of a listing, else of its store, else of its marketplace.</summary>
public sealed class AllocationRules(MarketplaceDb database, ListingDemand demand, PlatformCatalog platforms, ChangeFeed changes, WorkSignal signal, TimeProvider time)
{
    /// <summary>All rules, the widest first.</summary>
    public async Task<IReadOnlyList<AllocationRule>> ListAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.AllocationRules.AsNoTracking().OrderBy(r => r.Scope).ThenBy(r => r.ChangedAt).ToListAsync(cancellationToken);
    }

    /// <summary>The rule of exactly this reach; null where there is none.</summary>
    public async Task<AllocationRule?> FindAsync(Guid sellerId, AllocationTarget target, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await Of(db, target).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>
    /// Saves a rule. In the same transaction the listings that it reaches are worked out anew, and those that must follow are marked to
    /// be sent.
    /// </summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="target">What it is about.</param>
    /// <param name="terms">What it says; null removes the rule, so that the next wider one holds.</param>
    /// <param name="actor">Who changes it.</param>
    /// <param name="cancellationToken">Stops the work; nothing is changed then.</param>
    /// <returns>Why it was refused and what to do; null when it was done.</returns>
    public async Task<string?> SaveAsync(Guid sellerId, AllocationTarget target, AllocationTerms? terms, string actor, CancellationToken cancellationToken)
    {
        if (terms?.Problem is { } problem)
        {
            return problem;
        }

        return await WriterRace.RunAsync(() => WriteAsync(sellerId, target, terms, actor, cancellationToken));
    }

    /// <summary>Listings that a rule of this reach is about, whether or not a narrower one wins.</summary>
    internal static IQueryable<Listing> Reached(MarketplaceDbContext db, AllocationTarget target) => target.Scope switch
    {
        AllocationScope.Listing => db.Listings.Where(l => l.Id == target.ListingId),
        AllocationScope.Store => db.Listings.Where(l => l.ConnectionId == target.ConnectionId),
        _ => db.Listings.Where(l => l.Marketplace == target.Marketplace),
    };

    /// <summary>Why a rule cannot be about this, and what to do; null when it can.</summary>
    internal async Task<string?> ProblemAsync(MarketplaceDbContext db, AllocationTarget target, CancellationToken cancellationToken)
    {
        if (!target.IsSound)
        {
            return "A rule is about one marketplace, one store, or one listing: name exactly one.";
        }

        var isThere = target.Scope switch
        {
            AllocationScope.Listing => await db.Listings.AnyAsync(l => l.Id == target.ListingId, cancellationToken),
            AllocationScope.Store => await db.Connections.AnyAsync(c => c.Id == target.ConnectionId, cancellationToken),
            _ => platforms.All.Any(p => p.Key.Value == target.Marketplace),
        };
        return isThere ? null : "What this rule is about is not there any more. Reload the page to see what is.";
    }

    private async Task<string?> WriteAsync(Guid sellerId, AllocationTarget target, AllocationTerms? terms, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await ProblemAsync(db, target, cancellationToken) is { } problem)
        {
            return problem;
        }

        var rule = await Of(db, target).SingleOrDefaultAsync(cancellationToken);
        if (terms is null)
        {
            await Of(db, target).ExecuteDeleteAsync(cancellationToken);
        }
        else if (rule is null)
        {
            db.AllocationRules.Add(new AllocationRule
            {
                Scope = target.Scope,
                Marketplace = target.Marketplace,
                ConnectionId = target.ConnectionId,
                ListingId = target.ListingId,
                Terms = terms,
                ChangedBy = actor,
                ChangedAt = time.GetUtcNow(),
            });
        }
        else
        {
            (rule.Terms, rule.ChangedBy, rule.ChangedAt) = (terms, actor, time.GetUtcNow());
        }

        await db.SaveChangesAsync(cancellationToken);
        await demand.RecomputeListingsAsync(db, Reached(db, target), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(new Change(sellerId, ChangeTopic.Inventory));
        signal.Wake();
        return null;
    }

    private static IQueryable<AllocationRule> Of(MarketplaceDbContext db, AllocationTarget target) => target.Scope switch
    {
        AllocationScope.Listing => db.AllocationRules.Where(r => r.ListingId == target.ListingId),
        AllocationScope.Store => db.AllocationRules.Where(r => r.ConnectionId == target.ConnectionId),
        _ => db.AllocationRules.Where(r => r.Marketplace == target.Marketplace),
    };
}
