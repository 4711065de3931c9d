using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Rules;

/// <summary>What a rule would have done.</summary>
/// <param name="Days">Days that were looked back over.</param>
/// <param name="Looked">Orders that were looked at.</param>
/// <param name="Matched">Orders that the rule fits.</param>
/// <param name="Unknown">Orders that say too little to be judged, such as those without an address.</param>
/// <param name="TakenBefore">Of those that fit, how many an earlier rule that is on would have taken.</param>
/// <param name="IsPartial">There were more orders than are looked at; the newest were.</param>
/// <param name="Examples">Some of the orders that it fits, the newest first.</param>
public sealed record RuleTrialResult(int Days, int Looked, int Matched, int Unknown, int TakenBefore, bool IsPartial, IReadOnlyList<RuleExample> Examples);

/// <summary>Tries rules on past orders, without doing anything to them.</summary>
public sealed class RuleTrial
{
    /// <summary>Days that are looked back over.</summary>
    public const int Days = 30;

    /// <summary>Most orders that are looked at, the newest first.</summary>
    public const int MostOrders = 20_000;

    /// <summary>Orders that are named.</summary>
    public const int MostExamples = 8;

    private const int GroupSize = 400;
    private readonly MarketplaceDb database;
    private readonly RuleBook book;
    private readonly OrderFactsReader facts;
    private readonly TimeProvider time;

    internal RuleTrial(MarketplaceDb database, RuleBook book, OrderFactsReader facts, TimeProvider time) =>
        (this.database, this.book, this.facts, this.time) = (database, book, facts, time);

    /// <summary>Tries what a seller is writing. Stock and tags are taken as they are today; age, over the time in which an order was open.</summary>
    /// <param name="sellerId">Whose orders.</param>
    /// <param name="ruleId">The rule that is being changed, whose place decides which rules come before it; null for a new one, behind all.</param>
    /// <param name="terms">What it says.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<RuleTrialResult> TryAsync(Guid sellerId, Guid? ruleId, RuleTerms terms, CancellationToken cancellationToken)
    {
        var rules = await book.ListAsync(sellerId, cancellationToken);
        var before = rules.TakeWhile(r => r.Id != ruleId).Where(r => r is { State: RuleState.On, GoesOn: false }).ToList();
        var names = await book.NamesAsync(sellerId, cancellationToken);
        var what = RuleWords.Of(new RuleTerms([], terms.Then), names)["Always ".Length..];
        await using var db = database.Open(sellerId);
        var since = time.GetUtcNow().AddDays(-Days);
        var ids = await db.Orders.Where(o => o.PlacedAt >= since && !o.FulfilledByMarketplace && o.State != OrderState.Cancelled)
            .OrderByDescending(o => o.PlacedAt).Take(MostOrders + 1).Select(o => o.Id).ToListAsync(cancellationToken);
        var (matched, unknown, taken, examples) = (0, 0, 0, new List<RuleExample>());
        foreach (var group in ids.Take(MostOrders).Chunk(GroupSize))
        {
            foreach (var order in await facts.ReadAsync(db, group, [terms, .. before.Select(r => r.Terms)], overTime: true, cancellationToken))
            {
                var fit = RuleMatcher.Fits(terms, order);
                unknown += fit == RuleFit.Unknown ? 1 : 0;
                if (fit != RuleFit.Yes)
                {
                    continue;
                }

                matched++;
                taken += before.Any(r => RuleMatcher.Fits(r.Terms, order) == RuleFit.Yes) ? 1 : 0;
                if (examples.Count < MostExamples)
                {
                    examples.Add(ExampleOf(order.Order, what));
                }
            }
        }

        return new RuleTrialResult(Days, Math.Min(ids.Count, MostOrders), matched, unknown, taken, ids.Count > MostOrders, examples);
    }

    /// <summary>Tries a stored rule, which can be switched on afterwards.</summary>
    /// <returns>What it would have done; null where the seller has no such rule. A problem says that the rule was changed meanwhile.</returns>
    public async Task<(RuleTrialResult Result, string? Problem)?> TryStoredAsync(Guid sellerId, Guid ruleId, CancellationToken cancellationToken)
    {
        if (await book.FindAsync(sellerId, ruleId, cancellationToken) is not { } rule)
        {
            return null;
        }

        var result = await TryAsync(sellerId, ruleId, rule.Terms, cancellationToken);
        return (result, await book.TriedAsync(sellerId, ruleId, rule.Revision, cancellationToken));
    }

    internal static RuleExample ExampleOf(Order order, string what) => new(order.Id, order.ExternalId, order.Marketplace, order.Summary, order.PlacedAt, what);
}
