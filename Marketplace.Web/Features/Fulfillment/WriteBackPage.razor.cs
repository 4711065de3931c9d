using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Fulfillment;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Fulfillment;

/// <summary>What each marketplace was told of the seller's parcels, and whether it has it.</summary>
public sealed partial class WriteBackPage(
    WriteBacks confirmations, ShipmentRetry retry, ParcelDecisions decisions, IDialogService dialogs, ISnackbar snackbar, ILogger<WriteBackPage> logger)
{
    private WriteBackUrl url = new();
    private IReadOnlyList<WriteBackStore>? stores;
    private Page<WriteBackRow>? rows;
    private string? failure;

    /// <summary>Filter of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Show { get; set; }

    /// <summary>Store of the address.</summary>
    [SupplyParameterFromQuery]
    public Guid? Store { get; set; }

    /// <summary>Page of the address.</summary>
    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Fulfillment, ChangeTopic.Connections];

    private string NothingTitle => url.Filter switch
    {
        WriteBackFilter.Failed => "Nothing is refused",
        WriteBackFilter.Stopped => "Nothing was shipped elsewhere",
        WriteBackFilter.Pending => "Nothing waits",
        WriteBackFilter.Confirmed => "Nothing is confirmed yet",
        _ => "No parcel was entered yet",
    };

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        url = WriteBackUrl.Parse(Show, Store, Page);
        return LoadAsync();
    }

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => changes.Count > 0 ? LoadAsync() : Task.CompletedTask;

    private async Task LoadAsync()
    {
        try
        {
            var seller = await Seller.IdAsync();
            stores = await confirmations.StoresAsync(seller, CancellationToken.None);
            rows = await confirmations.ListAsync(seller, url.Store, url.Filter, (url.Page - 1) * WriteBackUrl.PageSize, WriteBackUrl.PageSize, CancellationToken.None);
            failure = null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "The confirmations could not be read");
            failure = "The database did not answer. Nothing is lost; try again in a moment.";
        }
    }

    private List<FilterTabs.Tab> Tabs()
    {
        var shown = stores!.Where(s => url.Store is null || s.ConnectionId == url.Store).ToList();
        return
        [
            .. new (WriteBackFilter Filter, string Label, int? Count)[]
            {
                (WriteBackFilter.Failed, "Failed", shown.Sum(s => s.Failed)), (WriteBackFilter.Stopped, "Shipped elsewhere", shown.Sum(s => s.Stopped)),
                (WriteBackFilter.Pending, "Pending", shown.Sum(s => s.Pending)),
                (WriteBackFilter.Confirmed, "Confirmed", null), (WriteBackFilter.All, "All", null),
            }.Select(tab => new FilterTabs.Tab(
                Query.Word(tab.Filter, (WriteBackFilter)(-1))!, tab.Label, tab.Count, (url with { Filter = tab.Filter, Page = 1 }).ToString(), url.Filter == tab.Filter)),
        ];
    }

    private async Task DiscardAllAsync()
    {
        if (await ConfirmDialog.AskAsync(
            dialogs, "Discard all of them?", "None of these parcels is sent. The marketplaces keep the parcels that were entered elsewhere.", "Discard all", isDangerous: true))
        {
            await decisions.DiscardStoppedAsync(await Seller.IdAsync(), url.Store, await Seller.NameAsync(), CancellationToken.None);
            await LoadAsync();
        }
    }

    private async Task RetryAsync(WriteBackRow row)
    {
        var verdict = await retry.RetryAsync(await Seller.IdAsync(), row.ShipmentId, null, null, await Seller.NameAsync(), CancellationToken.None);
        if (verdict is { Outcome: not ShipOutcome.Accepted })
        {
            snackbar.Add(verdict.Message, Severity.Warning);
        }

        await LoadAsync();
    }
}
