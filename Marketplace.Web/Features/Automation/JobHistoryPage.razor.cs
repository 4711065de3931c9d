using System.Globalization;
using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Connections;
using Marketplace.Core.Insights;
using Marketplace.Core.Sync;
using Marketplace.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Automation;

/// <summary>The runs of one job on one store.</summary>
public sealed partial class JobHistoryPage(ActivityQueries activity, ConnectionQueries connections)
{
    private const int PageSize = 30;
    private Page<RunView>? page;
    private StoreView? store;

    /// <summary>The store.</summary>
    [Parameter]
    public Guid ConnectionId { get; set; }

    /// <summary>The job, as addresses spell it.</summary>
    [Parameter]
    public string JobName { get; set; } = "";

    /// <summary>Number of the page, from 1.</summary>
    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } = [ChangeTopic.Sync];

    private SyncJob Job => Query.Choice(JobName, SyncJob.Orders);

    private string Title => store is null ? JobWords.Of(Job) : $"{JobWords.Of(Job)} of {store.StoreName}";

    private int PageNumber => Math.Max(1, Page ?? 1);

    /// <summary>Address of a job's history.</summary>
    public static string For(Guid connectionId, SyncJob job) => $"automation/{connectionId}/{Query.Word(job, (SyncJob)(-1))}";

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => LoadAsync();

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync()
    {
        var seller = await Seller.IdAsync();
        store = await connections.FindAsync(seller, ConnectionId, CancellationToken.None);
        page = await activity.RunsOfAsync(seller, ConnectionId, Job, (PageNumber - 1) * PageSize, PageSize, CancellationToken.None);
    }

    private string Address(int number) => For(ConnectionId, Job) + (number > 1 ? string.Create(CultureInfo.InvariantCulture, $"?page={number}") : "");

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
