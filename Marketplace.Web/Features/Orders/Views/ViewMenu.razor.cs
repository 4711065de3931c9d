using Marketplace.Core.Orders;
using Marketplace.Core.Orders.Views;
using Marketplace.Web.Auth;
using Marketplace.Web.Components.Shared;
using Marketplace.Web.Live;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Orders.Views;

/// <summary>Saves, renames, moves and deletes views, chooses columns, and hands out files of what is shown.</summary>
public sealed partial class ViewMenu
{
    /// <summary>What the page shows.</summary>
    [Parameter, EditorRequired]
    public OrdersUrl Url { get; set; } = null!;

    /// <summary>The seller's views in their order.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<SavedOrderView> Views { get; set; } = [];

    /// <summary>Columns that the grid shows.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<OrderColumn> Columns { get; set; } = [];

    /// <summary>Views or columns are different now.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private OrderViews Store { get; set; } = null!;

    [Inject]
    private CurrentSeller Seller { get; set; } = null!;

    [Inject]
    private ViewerTime Viewer { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private SavedOrderView? View => Views.FirstOrDefault(view => view.Id == Url.ViewId);

    private int Place => Views.ToList().FindIndex(view => view.Id == Url.ViewId);

    private bool IsChanged => View is { } view && view.Filter != Url.Filter;

    private async Task SaveNewAsync()
    {
        var seller = await Seller.IdAsync();
        var verdict = await ViewNameDialog.AskAsync(Dialogs, "Save this view", "", name => Store.AddAsync(seller, name, Url.Filter, Columns, CancellationToken.None));
        if (verdict?.View is { } view)
        {
            await OnChanged.InvokeAsync();
            Navigation.NavigateTo(OrdersUrl.Of(view).ToString());
        }
    }

    private async Task RenameAsync()
    {
        var seller = await Seller.IdAsync();
        if (View is { } view && await ViewNameDialog.AskAsync(
            Dialogs, "Rename this view", view.Name, name => Store.ChangeAsync(seller, view.Id, name, null, null, CancellationToken.None)) is not null)
        {
            await OnChanged.InvokeAsync();
        }
    }

    private async Task SaveChangesAsync() =>
        await TellAsync(await Store.ChangeAsync(await Seller.IdAsync(), View!.Id, null, Url.Filter, null, CancellationToken.None));

    private async Task MoveAsync(int step) =>
        await TellAsync(await Store.MoveAsync(await Seller.IdAsync(), View!.Id, Place + step, CancellationToken.None));

    private async Task DeleteAsync()
    {
        if (View is { } view && await ConfirmDialog.AskAsync(Dialogs, $"Delete the view “{view.Name}”?", "Its orders stay; only the view goes.", "Delete", isDangerous: true))
        {
            await Store.DeleteAsync(await Seller.IdAsync(), view.Id, CancellationToken.None);
            await OnChanged.InvokeAsync();
            Navigation.NavigateTo(new OrdersUrl().ToString());
        }
    }

    // A choice of columns is kept at once, by the view or for all else.
    private async Task ColumnsAsync()
    {
        if (await ColumnsDialog.AskAsync(Dialogs, Columns) is not { } columns)
        {
            return;
        }

        if (View is { } view)
        {
            await TellAsync(await Store.ChangeAsync(await Seller.IdAsync(), view.Id, null, null, columns, CancellationToken.None));
        }
        else
        {
            await Store.KeepColumnsAsync(await Seller.IdAsync(), columns, CancellationToken.None);
            await OnChanged.InvokeAsync();
        }
    }

    private async Task TellAsync(ViewVerdict verdict)
    {
        if (verdict.Problem is { } problem)
        {
            Snackbar.Add(problem, Severity.Warning);
        }

        await OnChanged.InvokeAsync();
    }
}
