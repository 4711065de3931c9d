using Marketplace.Core.Changes;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Rules;

/// <summary>A rule as the seller writes it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Terms">What it says.</param>
/// <param name="GoesOn">Further rules are looked at after it has matched.</param>
public sealed record RuleDraft(string Name, RuleTerms Terms, bool GoesOn);

/// <summary>The seller's rules: reads, writes, orders, switches and deletes them.</summary>
public sealed class RuleBook(MarketplaceDb database, PlatformCatalog platforms, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Most rules of a seller.</summary>
    public const int MaxRules = 200;

    /// <summary>All rules, in the order in which they are tried.</summary>
    public async Task<IReadOnlyList<ShippingRule>> ListAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Set<ShippingRule>().AsNoTracking().OrderBy(r => r.Position).ThenBy(r => r.Id).ToListAsync(cancellationToken);
    }

    /// <summary>One rule; null where the seller has no such rule.</summary>
    public async Task<ShippingRule?> FindAsync(Guid sellerId, Guid ruleId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Set<ShippingRule>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == ruleId, cancellationToken);
    }

    /// <summary>Names of all that the seller's rules may refer to.</summary>
    public async Task<RuleNames> NamesAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return new RuleNames(
            platforms.All.ToDictionary(p => p.Key.Value, p => p.Descriptor.Name),
            await db.Connections.Where(c => c.State != ConnectionState.Disconnected).ToDictionaryAsync(c => c.Id, c => c.StoreName, cancellationToken),
            await db.StockLocations.ToDictionaryAsync(l => l.Id, l => l.Name, cancellationToken));
    }

    /// <summary>Adds a rule behind all others, or changes one. A rule whose terms change is a draft again: it rests until it was tried and switched on.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="ruleId">The rule to change; null adds one.</param>
    /// <param name="draft">What it shall say.</param>
    /// <param name="actor">Who writes it.</param>
    /// <param name="cancellationToken">Leaves everything as it was.</param>
    /// <returns>Its id; or why it was refused and what to do.</returns>
    public async Task<(Guid? Id, string? Problem)> SaveAsync(Guid sellerId, Guid? ruleId, RuleDraft draft, string actor, CancellationToken cancellationToken)
    {
        var problem = RuleCheck.ProblemOf(draft.Name, draft.Terms) ?? Unknown(draft.Terms, await NamesAsync(sellerId, cancellationToken));
        return problem is not null ? (null, problem) : await WriterRace.RunAsync(() => WriteAsync(sellerId, ruleId, draft, actor, cancellationToken));
    }

    /// <summary>Switches a rule on or off.</summary>
    /// <returns>Why it was refused and what to do; null when it was done.</returns>
    public Task<string?> SwitchAsync(Guid sellerId, Guid ruleId, bool on, CancellationToken cancellationToken) => ChangeAsync(
        sellerId,
        ruleId,
        rule => rule.Move(on ? RuleAct.SwitchOn : RuleAct.SwitchOff) || rule.State == (on ? RuleState.On : RuleState.Off) ? null
            : on ? "Try the rule on past orders first; then it can be switched on."
            : "This rule is not on.",
        cancellationToken);

    /// <summary>Notes that a revision of a rule was tried.</summary>
    internal Task<string?> TriedAsync(Guid sellerId, Guid ruleId, int revision, CancellationToken cancellationToken) => ChangeAsync(
        sellerId,
        ruleId,
        rule => rule.Revision == revision && rule.Move(RuleAct.Try) ? null : "The rule was changed meanwhile. Try it again.",
        cancellationToken);

    /// <summary>Puts the rules into an order; rules that are not named come behind, as they were.</summary>
    public async Task OrderAsync(Guid sellerId, IReadOnlyList<Guid> ruleIds, CancellationToken cancellationToken)
    {
        await WriterRace.RunAsync(async () =>
        {
            await using var db = database.Open(sellerId);
            var rules = await db.Set<ShippingRule>().ToListAsync(cancellationToken);
            var wanted = ruleIds.Distinct().Select((id, at) => (id, at)).ToDictionary(pair => pair.id, pair => pair.at);
            var position = 0;
            foreach (var rule in rules.OrderBy(r => wanted.GetValueOrDefault(r.Id, int.MaxValue)).ThenBy(r => r.Position).ThenBy(r => r.Id))
            {
                rule.Position = position++;
            }

            return await db.SaveChangesAsync(cancellationToken);
        });
        Announce(sellerId);
    }

    /// <summary>Deletes a rule; what it did stays in the orders' timelines.</summary>
    /// <returns>False where the seller has no such rule.</returns>
    public async Task<bool> DeleteAsync(Guid sellerId, Guid ruleId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var deleted = await db.Set<ShippingRule>().Where(r => r.Id == ruleId).ExecuteDeleteAsync(cancellationToken);
        Announce(sellerId);
        return deleted == 1;
    }

    private async Task<(Guid? Id, string? Problem)> WriteAsync(Guid sellerId, Guid? ruleId, RuleDraft draft, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var rules = db.Set<ShippingRule>();
        ShippingRule? rule;
        if (ruleId is { } id)
        {
            rule = await rules.SingleOrDefaultAsync(r => r.Id == id, cancellationToken);
            if (rule is null)
            {
                return (null, "This rule is not there any more. Reload the page to see what is.");
            }
        }
        else if (await rules.CountAsync(cancellationToken) >= MaxRules)
        {
            return (null, $"You have {MaxRules} rules, which is the most. Delete one first.");
        }
        else
        {
            rule = new ShippingRule { Position = (await rules.MaxAsync(r => (int?)r.Position, cancellationToken) ?? -1) + 1, Terms = draft.Terms };
            rules.Add(rule);
        }

        if (!SameTerms(rule, draft))
        {
            rule.Move(RuleAct.Edit);
            rule.Revision++;
        }

        (rule.Name, rule.Terms, rule.GoesOn, rule.ChangedAt, rule.ChangedBy) = (draft.Name.Trim(), draft.Terms, draft.GoesOn, time.GetUtcNow(), actor);
        await db.SaveChangesAsync(cancellationToken);
        Announce(sellerId);
        return (rule.Id, null);
    }

    private static bool SameTerms(ShippingRule rule, RuleDraft draft) =>
        rule.Terms.When.SequenceEqual(draft.Terms.When) && rule.Terms.Then.SequenceEqual(draft.Terms.Then);

    private static string? Unknown(RuleTerms terms, RuleNames names)
    {
        bool Gone(RuleField field, Func<string, bool> isKnown) => terms.When.Where(c => c.Field == field).SelectMany(c => RuleFields.Alternatives(c.Value)).Any(v => !isKnown(v));
        return Gone(RuleField.Channel, names.Channels.ContainsKey) ? "One of the channels is not set up here."
            : Gone(RuleField.Store, v => names.Stores.ContainsKey(Guid.Parse(v))) ? "One of the stores is not connected here."
            : Gone(RuleField.Location, v => names.Locations.ContainsKey(Guid.Parse(v))) || terms.Then.Any(s => s.LocationId is { } id && !names.Locations.ContainsKey(id))
                ? "One of the locations is not there any more."
            : null;
    }

    private async Task<string?> ChangeAsync(Guid sellerId, Guid ruleId, Func<ShippingRule, string?> change, CancellationToken cancellationToken)
    {
        var problem = await WriterRace.RunAsync(async () =>
        {
            await using var db = database.Open(sellerId);
            var rule = await db.Set<ShippingRule>().SingleOrDefaultAsync(r => r.Id == ruleId, cancellationToken);
            var refusal = rule is null ? "This rule is not there any more. Reload the page to see what is." : change(rule);
            await db.SaveChangesAsync(cancellationToken);
            return refusal;
        });
        Announce(sellerId);
        return problem;
    }

    private void Announce(Guid sellerId) => changes.Publish(new Change(sellerId, ChangeTopic.Fulfillment));
}
