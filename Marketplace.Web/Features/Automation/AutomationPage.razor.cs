using Marketplace.Core.Changes;
using Marketplace.Core.Platforms.Http;
using Marketplace.Core.Sync;
using Marketplace.Web.Live;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Automation;

/// <summary>Every job on every store: when it runs, how the last run ended, and by hand what the clock does otherwise.</summary>
public sealed partial class AutomationPage
{
    private SyncStatus? status;

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Sync, ChangeTopic.Connections];

    [Inject]
    private SyncQueries Sync { get; set; } = null!;

    [Inject]
    private ViewerTime Viewer { get; set; } = null!;

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync() => status = await Sync.StatusAsync(await Seller.IdAsync(), CancellationToken.None);

    private string WaitingWords(Waiting waiting) => $"Its limit allows the next call at {Viewer.Local(waiting.Until):HH:mm:ss}";
}
