using System.Globalization;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Incoming;
using Marketplace.Core.Inventory.Locations;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Inventory.Stock;

/// <summary>What a seller does with the stock of one item.</summary>
public enum StockDialogKind
{
    /// <summary>Counts what lies there.</summary>
    Count,

    /// <summary>Takes a delivery in.</summary>
    Receive,

    /// <summary>Corrects the count.</summary>
    Adjust,

    /// <summary>Carries items elsewhere.</summary>
    Transfer,

    /// <summary>Expects a delivery.</summary>
    Expect,
}

/// <summary>Counts, receives, corrects, carries or expects items of one variant.</summary>
public sealed partial class StockDialog(StockLedger stock, IncomingDesk desk, CurrentSeller seller)
{
    private int? items;
    private Guid location;
    private Guid to;
    private DateTime? due;
    private string? note;
    private string? problem;
    private bool isSaving;

    /// <summary>What is done.</summary>
    [Parameter, EditorRequired]
    public StockDialogKind Kind { get; set; }

    /// <summary>Of what.</summary>
    [Parameter, EditorRequired]
    public InventoryRow Row { get; set; } = null!;

    /// <summary>The seller's locations, the default one first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<LocationView> Locations { get; set; } = [];

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private (string Title, string Items, string Place, string Note, string Button) Words => Kind switch
    {
        StockDialogKind.Count => ("Count stock", "Items that are there", "Counted at", "Reason", "Save count"),
        StockDialogKind.Receive => ("Receive stock", "Items that came", "Put to", "Delivery note or reason", "Receive"),
        StockDialogKind.Adjust => ("Adjust stock", "More (+) or fewer (−) items", "At", "Reason", "Adjust"),
        StockDialogKind.Transfer => ("Transfer stock", "Items to carry", "From", "Reason", "Transfer"),
        _ => ("Expect a delivery", "Items expected", "Will be put to", "Reference (purchase order, supplier)", "Expect"),
    };

    private string? Hint => Kind switch
    {
        StockDialogKind.Count => $"The books say {Number(Here)}.",
        StockDialogKind.Adjust when items is { } change => $"{Number(Here)} → {Number(Here + change)}",
        StockDialogKind.Transfer => $"{Number(Here)} lie there.",
        StockDialogKind.Expect => "Shown as incoming; offered only once it is received.",
        _ => null,
    };

    private int Here => Row.Places.FirstOrDefault(p => p.LocationId == location)?.OnHand ?? 0;

    /// <summary>Opens the dialog.</summary>
    /// <returns>Whether anything was changed.</returns>
    public static async Task<bool> ShowAsync(IDialogService dialogs, StockDialogKind kind, InventoryRow row, IReadOnlyList<LocationView> locations)
    {
        var parameters = new DialogParameters<StockDialog> { { d => d.Kind, kind }, { d => d.Row, row }, { d => d.Locations, locations } };
        var dialog = await dialogs.ShowAsync<StockDialog>(null, parameters, new DialogOptions { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true });
        return await dialog.Result is { Canceled: false };
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        location = Locations.FirstOrDefault()?.Id ?? Guid.Empty;
        to = Locations.FirstOrDefault(l => l.Id != location)?.Id ?? Guid.Empty;
        items = Kind == StockDialogKind.Count ? Here : null;
    }

    private async Task SaveAsync()
    {
        isSaving = true;
        problem = Kind == StockDialogKind.Expect ? await ExpectAsync() : await ChangeAsync();
        isSaving = false;
        if (problem is null)
        {
            Dialog.Close(true);
        }
    }

    private async Task<string?> ChangeAsync()
    {
        var act = new StockAct
        {
            VariantId = Row.VariantId,
            Kind = Kind switch
            {
                StockDialogKind.Count => StockActKind.Count,
                StockDialogKind.Receive => StockActKind.Receive,
                StockDialogKind.Adjust => StockActKind.Adjust,
                _ => StockActKind.Transfer,
            },
            Items = items!.Value,
            LocationId = location,
            ToLocationId = to,
            Note = note,
        };
        return (await stock.DoAsync(await seller.IdAsync(), act, await seller.NameAsync(), CancellationToken.None)).Problem;
    }

    private async Task<string?> ExpectAsync()
    {
        var wish = new IncomingWish(Row.VariantId, items!.Value, note ?? "", due is { } day ? DateOnly.FromDateTime(day) : null, location);
        return (await desk.ExpectAsync(await seller.IdAsync(), wish, await seller.NameAsync(), CancellationToken.None)).Problem;
    }

    private string At(Guid place) => Number(Row.Places.FirstOrDefault(p => p.LocationId == place)?.OnHand ?? 0);

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
