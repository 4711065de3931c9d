using System.Linq.Expressions;
using Marketplace.Core.Catalog;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Inventory.Allocation;

/// <summary>A listing's row with what it should show by the rules as they are.</summary>
internal sealed class AllocationDecision
{
    public required ListingStock Stock { get; init; }

    public required int? Wanted { get; init; }
}

/// <summary>The database's side of the rules: which one applies to a listing, and what follows from it.</summary>
internal static class AllocationQuery
{
    /// <summary>The narrowest rule that reaches each listing; null where none does.</summary>
    public static IQueryable<RuledListing> Ruled(MarketplaceDbContext db, IQueryable<Listing> listings) =>
        from listing in listings
        let ruleId = db.AllocationRules
            .Where(r => r.ListingId == listing.Id || r.ConnectionId == listing.ConnectionId || r.Marketplace == listing.Marketplace)
            .OrderByDescending(r => r.Scope).Select(r => (Guid?)r.Id).FirstOrDefault()
        join rule in db.AllocationRules on ruleId equals (Guid?)rule.Id into rules
        from rule in rules.DefaultIfEmpty()
        select new RuledListing { Listing = listing, Rule = rule };

    /// <summary>
    /// What linked listings should show: what their rules make of what is available; nothing where the listing has ended, the
    /// marketplace holds the stock, or nothing was ever counted.
    /// </summary>
    public static IQueryable<AllocationDecision> Decisions(MarketplaceDbContext db, IQueryable<Listing> listings) => (
        from stock in db.ListingStocks
        join ruled in Ruled(db, listings) on stock.ListingId equals ruled.Listing.Id
        join level in db.StockLevels on ruled.Listing.VariantId equals (Guid?)level.VariantId
        let rule = ruled.Rule
        select new Case
        {
            Stock = stock,
            IsOutOfReach = ruled.Listing.FulfilledByMarketplace || ruled.Listing.Status == RemoteListingStatus.Ended,
            Input = new AllocationInput
            {
                Available = level.BaselineAt == null ? null : level.Available,
                Buffer = rule == null ? 0 : rule.Terms.Buffer,
                Percent = rule == null ? 100 : rule.Terms.Percent,
                Floor = rule == null ? 0 : rule.Terms.Floor,
                Cap = rule == null ? AllocationTerms.MaxItems : rule.Terms.Cap ?? AllocationTerms.MaxItems,
                Fixed = rule == null ? null : rule.Terms.Fixed,
                DoesNotSync = rule != null && rule.Terms.DoesNotSync,
                RoundsToNone = rule != null && rule.Terms.RoundsToNone,
            },
        }).Select(Decide);

    private static readonly Expression<Func<Case, AllocationDecision>> Decide = Build();

    private static Expression<Func<Case, AllocationDecision>> Build()
    {
        Expression<Func<Case, int?, AllocationDecision>> decision = (c, wanted) => new AllocationDecision { Stock = c.Stock, Wanted = c.IsOutOfReach ? null : wanted };
        Expression<Func<Case, AllocationInput>> input = c => c.Input;
        var self = decision.Parameters[0];
        var wanted = AllocationFormula.Inline(
            AllocationFormula.Wanted.Body, AllocationFormula.Wanted.Parameters[0], AllocationFormula.Inline(input.Body, input.Parameters[0], self));
        return Expression.Lambda<Func<Case, AllocationDecision>>(AllocationFormula.Inline(decision.Body, decision.Parameters[1], wanted), self);
    }

    /// <summary>A listing with the rule that reaches it.</summary>
    internal sealed class RuledListing
    {
        public required Listing Listing { get; init; }

        public required AllocationRule? Rule { get; init; }
    }

    private sealed class Case
    {
        public required ListingStock Stock { get; init; }

        public required bool IsOutOfReach { get; init; }

        public required AllocationInput Input { get; init; }
    }
}
