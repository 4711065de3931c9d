using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Inventory.Bulk;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Inventory.Bulk;

/// <summary>Stock by file: download, upload, verdicts, changing, undoing.</summary>
public sealed partial class BulkStockPage
{
    private const int EarlierShown = 15;

    private readonly CancellationTokenSource leaving = new();
    private StockBatch? open;
    private Page<StockBatch>? batches;

    /// <summary>The bulk change that is open; null for the newest that still waits for a decision.</summary>
    [SupplyParameterFromQuery]
    public Guid? Batch { get; set; }

    /// <summary>Which of its rows.</summary>
    [SupplyParameterFromQuery]
    public string? Rows { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Inventory];

    [Inject]
    private BulkQueries Queries { get; set; } = null!;

    [Inject]
    private BulkStock Bulk { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private StockRowState? Filter => Enum.TryParse<StockRowState>(Rows, ignoreCase: true, out var state) ? state : null;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => LoadAsync();

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
        batches = await Queries.ListAsync(seller, 0, EarlierShown, leaving.Token);
        var shown = Batch ?? batches.Items.FirstOrDefault(b => b.State is StockBatchState.Reading or StockBatchState.Judged or StockBatchState.Applying)?.Id;
        open = shown is { } id ? await Queries.FindAsync(seller, id, leaving.Token) : null;
    }

    private async Task UploadAsync(string name, Stream content, CancellationToken cancellationToken) =>
        Navigation.NavigateTo(BulkStockUrl.Of(await Bulk.UploadAsync(await Seller.IdAsync(), name, content, await Seller.NameAsync(), cancellationToken)));

    private async Task ApplyAsync()
    {
        if (open is not null && !await Bulk.ApplyAsync(await Seller.IdAsync(), open.Id, leaving.Token))
        {
            Snackbar.Add("This was carried out already, or has nothing to change.", Severity.Info);
        }

        await LoadAsync();
    }

    private async Task UndoAsync()
    {
        if (open is not null && !await Bulk.UndoAsync(await Seller.IdAsync(), open.Id, leaving.Token))
        {
            Snackbar.Add("The time to undo this is over.", Severity.Info);
        }

        await LoadAsync();
    }

    private async Task DiscardAsync()
    {
        if (open is null || !await ConfirmDialog.AskAsync(Dialogs, "Discard this change?", $"“{open.Title}” and its verdicts are deleted here. No stock was changed.", "Discard", isDangerous: true))
        {
            return;
        }

        await Bulk.DiscardAsync(await Seller.IdAsync(), open.Id, leaving.Token);
        Navigation.NavigateTo(BulkStockUrl.Page);
    }
}
