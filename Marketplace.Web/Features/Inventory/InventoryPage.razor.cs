using Marketplace.Core.Changes;
using Marketplace.Core.Inventory;
using Marketplace.Core.Platforms;
using Marketplace.Web.Components.Shared;
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

    /// <summary>Search of the address.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    /// <summary>Channel of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Channel { get; set; }

    /// <summary>State of the stock, of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Stock { get; set; }

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
    private PlatformCatalog Platforms { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ILogger<InventoryPage> Logger { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        var before = url;
        url = InventoryUrl.Parse(Search, Channel, Stock, Page, Ledger);
        if (before with { Ledger = null } != url with { Ledger = null })
        {
            await ReloadAsync();
        }
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => changes.Count > 0 ? ReloadAsync() : Task.CompletedTask;

    private async Task<GridData<InventoryRow>> LoadAsync(GridState<InventoryRow> state, CancellationToken cancellationToken)
    {
        try
        {
            var filter = SortedBy(url.Filter, state.SortDefinitions.FirstOrDefault());
            var page = await Inventory.ListAsync(
                await Seller.IdAsync(), filter, (url.Page - 1) * InventoryUrl.PageSize, InventoryUrl.PageSize, cancellationToken);
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
        .. new[] { (StockFilter.Any, "All"), (StockFilter.Low, "Low"), (StockFilter.Out, "Out of stock"), (StockFilter.Oversold, "Oversold"), (StockFilter.Problem, "Listing problems") }
            .Select(tab => new FilterTabs.Tab(
                Query.Word(tab.Item1, (StockFilter)(-1))!, tab.Item2, Count(tab.Item1), Link(url.Filter with { Stock = tab.Item1 }), url.Filter.Stock == tab.Item1)),
        new FilterTabs.Tab("unlinked", "To link", null, "linking", false),
    ];

    private int? Count(StockFilter stock) => url.Filter.Stock == stock ? total : null;

    private string Link(InventoryFilter filter) => url.With(filter).ToString();

    private void SearchFor(string text) => Navigation.NavigateTo(Link(url.Filter with { Search = text }), replace: true);

    private void OpenLedger(Guid? variantId) => Navigation.NavigateTo((url with { Ledger = variantId }).ToString(), replace: url.Ledger is not null);
}
