using Marketplace.Core.Changes;
using Marketplace.Core.Connections;
using Marketplace.Core.Insights;
using Marketplace.Core.Inventory.Allocation;
using Marketplace.Core.Platforms;
using Marketplace.Web.Live;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Allocation;

/// <summary>All rules for what listings offer, from the widest to single listings.</summary>
public sealed partial class AllocationPage
{
    private AllocationUrl url = new(null);
    private IReadOnlyList<AllocationRule>? rules;
    private IReadOnlyList<StoreView> stores = [];
    private List<(AllocationRule Rule, ListingTruth? Listing)> listings = [];

    /// <summary>Marketplace of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Marketplace { get; set; }

    /// <summary>Store of the address.</summary>
    [SupplyParameterFromQuery]
    public Guid? Store { get; set; }

    /// <summary>Listing of the address.</summary>
    [SupplyParameterFromQuery]
    public Guid? Listing { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Inventory, ChangeTopic.Connections];

    [Inject]
    private AllocationRules Rules { get; set; } = null!;

    [Inject]
    private ConnectionQueries Connections { get; set; } = null!;

    [Inject]
    private ListingTruthQueries Truths { get; set; } = null!;

    [Inject]
    private ViewerTime Viewer { get; set; } = null!;

    [Inject]
    private PlatformCatalog Platforms { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        url = AllocationUrl.Parse(Marketplace, Store, Listing);
        await LoadAsync();
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => changes.Count > 0 ? LoadAsync() : Task.CompletedTask;

    private async Task LoadAsync()
    {
        var seller = await Seller.IdAsync();
        stores = [.. (await Connections.ListAsync(seller, CancellationToken.None)).Where(s => s.State != ConnectionState.Disconnected)];
        var found = await Rules.ListAsync(seller, CancellationToken.None);
        var named = new List<(AllocationRule, ListingTruth?)>();
        foreach (var rule in found.Where(r => r.ListingId is not null))
        {
            named.Add((rule, await Truths.FindAsync(seller, rule.ListingId!.Value, Viewer.Zone, CancellationToken.None)));
        }

        (rules, listings) = (found, named);
    }

    private AllocationRule? RuleOf(AllocationTarget target) => rules?.FirstOrDefault(r => r.Target == target);

    private void Close() => Navigation.NavigateTo(new AllocationUrl(null).ToString());
}
