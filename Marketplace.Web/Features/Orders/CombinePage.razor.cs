using Marketplace.Core.Changes;
using Marketplace.Core.Connections;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Fulfillment.Combining;
using Marketplace.Web.Features.Fulfillment;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Orders;

/// <summary>Orders that could leave in one parcel, and those that do.</summary>
public sealed partial class CombinePage
{
    private IReadOnlyList<ParcelSuggestion>? suggestions;
    private MarketplaceSuggestions? proposed;
    private IReadOnlyList<(ParcelGroup Group, IReadOnlyList<SuggestedOrder> Orders)> groups = [];
    private Dictionary<Guid, StoreView> stores = [];
    private string? failure;
    private bool busy;

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Orders, ChangeTopic.Fulfillment];

    [Inject]
    private ParcelSuggestions Parcels { get; set; } = null!;

    [Inject]
    private CombineOrders Combining { get; set; } = null!;

    [Inject]
    private ConnectionQueries Connections { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private ILogger<CombinePage> Logger { get; set; } = null!;

    // A proposal stays until the marketplace is asked again, though its orders may be in a parcel by now.
    private List<ParcelSuggestion> All =>
    [
        .. suggestions ?? [],
        .. (proposed?.Suggestions ?? []).Where(s => !groups.Any(g => g.Orders.Any(o => s.Orders.Any(other => other.Id == o.Id)))),
    ];

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        await base.OnAfterRenderAsync(firstRender);
        if (firstRender && RendererInfo.IsInteractive)
        {
            proposed = await Parcels.OfMarketplacesAsync(await Seller.IdAsync(), CancellationToken.None);
            StateHasChanged();
        }
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync()
    {
        try
        {
            var seller = await Seller.IdAsync();
            stores = (await Connections.ListAsync(seller, CancellationToken.None)).ToDictionary(store => store.Id);
            groups = await Parcels.GroupsAsync(seller, CancellationToken.None);
            suggestions = await Parcels.OfRecipientsAsync(seller, CancellationToken.None);
            failure = null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Logger.LogError(exception, "Suggestions for parcels could not be read");
            failure = "The database did not answer. Nothing is lost; try again in a moment.";
        }
    }

    private async Task AcceptAsync(ParcelSuggestion suggestion)
    {
        busy = true;
        Tell(await Combining.AcceptAsync(
            await Seller.IdAsync(), [.. suggestion.Orders.Select(o => o.Id)], suggestion.ProposalId, await Seller.NameAsync(), CancellationToken.None));
        await LoadAsync();
        busy = false;
    }

    private async Task UndoAsync(Guid groupId) => Tell(await Combining.UndoAsync(await Seller.IdAsync(), groupId, await Seller.NameAsync(), CancellationToken.None));

    private Task<bool> ShipAsync(IReadOnlyList<SuggestedOrder> orders) => ShipDialog.ShowAsync(Dialogs, [.. orders.Select(o => o.Id)], together: true);

    private void Tell(ActionVerdict verdict)
    {
        if (verdict.Outcome != ActionOutcome.Accepted)
        {
            Snackbar.Add(verdict.Message, Severity.Warning);
        }
    }
}
