using Marketplace.Core.Changes;
using Marketplace.Core.Inventory;
using Marketplace.Core.Inventory.Bulk;
using Marketplace.Core.Inventory.Locations;
using Marketplace.Core.Platforms;
using Marketplace.Web.Components.Shared;
using Marketplace.Web.Features.Inventory.Bulk;
using Marketplace.Web.Features.Inventory.Locations;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Inventory;

/// <summary>Stock by SKU with what each channel shows. What it shows is in its address; the grid asks the database for one page at a time.</summary>
public sealed partial class InventoryPage
{
    private MudDataGrid<InventoryRow>? grid;
    private InventoryUrl url = new();
    private int? total;
    private string? failure;
    private IReadOnlyList<InventoryRow> rows = [];
    private IReadOnlyList<LocationView> locations = [];
    private HashSet<InventoryRow> selected = new(InventoryRowIdentity.Instance);
    private bool allMatching;

    /// <summary>Search of the address.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    /// <summary>Channel of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Channel { get; set; }

    /// <summary>State of the stock, of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Stock { get; set; }

    /// <summary>Location of the address.</summary>
    [SupplyParameterFromQuery]
    public Guid? Location { get; set; }

    /// <summary>Page of the address.</summary>
    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    /// <summary>Variant whose ledger is open, of the address.</summary>
    [SupplyParameterFromQuery]
    public Guid? Ledger { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Inventory, ChangeTopic.Catalog];

    [Inject]
    private InventoryQueries Inventory { get; set; } = null!;

    [Inject]
    private LocationEditor Places { get; set; } = null!;

    [Inject]
    private PlatformCatalog Platforms { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ILogger<InventoryPage> Logger { get; set; } = null!;

    private int Selected => allMatching ? Math.Min(total ?? 0, BulkStock.MaxSelected) : selected.Count;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        var before = url;
        url = InventoryUrl.Parse(Search, Channel, Stock, Location, Page, Ledger);
        if (before with { Ledger = null } != url with { Ledger = null })
        {
            if (before.Filter != url.Filter)
            {
                ClearSelection();
            }

            await ReloadAsync();
        }
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => changes.Count > 0 ? ReloadAsync() : Task.CompletedTask;

    private async Task<GridData<InventoryRow>> LoadAsync(GridState<InventoryRow> state, CancellationToken cancellationToken)
    {
        try
        {
            var seller = await Seller.IdAsync();
            var filter = SortedBy(url.Filter, state.SortDefinitions.FirstOrDefault());
            var page = await Inventory.ListAsync(seller, filter, (url.Page - 1) * InventoryUrl.PageSize, InventoryUrl.PageSize, cancellationToken);
            locations = await Places.ListAsync(seller, cancellationToken);
            (rows, total, failure) = (page.Items, page.Total, null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Logger.LogError(exception, "The stock could not be read");
            failure = "The database did not answer. Nothing is lost; try again, and if it happens again look into the application's log.";
        }

        StateHasChanged();
        return new GridData<InventoryRow> { Items = rows, TotalItems = rows.Count };
    }

    private static InventoryFilter SortedBy(InventoryFilter filter, SortDefinition<InventoryRow>? sort) => filter with
    {
        Sort = sort?.SortBy switch
        {
            nameof(InventoryRow.Title) => InventorySort.Title,
            nameof(InventoryRow.OnHand) => InventorySort.OnHand,
            nameof(InventoryRow.Reserved) => InventorySort.Reserved,
            nameof(InventoryRow.Available) => InventorySort.Available,
            nameof(InventoryRow.Incoming) => InventorySort.Incoming,
            _ => InventorySort.Sku,
        },
        Descending = sort?.Descending ?? false,
    };

    private async Task ReloadAsync()
    {
        if (grid is not null)
        {
            await grid.ReloadServerData();
        }
    }

    private List<FilterTabs.Tab> Tabs() =>
    [
        .. new[]
        {
            (StockFilter.Any, "All"), (StockFilter.Low, "Low"), (StockFilter.Out, "Out of stock"), (StockFilter.Oversold, "Oversold"), (StockFilter.Incoming, "Incoming"),
            (StockFilter.Bundles, "Bundles"), (StockFilter.Problem, "Listing problems"),
        }.Select(tab => new FilterTabs.Tab(
            Query.Word(tab.Item1, (StockFilter)(-1))!, tab.Item2, Count(tab.Item1), Link(url.Filter with { Stock = tab.Item1 }), url.Filter.Stock == tab.Item1)),
        new FilterTabs.Tab("unlinked", "To link", null, "linking", false),
    ];

    private int? Count(StockFilter stock) => url.Filter.Stock == stock ? total : null;

    private string Link(InventoryFilter filter) => url.With(filter).ToString();

    private void SearchFor(string text) => Navigation.NavigateTo(Link(url.Filter with { Search = text }), replace: true);

    private void OpenLedger(Guid? variantId) => Navigation.NavigateTo((url with { Ledger = variantId }).ToString(), replace: url.Ledger is not null);

    private void OnSelected(HashSet<InventoryRow> rowsNow)
    {
        allMatching &= rowsNow.Count >= selected.Count;
        selected = new HashSet<InventoryRow>(rowsNow, InventoryRowIdentity.Instance);
    }

    private async Task ChangeSelectionAsync()
    {
        var ids = allMatching
            ? await Inventory.IdsAsync(await Seller.IdAsync(), url.Filter, BulkStock.MaxSelected, CancellationToken.None)
            : [.. selected.Select(row => row.VariantId)];
        if (await BulkChangeDialog.ShowAsync(Dialogs, ids, locations, url.Filter.LocationId))
        {
            ClearSelection();
        }
    }

    private async Task EditLocationsAsync()
    {
        await LocationsDialog.ShowAsync(Dialogs);
        await ReloadAsync();
    }

    private void ClearSelection() => (selected, allMatching) = (new HashSet<InventoryRow>(InventoryRowIdentity.Instance), false);

    private static string SelectLabel(InventoryRow row) => $"Select {row.Sku}";
}
