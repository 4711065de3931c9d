using Marketplace.Core.Changes;
using Marketplace.Core.Insights;
using Marketplace.Web.Live;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Listings;

/// <summary>The listings of an item with what is known of their quantities, and why one is not in step.</summary>
public sealed partial class ListingTruths(ListingTruthQueries queries, ViewerTime viewer)
{
    private IReadOnlyList<ListingTruth>? truths;
    private Guid loaded;

    /// <summary>The item.</summary>
    [Parameter, EditorRequired]
    public Guid VariantId { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Inventory, ChangeTopic.Catalog, ChangeTopic.Connections];

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (loaded != VariantId)
        {
            (loaded, truths) = (VariantId, null);
            await LoadAsync();
        }
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync()
    {
        var of = VariantId;
        var found = await queries.OfVariantAsync(await Seller.IdAsync(), of, viewer.Zone, CancellationToken.None);
        if (of == VariantId)
        {
            truths = found;
        }
    }
}
