using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Files;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Marketplace.Web.Features.Fulfillment;

/// <summary>Shipping by file: download, upload, verdicts, sending, results.</summary>
public sealed partial class TrackingFilesPage
{
    private const int EarlierShown = 10;

    private readonly CancellationTokenSource leaving = new();
    private FileRows? rows;
    private TrackingFileProgress? open;
    private Page<TrackingFile>? files;
    private int? pending;
    private bool sending;
    private string? failure;

    /// <summary>The file that is open; null for the newest that still waits for a decision.</summary>
    [SupplyParameterFromQuery]
    public Guid? File { get; set; }

    /// <summary>Which of its rows.</summary>
    [SupplyParameterFromQuery(Name = "rows")]
    public string? RowsShown { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Fulfillment, ChangeTopic.Orders];

    [Inject]
    private FulfillmentQueries Queries { get; set; } = null!;

    [Inject]
    private TrackingFiles Files { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private ILogger<TrackingFilesPage> Logger { get; set; } = null!;

    private RowFilter Filter => Enum.TryParse<RowFilter>(RowsShown, ignoreCase: true, out var filter) ? filter : RowFilter.All;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => LoadAsync();

    /// <inheritdoc />
    protected override async Task OnChangesAsync(IReadOnlyList<Change> changes)
    {
        await LoadAsync();
        if (rows is not null)
        {
            await rows.ReloadAsync();
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        leaving.Cancel();
        leaving.Dispose();
    }

    private async Task LoadAsync()
    {
        try
        {
            var seller = await Seller.IdAsync();
            files = await Queries.FilesAsync(seller, 0, EarlierShown, leaving.Token);
            pending = await Queries.PendingOrdersAsync(seller, leaving.Token);
            var shown = File ?? files.Items.FirstOrDefault(f => f.State is TrackingFileState.Reading or TrackingFileState.Judged or TrackingFileState.Scheduled or TrackingFileState.Sending)?.Id;
            open = shown is { } id ? await Queries.FileAsync(seller, id, leaving.Token) : null;
            failure = null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Logger.LogError(exception, "Tracking files could not be read");
            failure = "The files and their rows could not be read. Try again in a moment; nothing is lost.";
        }
    }

    private async Task UploadAsync(string name, Stream content, CancellationToken cancellationToken) =>
        Navigation.NavigateTo(TrackingFilesUrl.File(await Files.UploadAsync(await Seller.IdAsync(), name, content, cancellationToken)));

    private async Task SendAsync()
    {
        sending = true;
        if (open is not null && !await Files.SendAsync(await Seller.IdAsync(), open.File.Id, await Seller.NameAsync(), leaving.Token))
        {
            Snackbar.Add("This file was sent already, or has nothing to send.", Severity.Info);
        }

        await LoadAsync();
        sending = false;
    }

    private async Task UndoAsync()
    {
        if (open is not null && !await Files.UndoAsync(await Seller.IdAsync(), open.File.Id, leaving.Token))
        {
            Snackbar.Add("Too late: the file is being sent. Correct single parcels on their orders.", Severity.Info);
        }

        await LoadAsync();
    }

    private async Task DiscardAsync()
    {
        if (open is null || !await ConfirmDialog.AskAsync(
            Dialogs, "Discard this file?", $"“{open.File.FileName}” and its verdicts are deleted here. Nothing was sent, and nothing changes on the marketplaces.", "Discard", isDangerous: true))
        {
            return;
        }

        await Files.DiscardAsync(await Seller.IdAsync(), open.File.Id, leaving.Token);
        Navigation.NavigateTo(TrackingFilesUrl.Page);
    }
}
