using System.Globalization;
using Marketplace.Core.Inventory;
using Marketplace.Web.Auth;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Inventory;

/// <summary>On hand, changed in place: Enter or leaving the field stores it; a refusal says why and puts the old count back.</summary>
public sealed partial class OnHandCell(StockLedger stock, CurrentSeller seller, ISnackbar snackbar)
{
    private bool isSaving;

    // A fresh input shows the stored count again where the browser still shows what was typed.
    private int revision;

    /// <summary>The variant.</summary>
    [Parameter, EditorRequired]
    public InventoryRow Row { get; set; } = null!;

    /// <summary>Called once the new count is stored.</summary>
    [Parameter]
    public EventCallback OnSaved { get; set; }

    private async Task SaveAsync(ChangeEventArgs args)
    {
        if (!int.TryParse(args.Value as string, NumberStyles.Integer, CultureInfo.InvariantCulture, out var count))
        {
            Refuse("On hand is a whole number of items, 0 or more.");
            return;
        }

        if (count == Row.OnHand || isSaving)
        {
            return;
        }

        isSaving = true;
        try
        {
            var result = await stock.SetOnHandAsync(await seller.IdAsync(), Row.VariantId, count, await seller.NameAsync(), null, CancellationToken.None);
            if (result.Problem is { } problem)
            {
                Refuse(problem);
            }
            else
            {
                await OnSaved.InvokeAsync();
            }
        }
        finally
        {
            isSaving = false;
        }
    }

    private void Refuse(string problem)
    {
        snackbar.Add($"{Row.Sku}: {problem}", Severity.Warning);
        revision++;
    }
}
