using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Connections;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Orders;
using Marketplace.Core.Orders.Views;
using Marketplace.Web.Components.Shared;
using Marketplace.Web.Features.Fulfillment;
using Marketplace.Web.Live;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Orders;

/// <summary>The queue of orders. What it shows is in its address; the grid asks the database for one page at a time.</summary>
public sealed partial class OrdersPage
{
    private const int MostUnknown = 10;
    private readonly CancellationTokenSource leaving = new();
    private readonly OrderSelection selection = new();
    private MudDataGrid<OrderRow>? grid;
    private OrdersUrl url = new();
    private OrderCounts? counts;
    private OrderWorkload? workload;
    private IReadOnlyList<SavedOrderView> views = [];
    private IReadOnlyList<OrderColumn> usualColumns = OrderColumns.Usual;
    private IReadOnlyList<OrderColumn> columns = OrderColumns.Usual;
    private IReadOnlyList<string> unknown = [];
    private int? total;
    private string? failure;
    private DateTimeOffset openedAt;
    private IReadOnlyList<OrderRow> rows = [];
    private IReadOnlyDictionary<Guid, ShipmentState> shipments = new Dictionary<Guid, ShipmentState>();
    private Dictionary<Guid, StoreView> stores = [];
    private (int Page, bool First)? turnedTo;
    private int reloads;

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Orders, ChangeTopic.Fulfillment];

    [Inject]
    private OrderQueries Orders { get; set; } = null!;

    [Inject]
    private OrderViews Views { get; set; } = null!;

    [Inject]
    private ShipmentQueries Shipments { get; set; } = null!;

    [Inject]
    private ConnectionQueries Connections { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ViewerTime Viewer { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ILogger<OrdersPage> Logger { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        openedAt = Viewer.Now;
        stores = (await Connections.ListAsync(await Seller.IdAsync(), leaving.Token)).ToDictionary(store => store.Id);
        await ReadViewsAsync();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        var before = url;
        url = ReadAddress();
        TakeColumns();
        if (grid is not null && before with { OrderId = null } != url with { OrderId = null })
        {
            selection.Follow(before.Filter, url.Filter);
            await grid.ReloadServerData();
        }
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => changes.Count > 0 ? ReloadAsync() : Task.CompletedTask;

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        leaving.Cancel();
        leaving.Dispose();
    }

    private async Task<GridData<OrderRow>> LoadAsync(GridState<OrderRow> state, CancellationToken cancellationToken)
    {
        try
        {
            var seller = await Seller.IdAsync();
            var filter = url.Filter with { DayEnds = Viewer.DayEnds };
            var page = await Orders.ListAsync(seller, filter, (url.Page - 1) * OrdersUrl.PageSize, OrdersUrl.PageSize, cancellationToken);
            counts = await Orders.CountAsync(seller, filter, cancellationToken);
            workload = await Orders.WorkloadAsync(seller, filter.Marketplace, filter.DayEnds, cancellationToken);
            unknown = await Orders.UnknownIdsAsync(seller, filter.Search, cancellationToken);
            shipments = await Shipments.LatestAsync(seller, [.. page.Items.Select(row => row.Id)], cancellationToken);
            (rows, total, failure) = (page.Items, page.Total, null);
            reloads++;
            OpenTurned();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Logger.LogError(exception, "The orders could not be read");
            failure = "The database did not answer. Nothing is lost; try again, and if it happens again look into the application's log.";
        }

        StateHasChanged();
        return new GridData<OrderRow> { Items = rows, TotalItems = rows.Count };
    }

    private async Task ReadViewsAsync()
    {
        var seller = await Seller.IdAsync();
        views = await Views.ListAsync(seller, leaving.Token);
        usualColumns = await Views.ColumnsAsync(seller, leaving.Token);
        TakeColumns();
    }

    private void TakeColumns() => columns = views.FirstOrDefault(view => view.Id == url.ViewId)?.Columns ?? usualColumns;

    private async Task ReloadAsync()
    {
        if (grid is not null)
        {
            await grid.ReloadServerData();
        }
    }

    private string Link(OrderFilter filter) => url.With(filter).ToString();

    private void SearchFor(string text) => Navigation.NavigateTo(Link(url.Filter with { Search = text }), replace: true);

    private void Open(Guid? orderId) => Navigation.NavigateTo((url with { OrderId = orderId }).ToString(), replace: url.OrderId is not null);

    // The panel goes on beyond the page: its first or last order opens once it is read.
    private void Turn(int step)
    {
        turnedTo = (url.Page + step, step > 0);
        Navigation.NavigateTo((url with { Page = url.Page + step }).ToString(), replace: true);
    }

    private void OpenTurned()
    {
        if (turnedTo is (var page, var first) && page == url.Page && rows.Count > 0)
        {
            turnedTo = null;
            Open(first ? rows[0].Id : rows[^1].Id);
        }
    }

    private async Task SelectAllAsync() =>
        selection.TakeAll(await Orders.ShippableIdsAsync(
            await Seller.IdAsync(), url.Filter with { DayEnds = Viewer.DayEnds }, SelectionBar.MostOrders, leaving.Token));

    private async Task ShipSelectionAsync()
    {
        if (await ShipDialog.ShowAsync(Dialogs, selection.Ids))
        {
            selection.Clear();
        }
    }

    private Task<bool> ShipOneAsync(Guid orderId) => ShipDialog.ShowAsync(Dialogs, [orderId]);

    private Task LabelSelectionAsync() => LabelDialog.ShowAsync(Dialogs, selection.Ids);

    private Task TagSelectionAsync() => TagDialog.ShowAsync(Dialogs, selection.Ids);

    private Task HoldSelectionAsync() => HoldDialog.ShowAsync(Dialogs, selection.Ids);

    private static string SelectLabel(OrderRow row) => $"Select order {row.ExternalId}";

    private string? StoreName(OrderRow row) => stores.GetValueOrDefault(row.ConnectionId)?.StoreName;

    private ShipmentState? ShipmentOf(OrderRow row) => shipments.TryGetValue(row.Id, out var state) ? state : null;

    private string RowClass(OrderRow row, int index) =>
        row.Id == url.OrderId ? "row-open" : row.ImportedAt > openedAt ? "row-fresh" : "";
}
