using Marketplace.Core.Changes;
using Marketplace.Core.Connections;
using Marketplace.Core.Insights;
using Marketplace.Core.Work;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Web.Features.Sync;

/// <summary>What jobs did, what waits, and what somebody must look at.</summary>
public sealed partial class ActivityPage
{
    private const int RunsShown = 60;
    private Snapshot? snapshot;

    /// <inheritdoc />
    protected override IReadOnlyCollection<ChangeTopic> Topics { get; } =
        [ChangeTopic.Sync, ChangeTopic.Connections, ChangeTopic.Orders, ChangeTopic.Inventory, ChangeTopic.Fulfillment];

    [Inject]
    private ActivityQueries Activity { get; set; } = null!;

    [Inject]
    private WorkQueries Work { get; set; } = null!;

    [Inject]
    private ConnectionQueries Connections { get; set; } = null!;

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <inheritdoc />
    protected override Task OnChangesAsync(IReadOnlyList<Change> changes) => LoadAsync();

    private async Task LoadAsync()
    {
        var seller = await Seller.IdAsync();
        snapshot = new Snapshot(
            (await Connections.ListAsync(seller, CancellationToken.None)).ToDictionary(store => store.Id),
            await Activity.RunsAsync(seller, RunsShown, CancellationToken.None),
            await Activity.SetAsideAsync(seller, CancellationToken.None),
            await Activity.WaitingAsync(seller, CancellationToken.None),
            await Work.DeadAsync(seller, CancellationToken.None));
    }

    private string MarketplaceOf(Guid connectionId) => snapshot?.Stores.GetValueOrDefault(connectionId)?.Marketplace ?? "";

    private string? StoreNameOf(Guid connectionId) => snapshot?.Stores.GetValueOrDefault(connectionId)?.StoreName;

    private sealed record Snapshot(
        IReadOnlyDictionary<Guid, StoreView> Stores,
        IReadOnlyList<RunView> Runs,
        IReadOnlyList<SetAsideOrder> SetAside,
        IReadOnlyList<WaitingWork> Waiting,
        IReadOnlyList<WorkItem> Dead);
}
