using System.Globalization;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.Allocation;

/// <summary>Tries rules out on the real SKUs without saving them.</summary>
public sealed class AllocationPreviews(MarketplaceDb database, AllocationRules rules)
{
    /// <summary>Most rows of a preview.</summary>
    public const int MaxRows = 100;

    /// <summary>What saving a rule would do.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="target">What it is about.</param>
    /// <param name="terms">What it says; null shows what removing it would do.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<AllocationPreview> TryAsync(Guid sellerId, AllocationTarget target, AllocationTerms? terms, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        if (terms?.Problem is { } wrong)
        {
            return new AllocationPreview { Problem = wrong };
        }

        if (await rules.ProblemAsync(db, target, cancellationToken) is { } problem)
        {
            return new AllocationPreview { Problem = problem };
        }

        var before = new AllocationRuleSet(await db.AllocationRules.AsNoTracking().ToListAsync(cancellationToken));
        var after = before.With(target, terms);
        var offers = (await OffersAsync(db, target, cancellationToken)).ConvertAll(facts => Offer.Of(facts, before, after));
        var reached = offers.Where(o => Reaches(target, o.Facts)).ToList();
        var over = OverOffered(offers);
        return new AllocationPreview
        {
            Listings = reached.Count,
            WithNarrowerRule = reached.Count(o => o.Scope > target.Scope),
            Changed = reached.Count(o => o.Row.IsChanged),
            ToNone = reached.Count(o => o.Row is { Before: > 0, After: 0 }),
            Stopped = reached.Count(o => o.Row is { Before: not null, After: null }),
            OverOffered = over.Count,
            OverOfferedExample = over.FirstOrDefault(),
            Rows = [.. reached.Select(o => o.Row).OrderByDescending(r => r.IsChanged).ThenBy(r => r.Sku, StringComparer.Ordinal).ThenBy(r => r.ListingId).Take(MaxRows)],
        };
    }

    // Each listing of the variants that the rule touches, whatever store it is in: only together do they show what is offered.
    private static Task<List<Facts>> OffersAsync(MarketplaceDbContext db, AllocationTarget target, CancellationToken cancellationToken)
    {
        var touched = AllocationRules.Reached(db, target).Where(l => l.VariantId != null).Select(l => l.VariantId!.Value);
        return (
            from listing in db.Listings.AsNoTracking()
            join variant in db.Variants on listing.VariantId equals (Guid?)variant.Id
            join level in db.StockLevels on variant.Id equals level.VariantId
            where touched.Contains(variant.Id) && !listing.FulfilledByMarketplace && listing.Status != RemoteListingStatus.Ended
            select new Facts(
                listing.Id, variant.Id, listing.ConnectionId, listing.Marketplace, variant.Sku, variant.Title,
                level.BaselineAt == null ? null : level.Available)).ToListAsync(cancellationToken);
    }

    // Every channel showing all there is, is how stock is shared without rules; a percentage or a fixed number means to divide it.
    private static List<string> OverOffered(List<Offer> offers) =>
    [
        .. from offer in offers
           group offer by offer.Facts.VariantId into variant
           let available = variant.First().Facts.Available ?? 0
           let offered = variant.Sum(o => (long)(o.Row.After ?? 0))
           where offered > available && variant.Any(o => o.IsDivided)
           orderby offered - available descending
           select string.Create(CultureInfo.InvariantCulture, $"{variant.First().Facts.Sku}: {offered:N0} offered, {available:N0} there"),
    ];

    private static bool Reaches(AllocationTarget target, Facts facts) =>
        target.ListingId == facts.ListingId || target.ConnectionId == facts.ConnectionId || target.Marketplace == facts.Marketplace;

    private sealed record Facts(Guid ListingId, Guid VariantId, Guid ConnectionId, string Marketplace, string Sku, string Title, int? Available);

    private sealed record Offer(Facts Facts, AllocationPreviewRow Row, AllocationScope? Scope, bool IsDivided)
    {
        public static Offer Of(Facts facts, AllocationRuleSet before, AllocationRuleSet after)
        {
            var (old, _) = before.Of(facts.ListingId, facts.ConnectionId, facts.Marketplace);
            var (terms, scope) = after.Of(facts.ListingId, facts.ConnectionId, facts.Marketplace);
            var row = new AllocationPreviewRow(
                facts.ListingId, facts.ConnectionId, facts.Marketplace, facts.Sku, facts.Title, facts.Available,
                AllocationFormula.Apply(old, facts.Available), AllocationFormula.Apply(terms, facts.Available));
            return new Offer(facts, row, scope, terms.Percent < 100 || terms.Fixed is not null);
        }
    }
}
