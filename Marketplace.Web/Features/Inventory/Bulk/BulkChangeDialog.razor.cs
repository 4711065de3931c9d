using System.Globalization;
using Marketplace.Core.Inventory.Bulk;
using Marketplace.Core.Inventory.Locations;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Inventory.Bulk;

/// <summary>The same change for a selection: what, then a preview of every row, then done.</summary>
public sealed partial class BulkChangeDialog(BulkStock bulk, BulkQueries queries, CurrentSeller seller)
{
    private static readonly (StockField Field, string Label)[] Fields =
        [(StockField.OnHand, "Set on hand"), (StockField.Add, "Add or take"), (StockField.Receive, "Receive"), (StockField.Threshold, "Low stock at")];

    private StockField wished = StockField.OnHand;
    private int? value;
    private Guid? location;
    private string? note;
    private StockBatch? batch;
    private bool isBusy;

    /// <summary>What is changed.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<Guid> VariantIds { get; set; } = [];

    /// <summary>The seller's locations, the default one first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<LocationView> Locations { get; set; } = [];

    /// <summary>The location that the page shows.</summary>
    [Parameter]
    public Guid? LocationId { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private string ValueLabel => wished switch
    {
        StockField.OnHand => "On hand of each",
        StockField.Add => "More (+) or fewer (−) of each",
        StockField.Receive => "Items received of each",
        _ => "Low stock at",
    };

    /// <summary>Opens the dialog.</summary>
    /// <returns>Whether a change is being carried out.</returns>
    public static async Task<bool> ShowAsync(IDialogService dialogs, IReadOnlyList<Guid> variantIds, IReadOnlyList<LocationView> locations, Guid? locationId)
    {
        var parameters = new DialogParameters<BulkChangeDialog> { { d => d.VariantIds, variantIds }, { d => d.Locations, locations }, { d => d.LocationId, locationId } };
        var dialog = await dialogs.ShowAsync<BulkChangeDialog>(null, parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, BackdropClick = false });
        return await dialog.Result is { Canceled: false };
    }

    /// <inheritdoc />
    protected override void OnInitialized() => location = LocationId ?? Locations.FirstOrDefault()?.Id;

    private async Task PreviewAsync()
    {
        isBusy = true;
        var owner = await seller.IdAsync();
        var place = wished == StockField.Threshold || Locations.Count < 2 ? null : location;
        var id = await bulk.SelectAsync(owner, VariantIds, new BulkWish(wished, value!.Value, place, note), await seller.NameAsync(), CancellationToken.None);
        batch = await queries.FindAsync(owner, id, CancellationToken.None);
        isBusy = false;
    }

    private async Task ApplyAsync()
    {
        isBusy = true;
        await bulk.ApplyAsync(await seller.IdAsync(), batch!.Id, CancellationToken.None);
        Dialog.Close(true);
    }

    private async Task CancelAsync()
    {
        if (batch is not null)
        {
            await bulk.DiscardAsync(await seller.IdAsync(), batch.Id, CancellationToken.None);
        }

        Dialog.Cancel();
    }

    private static string Count(int items) => items == 1 ? "1 item" : $"{items.ToString("N0", CultureInfo.InvariantCulture)} items";
}
