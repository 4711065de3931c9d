using Marketplace.Core.Changes;
using Marketplace.Core.Connections;
using Marketplace.Core.Insights;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Dashboard;

/// <summary>The first page: work to do as numbers that lead to it, a card per store, and the orders that are due next; all keep themselves true.</summary>
public sealed partial class DashboardPage
{
    private const int NextOrders = 6;

    private readonly CancellationTokenSource leaving = new();
    private Snapshot? snapshot;

    /// <summary>Marketplace that was just connected, from the redirect back.</summary>
    [SupplyParameterFromQuery]
    public string? Connected { get; set; }

    /// <summary>Why connecting failed, from the redirect back.</summary>
    [SupplyParameterFromQuery]
    public string? Problem { get; set; }

    /// <summary>Marketplace that the problem is about.</summary>
    [SupplyParameterFromQuery]
    public string? Marketplace { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } =
        [ChangeTopic.Connections, ChangeTopic.Sync, ChangeTopic.Orders, ChangeTopic.Inventory, ChangeTopic.Catalog, ChangeTopic.Alerts];

    [Inject]
    private PlatformCatalog Platforms { get; set; } = null!;

    [Inject]
    private ConnectionQueries Connections { get; set; } = null!;

    [Inject]
    private DashboardQueries Dashboard { get; set; } = null!;

    [Inject]
    private OrderQueries Orders { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        await base.OnAfterRenderAsync(firstRender);
        if (firstRender && (Connected ?? Problem) is not null)
        {
            TellHowConnectingWent();
        }
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        leaving.Cancel();
        leaving.Dispose();
    }

    private async Task LoadAsync()
    {
        var seller = await Seller.IdAsync();
        snapshot = new Snapshot(
            await Connections.ListAsync(seller, leaving.Token),
            await Dashboard.StoresAsync(seller, leaving.Token),
            await Dashboard.TilesAsync(seller, leaving.Token),
            (await Orders.ListAfterAsync(seller, new OrderFilter(), null, NextOrders, leaving.Token)).Items);
    }

    private List<StoreView> StoresOf(MarketplacePlatform platform) =>
        [.. (snapshot?.Stores ?? []).Where(s => s.Marketplace == platform.Key.Value && s.State != ConnectionState.Disconnected)];

    private StoreView? Earlier(MarketplacePlatform platform) => snapshot?.Stores.LastOrDefault(s => s.Marketplace == platform.Key.Value);

    private void TellHowConnectingWent()
    {
        var name = Platforms.TryGet(Connected ?? Marketplace, out var platform) ? platform.Descriptor.Name : "The marketplace";
        if (Problem is null)
        {
            Snackbar.Add($"{name} is connected. Listings and open orders are on their way.", Severity.Success);
        }
        else
        {
            Snackbar.Add(ConsentCauses.InWords(Problem, name), Severity.Error, options => options.RequireInteraction = true);
        }

        // Told once: a reload of the page must not tell it again.
        Navigation.NavigateTo("", replace: true);
    }

    private sealed record Snapshot(IReadOnlyList<StoreView> Stores, IReadOnlyDictionary<Guid, StoreFigures> Figures, DashboardTiles Tiles, IReadOnlyList<OrderRow> Next);
}
