using Marketplace.Core.Inventory.Allocation;
using Marketplace.Web.Components.Shared;

namespace Marketplace.Web.Features.Allocation;

/// <summary>Which rule is open, as the page's address tells it.</summary>
/// <param name="Target">What the rule is about; null while none is open.</param>
public sealed record AllocationUrl(AllocationTarget? Target)
{
    /// <summary>Reads an address; what makes no sense in it opens nothing.</summary>
    public static AllocationUrl Parse(string? marketplace, Guid? store, Guid? listing)
    {
        var target = new AllocationTarget(string.IsNullOrWhiteSpace(marketplace) ? null : marketplace, store, listing);
        return new AllocationUrl(target.IsSound ? target : null);
    }

    /// <summary>The address.</summary>
    public override string ToString() => Query.Address(
        "allocation", ("marketplace", Target?.Marketplace), ("store", Target?.ConnectionId?.ToString()), ("listing", Target?.ListingId?.ToString()));
}
