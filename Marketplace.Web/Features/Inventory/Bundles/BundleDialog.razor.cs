using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Bundles;
using Marketplace.Web.Auth;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Inventory.Bundles;

/// <summary>What a bundle is made of: parts by SKU, each with its quantity.</summary>
public sealed partial class BundleDialog(BundleEditor editor, BundleQueries queries, CurrentSeller seller, IDialogService dialogs)
{
    private readonly List<PartEntry> parts = [];
    private string? problem;

    /// <summary>The variant that is the bundle.</summary>
    [Parameter, EditorRequired]
    public InventoryRow Row { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private int Buildable => parts.Min(p => p.View.Available / Math.Max(p.Quantity, 1));

    /// <summary>Opens the dialog.</summary>
    /// <returns>Whether anything was changed.</returns>
    public static async Task<bool> ShowAsync(IDialogService dialogs, InventoryRow row)
    {
        var parameters = new DialogParameters<BundleDialog> { { d => d.Row, row } };
        var dialog = await dialogs.ShowAsync<BundleDialog>(null, parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        return await dialog.Result is { Canceled: false };
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var bundle = await queries.ReadAsync(await seller.IdAsync(), Row.VariantId, CancellationToken.None);
        parts.AddRange(bundle.Parts.Select(part => new PartEntry(part) { Quantity = part.Quantity }));
    }

    private async Task<IEnumerable<BundlePartView>> FindAsync(string? typed, CancellationToken cancellationToken) =>
        (await queries.FindPartsAsync(await seller.IdAsync(), typed, cancellationToken))
            .Where(found => found.VariantId != Row.VariantId && parts.All(p => p.View.VariantId != found.VariantId));

    private void Add(BundlePartView? found)
    {
        if (found is not null)
        {
            parts.Add(new PartEntry(found) { Quantity = 1 });
        }
    }

    private async Task SaveAsync()
    {
        problem = await editor.DefineAsync(
            await seller.IdAsync(), Row.VariantId, [.. parts.Select(p => new BundlePartWish(p.View.VariantId, p.Quantity))], await seller.NameAsync(), CancellationToken.None);
        if (problem is null)
        {
            Dialog.Close(true);
        }
    }

    private async Task DissolveAsync()
    {
        if (await ConfirmDialog.AskAsync(
            dialogs, "Make this a plain item again?", "Its listings go to zero until you count it. Orders that are open keep the parts they hold.", "No bundle any more", isDangerous: true))
        {
            await editor.DissolveAsync(await seller.IdAsync(), Row.VariantId, CancellationToken.None);
            Dialog.Close(true);
        }
    }

    private sealed class PartEntry(BundlePartView view)
    {
        public BundlePartView View { get; } = view;

        public int Quantity { get; set; }
    }
}
