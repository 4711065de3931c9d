using Marketplace.Core.Changes;
using Marketplace.Core.Connections;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Cancelling;
using Marketplace.Core.Fulfillment.Combining;
using Marketplace.Core.Fulfillment.Labels;
using Marketplace.Core.Orders;
using Marketplace.Web.Components.Shared;
using Marketplace.Web.Features.Fulfillment;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Orders;

/// <summary>One order whole, beside the grid; keeps itself true while it is open.</summary>
public sealed partial class OrderPanel
{
    private OrderSheet? sheet;
    private bool isMissing;
    private Guid? loaded;

    /// <summary>The order to show; null closes the panel.</summary>
    [Parameter, EditorRequired]
    public Guid? OrderId { get; set; }

    /// <summary>Rows of the grid, for previous and next.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<OrderRow> Siblings { get; set; } = [];

    /// <summary>Whether the grid has a page before this one.</summary>
    [Parameter]
    public bool HasBefore { get; set; }

    /// <summary>Whether the grid has a page after this one.</summary>
    [Parameter]
    public bool HasAfter { get; set; }

    /// <summary>The seller's stores by their ids.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<Guid, StoreView> Stores { get; set; } = new Dictionary<Guid, StoreView>();

    /// <summary>Asked to show another order, or none.</summary>
    [Parameter]
    public EventCallback<Guid?> OnMove { get; set; }

    /// <summary>Asked for the order beyond the page: 1 for the next page's first, -1 for the last one of the page before.</summary>
    [Parameter]
    public EventCallback<int> OnTurn { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Orders, ChangeTopic.Fulfillment, ChangeTopic.Inventory];

    [Inject]
    private OrderSheets Sheets { get; set; } = null!;

    [Inject]
    private CancelOrders Cancelling { get; set; } = null!;

    [Inject]
    private LabelShop Labels { get; set; } = null!;

    [Inject]
    private CombineOrders Combining { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private string? StoreName => sheet is null ? null : Stores.GetValueOrDefault(sheet.Details.Row.ConnectionId)?.StoreName;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (OrderId != loaded)
        {
            (sheet, isMissing, loaded) = (null, false, OrderId);
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

        var read = await Sheets.ReadAsync(await Seller.IdAsync(), id, CancellationToken.None);

        // The panel may have moved on while this was read.
        if (id == OrderId)
        {
            (sheet, isMissing) = (read, read is null);
        }
    }

    private Task<bool> ShipAsync() => ShipDialog.ShowAsync(Dialogs, [sheet!.Details.Row.Id]);

    private Task<bool> ShipTogetherAsync() => ShipDialog.ShowAsync(Dialogs, [.. sheet!.Group!.Orders.Select(o => o.OrderId)], together: true);

    private Task LabelAsync() => LabelDialog.ShowAsync(Dialogs, [sheet!.Details.Row.Id]);

    private Task CancelAsync() => CancelDialog.ShowAsync(Dialogs, sheet!.Details.Row.Id);

    private Task GoodsBackAsync() => GoodsBackDialog.ShowAsync(Dialogs, sheet!.Details.Row.Id);

    private Task RefundAsync() => RefundDialog.ShowAsync(Dialogs, sheet!.Details.Row.Id);

    private async Task AnswerAsync(bool accept)
    {
        var (title, details, yes) = accept
            ? ("Cancel this order?", "The marketplace cancels the order and pays the buyer back. Its stock is free for others.", "Cancel the order")
            : ("Refuse the buyer's request?", "The order stays in your queue, and you promise to ship it.", "Refuse");
        if (await ConfirmDialog.AskAsync(Dialogs, title, details, yes, isDangerous: accept))
        {
            Tell(await Cancelling.AnswerAsync(await Seller.IdAsync(), sheet!.Details.Row.Id, accept, await Seller.NameAsync(), CancellationToken.None));
        }
    }

    private async Task VoidAsync(ShippingLabel label)
    {
        if (await ConfirmDialog.AskAsync(Dialogs, "Give this label back?", "Its parcel counts as never sent, and its items wait to be shipped again. The marketplace decides whether the money comes back.", "Give back", isDangerous: true))
        {
            Tell(await Labels.VoidAsync(await Seller.IdAsync(), label.Id, await Seller.NameAsync(), CancellationToken.None));
        }
    }

    private async Task UndoGroupAsync() =>
        Tell(await Combining.UndoAsync(await Seller.IdAsync(), sheet!.Group!.Id, await Seller.NameAsync(), CancellationToken.None));

    private void Tell(ActionVerdict verdict)
    {
        if (verdict.Outcome != ActionOutcome.Accepted)
        {
            Snackbar.Add(verdict.Message, Severity.Warning);
        }
    }

    private int Place => Siblings.ToList().FindIndex(row => row.Id == OrderId);

    private bool CanMove(int step) => Place >= 0 && (Sibling(step) is not null || (step > 0 ? HasAfter : HasBefore));

    private Guid? Sibling(int step) => Place is >= 0 and var at && at + step >= 0 && at + step < Siblings.Count ? Siblings[at + step].Id : null;

    private Task MoveAsync(int step) =>
        Sibling(step) is { } id ? OnMove.InvokeAsync(id)
        : CanMove(step) ? OnTurn.InvokeAsync(step)
        : Task.CompletedTask;
}
