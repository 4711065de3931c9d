using System.Globalization;
using Marketplace.Core.Changes;
using Marketplace.Core.Inventory;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Inventory;

/// <summary>The ledger of one variant, beside the grid.</summary>
public sealed partial class LedgerPanel
{
    private InventoryRow? row;
    private IReadOnlyList<MovementView> movements = [];
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
    private LedgerQueries Ledger { get; set; } = null!;

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
        var ledger = (await Ledger.ListAsync(seller, id, new LedgerFilter(), 0, LedgerQueries.MaxPage, CancellationToken.None)).Items;
        if (id == VariantId)
        {
            (row, movements, isMissing) = (found.GetValueOrDefault(id), ledger, found.Count == 0);
        }
    }

    private static string MovementWords(MovementView movement) => movement.Note ?? movement.Kind switch
    {
        MovementKind.Opening => "First count",
        MovementKind.Adjusted => "Counted by hand",
        MovementKind.Reserved => "Held for an order",
        MovementKind.Released => "No longer held",
        _ => "Left with a parcel",
    };

    private static string Change(MovementView movement) => movement.OnHandChange != 0
        ? Signed(movement.OnHandChange)
        : $"{Signed(movement.ReservedChange)} held";

    private static string Signed(int change) => change.ToString("+#,0;−#,0;0", CultureInfo.InvariantCulture);
}
