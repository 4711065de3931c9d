using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Inventory;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Inventory;

/// <summary>Listings that share no stock, and what to do about it.</summary>
public sealed partial class UnlinkedListings
{
    private Page<ListingView>? page;

    /// <summary>Number of the page, from 1.</summary>
    [Parameter, EditorRequired]
    public int Page { get; set; } = 1;

    /// <summary>Address of a page by its number.</summary>
    [Parameter, EditorRequired]
    public Func<int, string> Href { get; set; } = null!;

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Catalog];

    [Inject]
    private InventoryQueries Inventory { get; set; } = null!;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => LoadAsync();

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync() => page = await Inventory.UnlinkedAsync(
        await Seller.IdAsync(), (Page - 1) * InventoryUrl.PageSize, InventoryUrl.PageSize, CancellationToken.None);
}
