using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Connections;
using Marketplace.Core.Linking;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Linking;

/// <summary>The queue of what belongs to no item yet, with what it may be.</summary>
public sealed partial class LinkingPage
{
    /// <summary>Score from which a suggestion counts as sure enough to be confirmed unseen.</summary>
    private const int SureScore = 90;

    private readonly HashSet<Guid> selected = [];
    private LinkingUrl url = new();
    private LinkCounts? counts;
    private Page<UnlinkedListing>? page;
    private IReadOnlyList<(Guid ListingId, Guid VariantId)> sure = [];
    private Dictionary<Guid, string> stores = [];
    private bool isBusy;

    /// <summary>Tab of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    /// <summary>Channel of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Channel { get; set; }

    /// <summary>Page of the address.</summary>
    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Catalog, ChangeTopic.Orders];

    [Inject]
    private LinkQueries Links { get; set; } = null!;

    [Inject]
    private ListingLinks Linker { get; set; } = null!;

    [Inject]
    private ConnectionQueries Connections { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private List<UnlinkedListing> Suggested => [.. (page?.Items ?? []).Where(l => selected.Contains(l.ListingId) && l.Suggestions.Count > 0)];

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        url = LinkingUrl.Parse(Tab, Channel, Page);
        selected.Clear();
        await LoadAsync();
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => changes.Count > 0 ? LoadAsync() : Task.CompletedTask;

    private async Task LoadAsync()
    {
        var seller = await Seller.IdAsync();
        counts = await Links.CountAsync(seller, CancellationToken.None);
        sure = await Links.SureAsync(seller, SureScore, CancellationToken.None);
        stores = (await Connections.ListAsync(seller, CancellationToken.None)).ToDictionary(s => s.Id, s => s.StoreName);
        if (!url.OrderLines)
        {
            page = await Links.ListAsync(seller, url.Tab, url.Channel, (url.Page - 1) * LinkingUrl.PageSize, LinkingUrl.PageSize, CancellationToken.None);
            selected.IntersectWith(page.Items.Select(l => l.ListingId));
        }
    }

    private List<FilterTabs.Tab> Tabs() =>
    [
        Listings(LinkTab.All, "All listings", counts?.Listings),
        Listings(LinkTab.Suggested, "With suggestions", counts?.Suggested),
        Listings(LinkTab.Unlike, "Like nothing here", counts is null ? null : counts.Listings - counts.Suggested),
        new FilterTabs.Tab("order-lines", "Order lines", counts?.LinesWithoutListing, new LinkingUrl(OrderLines: true).ToString(), url.OrderLines),
        Listings(LinkTab.Ignored, "Left out", counts?.Ignored),
    ];

    private FilterTabs.Tab Listings(LinkTab tab, string label, int? count) =>
        new(Query.Word(tab, (LinkTab)(-1))!, label, count, new LinkingUrl(tab, Channel: url.Channel).ToString(), !url.OrderLines && url.Tab == tab);

    private void Select(Guid listingId, bool isSelected) => _ = isSelected ? selected.Add(listingId) : selected.Remove(listingId);

    private Task ConfirmSureAsync() => ConfirmAsync(sure);

    private Task ConfirmSelectedAsync() => ConfirmAsync([.. Suggested.Select(l => (l.ListingId, l.Suggestions[0].VariantId))]);

    private Task ConfirmAsync(IReadOnlyList<(Guid ListingId, Guid VariantId)> pairs) => DoAsync(async seller =>
    {
        var linked = await Linker.ConfirmAsync(seller, pairs, CancellationToken.None);
        Snackbar.Add(linked == pairs.Count ? $"{linked} linked." : $"{linked} linked; {pairs.Count - linked} were changed by somebody else meanwhile.", Severity.Success);
    });

    private Task CreateSelectedAsync() => DoAsync(async seller =>
    {
        var refused = new List<string>();
        foreach (var listingId in selected)
        {
            if (await Linker.CreateItemAsync(seller, listingId, CancellationToken.None) is { Problem: { } problem })
            {
                refused.Add(problem);
            }
        }

        Snackbar.Add(
            refused.Count == 0 ? $"{selected.Count} new items." : $"{selected.Count - refused.Count} new items; {refused.Count} were refused: {refused[0]}",
            refused.Count == 0 ? Severity.Success : Severity.Warning);
    });

    private Task IgnoreSelectedAsync() => DoAsync(async seller =>
    {
        foreach (var listingId in selected)
        {
            await Linker.IgnoreAsync(seller, listingId, url.Tab != LinkTab.Ignored, CancellationToken.None);
        }
    });

    private async Task DoAsync(Func<Guid, Task> act)
    {
        isBusy = true;
        try
        {
            await act(await Seller.IdAsync());
            selected.Clear();
            await LoadAsync();
        }
        finally
        {
            isBusy = false;
        }
    }
}
