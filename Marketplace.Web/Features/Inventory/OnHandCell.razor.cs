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

    /// <summary>Location whose count is shown and changed; null for all together.</summary>
    [Parameter]
    public Guid? LocationId { get; set; }

    /// <summary>Called once the new count is stored.</summary>
    [Parameter]
    public EventCallback OnSaved { get; set; }

    private int Shown => LocationId is { } location ? Row.Places.FirstOrDefault(p => p.LocationId == location)?.OnHand ?? 0 : Row.OnHand;

    private string Breakdown => string.Join(", ", Row.Places.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} {p.OnHand:N0}")));

    private async Task SaveAsync(ChangeEventArgs args)
    {
        if (!int.TryParse(args.Value as string, NumberStyles.Integer, CultureInfo.InvariantCulture, out var count))
        {
            Refuse("On hand is a whole number of items, 0 or more.");
            return;
        }

        if (count == Shown || isSaving)
        {
            return;
        }

        isSaving = true;
        try
        {
            var act = new StockAct { VariantId = Row.VariantId, Kind = LocationId is null ? StockActKind.CountAll : StockActKind.Count, Items = count, LocationId = LocationId };
            var result = await stock.DoAsync(await seller.IdAsync(), act, await seller.NameAsync(), CancellationToken.None);
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
