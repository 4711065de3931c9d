using Marketplace.Core.Changes;
using Marketplace.Core.Connections;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Orders;
using Marketplace.Web.Features.Fulfillment;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace Marketplace.Web.Features.Orders;

/// <summary>One order whole, beside the grid; keeps itself true while it is open.</summary>
public sealed partial class OrderPanel
{
    private OrderDetails? details;
    private IReadOnlyList<ShipmentView> shipments = [];
    private bool isMissing;
    private Guid? loaded;

    /// <summary>The order to show; null closes the panel.</summary>
    [Parameter, EditorRequired]
    public Guid? OrderId { get; set; }

    /// <summary>Rows of the grid, for previous and next.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<OrderRow> Siblings { get; set; } = [];

    /// <summary>The seller's stores by their ids.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<Guid, StoreView> Stores { get; set; } = new Dictionary<Guid, StoreView>();

    /// <summary>Asked to show another order, or none.</summary>
    [Parameter]
    public EventCallback<Guid?> OnMove { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Orders, ChangeTopic.Fulfillment, ChangeTopic.Inventory];

    [Inject]
    private OrderReader Reader { get; set; } = null!;

    [Inject]
    private ShipmentQueries Shipments { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    private string? StoreName => details is null ? null : Stores.GetValueOrDefault(details.Row.ConnectionId)?.StoreName;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (OrderId != loaded)
        {
            (details, isMissing, loaded) = (null, false, OrderId);
            await LoadAsync();
        }
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync()
    {
        if (OrderId is not { } id)
        {
            return;
        }

        var seller = await Seller.IdAsync();
        var read = await Reader.ReadAsync(seller, id, CancellationToken.None);
        var parcels = await Shipments.OfOrderAsync(seller, id, CancellationToken.None);

        // The panel may have moved on while this was read.
        if (id == OrderId)
        {
            (details, shipments, isMissing) = (read, parcels, read is null);
        }
    }

    private async Task ShipAsync() => await ShipDialog.ShowAsync(Dialogs, [details!.Row.Id]);

    private Guid? Sibling(int step)
    {
        var at = Siblings.ToList().FindIndex(row => row.Id == OrderId);
        return at >= 0 && at + step >= 0 && at + step < Siblings.Count ? Siblings[at + step].Id : null;
    }

    private Task MoveAsync(int step) => Sibling(step) is { } id ? OnMove.InvokeAsync(id) : Task.CompletedTask;

    private Task OnKeyAsync(KeyboardEventArgs args) => args.Key switch
    {
        "j" or "ArrowDown" => MoveAsync(1),
        "k" or "ArrowUp" => MoveAsync(-1),
        _ => Task.CompletedTask,
    };
}
