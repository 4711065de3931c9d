using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Fulfillment.Rules;

/// <summary>
/// Runs a seller's rules over the orders that wait to be shipped, the most urgent first. After a restart it begins anew: what was
/// applied is noted with the order, and is not applied again.
/// </summary>
internal sealed class RuleRunHandler(
    MarketplaceDb database, RuleBook book, OrderFactsReader facts, RuleStepper stepper, ChangeFeed changes, WorkSignal signal, TimeProvider time, ILogger<RuleRunHandler> logger)
    : IWorkHandler
{
    private const int GroupSize = 100;

    /// <inheritdoc />
    public string Kind => RuleRuns.RunWork;

    /// <inheritdoc />
    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await using var db = database.Open(item.SellerId);
        if (await db.Set<RuleRun>().SingleOrDefaultAsync(r => r.Id == Guid.Parse(item.Payload), cancellationToken) is not { State: not RuleRunState.Done } run)
        {
            return WorkOutcome.Done;
        }

        run.Move(RuleRunState.Running);
        (run.Looked, run.Applied, run.Refused, run.Failed) = (0, 0, 0, 0);
        await db.SaveChangesAsync(cancellationToken);
        var rules = (await book.ListAsync(item.SellerId, cancellationToken)).Where(r => r.State == RuleState.On).ToList();
        var names = await book.NamesAsync(item.SellerId, cancellationToken);
        var examples = new List<RuleExample>();
        foreach (var group in rules.Count == 0 ? [] : (await WaitingAsync(item.SellerId, cancellationToken)).Chunk(GroupSize))
        {
            await RunGroupAsync(run, rules, names, group, examples, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            Announce(item.SellerId);
        }

        run.Move(RuleRunState.Done);
        run.FinishedAt = time.GetUtcNow();
        if (run.IsDryRun)
        {
            run.Show(examples);
        }

        await db.SaveChangesAsync(cancellationToken);
        await ForgetIdleAsync(db, run, cancellationToken);
        Announce(item.SellerId);
        return WorkOutcome.Done;
    }

    private async Task<List<Guid>> WaitingAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Orders.Where(o => (o.State == OrderState.ToShip || o.State == OrderState.PartiallyShipped) && !o.FulfilledByMarketplace && !o.CancelRequested)
            .OrderBy(o => o.ShipBy).ThenBy(o => o.Id).Select(o => o.Id).ToListAsync(cancellationToken);
    }

    private async Task RunGroupAsync(RuleRun run, List<ShippingRule> rules, RuleNames names, Guid[] group, List<RuleExample> examples, CancellationToken cancellationToken)
    {
        await using var db = database.Open(run.SellerId);
        var earlier = (await db.Set<RuleApplication>().AsNoTracking().Where(a => group.Contains(a.OrderId)).ToListAsync(cancellationToken))
            .ToDictionary(a => (a.OrderId, a.RuleId, a.Revision));
        foreach (var order in await facts.ReadAsync(db, group, rules.Select(r => r.Terms), overTime: false, cancellationToken))
        {
            run.Looked++;
            try
            {
                var fitting = Fitting(rules, order, earlier, isInsistent: !run.IsScheduled);
                if (run.IsDryRun)
                {
                    examples.AddRange(fitting.Select(rule => RuleTrial.ExampleOf(order.Order, $"{rule.Name}: {RuleWords.Of(new RuleTerms([], rule.Terms.Then), names)["Always ".Length..]}")));
                    run.Applied += fitting.Count > 0 ? 1 : 0;
                }
                else
                {
                    await ApplyAsync(run, fitting, names, order.Order.Id, cancellationToken);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogError(exception, "The rules of seller {SellerId} could not be applied to order {OrderId}", run.SellerId, order.Order.Id);
                run.Failed++;
            }
        }
    }

    // The rules that the order is to get, in their order, up to the first that fits and does not go on. What it got before counts as
    // fitting; a refused one is tried again when a person asks.
    private List<ShippingRule> Fitting(List<ShippingRule> rules, OrderFacts order, Dictionary<(Guid, Guid, int), RuleApplication> earlier, bool isInsistent)
    {
        var fitting = new List<ShippingRule>();
        foreach (var rule in RuleStepper.MayTouch(order.Order, time.GetUtcNow()) ? rules : [])
        {
            if (RuleMatcher.Fits(rule.Terms, order) != RuleFit.Yes)
            {
                continue;
            }

            if (!earlier.TryGetValue((order.Order.Id, rule.Id, rule.Revision), out var known) || (known.IsRefused && isInsistent))
            {
                fitting.Add(rule);
            }

            if (!rule.GoesOn)
            {
                break;
            }
        }

        return fitting;
    }

    private async Task ApplyAsync(RuleRun run, List<ShippingRule> fitting, RuleNames names, Guid orderId, CancellationToken cancellationToken)
    {
        var (applied, refused) = (false, false);
        foreach (var rule in fitting)
        {
            if (await stepper.ApplyAsync(run.SellerId, orderId, rule, names, run.Id, cancellationToken) is not { } application)
            {
                // Held by the rule before, or changed meanwhile: the next run sees how it stands.
                break;
            }

            (applied, refused) = (applied || !application.IsRefused, refused || application.IsRefused);
        }

        run.Applied += applied ? 1 : 0;
        run.Refused += refused ? 1 : 0;
        if (applied || refused)
        {
            changes.Publish(new Change(run.SellerId, ChangeTopic.Orders, orderId));
        }
    }

    // The clock asks every few minutes; runs that found nothing to do would bury those that did.
    private static async Task ForgetIdleAsync(MarketplaceDbContext db, RuleRun run, CancellationToken cancellationToken) =>
        await db.Set<RuleRun>()
            .Where(r => r.Id != run.Id && r.IsScheduled && r.State == RuleRunState.Done && r.Applied == 0 && r.Refused == 0 && r.Failed == 0)
            .ExecuteDeleteAsync(cancellationToken);

    private void Announce(Guid sellerId)
    {
        signal.Wake();
        changes.Publish(new Change(sellerId, ChangeTopic.Fulfillment));
    }
}
