using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Locations;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Inventory.Stock;

/// <summary>The ledger of one item, filtered by what happened and where.</summary>
public sealed partial class LedgerRows
{
    private const int Step = 50;

    private LedgerChoice shown = LedgerWords.Choices[0];
    private Guid? location;
    private int count = Step;
    private Page<MovementView>? page;
    private Guid loaded;

    /// <summary>Of what.</summary>
    [Parameter, EditorRequired]
    public Guid VariantId { get; set; }

    /// <summary>The seller's locations.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<LocationView> Locations { get; set; } = [];

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Inventory];

    [Inject]
    private LedgerQueries Ledger { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (loaded != VariantId)
        {
            (loaded, count) = (VariantId, Step);
            await LoadAsync();
        }
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync() => page = await Ledger.ListAsync(
        await Seller.IdAsync(), VariantId, new LedgerFilter { Kinds = shown.Kinds, LocationId = location }, 0, count, CancellationToken.None);

    private Task ChooseKindAsync(ChangeEventArgs args)
    {
        (shown, count) = (LedgerWords.Choices.FirstOrDefault(c => c.Name == args.Value as string) ?? LedgerWords.Choices[0], Step);
        return LoadAsync();
    }

    private Task ChooseLocationAsync(ChangeEventArgs args)
    {
        (location, count) = (Guid.TryParse(args.Value as string, out var id) ? id : null, Step);
        return LoadAsync();
    }

    private Task MoreAsync()
    {
        count = Math.Min(count + Step, LedgerQueries.MaxPage);
        return LoadAsync();
    }
}
