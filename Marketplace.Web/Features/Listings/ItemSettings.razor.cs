using System.Globalization;
using Marketplace.Core.Catalog;
using Marketplace.Core.Changes;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.LowStock;
using Marketplace.Core.Linking;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Listings;

/// <summary>What is set for one item alone: when its stock counts as low, what it weighs, and the further SKUs that mean it.</summary>
public sealed partial class ItemSettings(LowStockThresholds thresholds, ItemWeights weights, LinkQueries queries, ListingLinks links, ISnackbar snackbar)
{
    private IReadOnlyList<SkuAlias> aliases = [];
    private int usual;
    private int? own;
    private int? grams;
    private Guid loaded;

    /// <summary>The item.</summary>
    [Parameter, EditorRequired]
    public InventoryRow Row { get; set; } = null!;

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Inventory, ChangeTopic.Catalog];

    private string Hint => own is null ? ", as for all items" : string.Create(CultureInfo.InvariantCulture, $"; empty it to go back to {usual}, as for all items");

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (loaded != Row.VariantId)
        {
            loaded = Row.VariantId;
            await LoadAsync();
        }
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync()
    {
        var seller = await Seller.IdAsync();
        usual = await thresholds.UsualAsync(seller, CancellationToken.None);
        own = await thresholds.OwnAsync(seller, Row.VariantId, CancellationToken.None);
        grams = await weights.FindAsync(seller, Row.VariantId, CancellationToken.None);
        aliases = await queries.AliasesAsync(seller, Row.VariantId, CancellationToken.None);
    }

    private async Task SaveAsync(ChangeEventArgs args)
    {
        var text = args.Value as string;
        int? items = null;
        if (!string.IsNullOrWhiteSpace(text))
        {
            if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
            {
                snackbar.Add("The threshold is a whole number of items, 0 or more.", Severity.Warning);
                return;
            }

            items = number;
        }

        if (await thresholds.SetAsync(await Seller.IdAsync(), Row.VariantId, items, CancellationToken.None) is { } problem)
        {
            snackbar.Add(problem, Severity.Warning);
        }

        await LoadAsync();
    }

    private async Task WeighAsync(ChangeEventArgs args)
    {
        var text = args.Value as string;
        if (!string.IsNullOrWhiteSpace(text) && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var weight) || weight is < 1 or > ItemWeights.MaxGrams))
        {
            snackbar.Add($"The weight is a whole number of grams between 1 and {ItemWeights.MaxGrams}.", Severity.Warning);
        }
        else
        {
            await weights.SetAsync(await Seller.IdAsync(), Row.VariantId, string.IsNullOrWhiteSpace(text) ? null : int.Parse(text, CultureInfo.InvariantCulture), CancellationToken.None);
        }

        await LoadAsync();
    }

    private async Task ForgetAsync(SkuAlias alias)
    {
        await links.RemoveAliasAsync(await Seller.IdAsync(), alias.Id, CancellationToken.None);
        await LoadAsync();
    }
}
