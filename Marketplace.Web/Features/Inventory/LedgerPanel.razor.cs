using System.Globalization;
using Marketplace.Core.Changes;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Locations;
using Marketplace.Web.Features.Inventory.Bundles;
using Marketplace.Web.Features.Inventory.Stock;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Inventory;

/// <summary>The stock of one variant beside the grid: what there is and where, what comes, what happened, and what can be done.</summary>
public sealed partial class LedgerPanel
{
    private InventoryRow? row;
    private IReadOnlyList<LocationView> locations = [];
    private bool isMissing;
    private Guid? loaded;

    /// <summary>The variant; null closes the panel.</summary>
    [Parameter, EditorRequired]
    public Guid? VariantId { get; set; }

    /// <summary>Asked to close.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Inventory];

    [Inject]
    private InventoryQueries Inventory { get; set; } = null!;

    [Inject]
    private LocationEditor Places { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    private IEnumerable<(StockDialogKind Kind, string Label)> Actions =>
        new[]
        {
            (StockDialogKind.Count, "Count"), (StockDialogKind.Receive, "Receive"), (StockDialogKind.Adjust, "Adjust"), (StockDialogKind.Transfer, "Transfer"), (StockDialogKind.Expect, "Expect"),
        }.Where(a => a.Item1 != StockDialogKind.Transfer || locations.Count > 1);

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (VariantId != loaded)
        {
            (row, isMissing, loaded) = (null, false, VariantId);
            await LoadAsync();
        }
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync()
    {
        if (VariantId is not { } id)
        {
            return;
        }

        var seller = await Seller.IdAsync();
        var found = await Inventory.FindAsync(seller, [id], CancellationToken.None);
        var places = await Places.ListAsync(seller, CancellationToken.None);
        if (id == VariantId)
        {
            (row, locations, isMissing) = (found.GetValueOrDefault(id), places, found.Count == 0);
        }
    }

    private async Task OpenAsync(StockDialogKind kind)
    {
        if (row is not null && await StockDialog.ShowAsync(Dialogs, kind, row, locations))
        {
            await LoadAsync();
        }
    }

    private async Task EditBundleAsync()
    {
        if (row is not null && await BundleDialog.ShowAsync(Dialogs, row))
        {
            await LoadAsync();
        }
    }

    private static string Number(int items) => items.ToString("N0", CultureInfo.InvariantCulture);
}
