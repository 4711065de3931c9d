namespace Marketplace.Core.Inventory.Allocation;

/// <summary>All rules of a seller, to find in memory the one that reaches a listing, or would after a change.</summary>
internal sealed class AllocationRuleSet(IEnumerable<AllocationRule> rules)
{
    private readonly Dictionary<AllocationTarget, AllocationTerms> byTarget = rules.ToDictionary(r => r.Target, r => r.Terms);

    /// <summary>The same rules after one was changed, added, or removed with null.</summary>
    public AllocationRuleSet With(AllocationTarget target, AllocationTerms? terms)
    {
        var changed = new AllocationRuleSet([]);
        foreach (var (other, otherTerms) in byTarget)
        {
            changed.byTarget[other] = otherTerms;
        }

        changed.byTarget.Remove(target);
        if (terms is not null)
        {
            changed.byTarget[target] = terms;
        }

        return changed;
    }

    /// <summary>Terms of a listing and how far their rule reaches; null where none does and everything is offered.</summary>
    public (AllocationTerms Terms, AllocationScope? Scope) Of(Guid listingId, Guid connectionId, string marketplace)
    {
        foreach (var target in new[] { AllocationTarget.OfListing(listingId), AllocationTarget.OfStore(connectionId), AllocationTarget.OfMarketplace(marketplace) })
        {
            if (byTarget.TryGetValue(target, out var terms))
            {
                return (terms, target.Scope);
            }
        }

        return (AllocationTerms.Everything, null);
    }
}
