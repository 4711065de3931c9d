using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Combining;

/// <summary>Asks a marketplace that lays parcels out to put orders into one, or to take them apart, and reads the orders again.</summary>
internal sealed class CombineHandler(MarketplaceDb database, ActionTurn turn, ActionSteps steps, OrderImport import) : IWorkHandler
{
    /// <inheritdoc />
    public string Kind => CombineOrders.CombineWork;

    /// <inheritdoc />
    public Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken) => turn.RunAsync<ParcelGroup>(
        item, task => task.Action.State == ActionState.Undoing ? SeparateAsync(task, cancellationToken) : CombineAsync(task, cancellationToken), null, cancellationToken);

    private async Task<WorkOutcome> CombineAsync(ActionTask<ParcelGroup> task, CancellationToken cancellationToken)
    {
        var group = task.Action;
        var ids = await ExternalIdsAsync(group, cancellationToken);
        var parcel = await CombinerOf(task).CombineAsync(task.Connection, new CombinableOrders(group.ProposalId!, ids), cancellationToken);
        await RefreshAsync(task, ids, cancellationToken);
        await steps.MoveAsync(
            group,
            g =>
            {
                g.Move(ActionState.Done);
                g.ExternalId = parcel;
            },
            new Said($"{task.Name} put these orders into one parcel.", task.Name),
            null,
            cancellationToken);
        return WorkOutcome.Done;
    }

    private async Task<WorkOutcome> SeparateAsync(ActionTask<ParcelGroup> task, CancellationToken cancellationToken)
    {
        var group = task.Action;
        var ids = await ExternalIdsAsync(group, cancellationToken);
        await CombinerOf(task).SeparateAsync(task.Connection, group.ExternalId!, ids, cancellationToken);
        await RefreshAsync(task, ids, cancellationToken);
        await steps.MoveAsync(group, g => g.Move(ActionState.Undone), new Said($"{task.Name} gave each order a parcel of its own.", task.Name), null, cancellationToken);
        return WorkOutcome.Done;
    }

    // Later calls for an order need to know the parcel that it lies in.
    private async Task RefreshAsync(ActionTask<ParcelGroup> task, List<string> ids, CancellationToken cancellationToken)
    {
        foreach (var id in task.Platform.Orders is null ? [] : ids)
        {
            if (await task.Platform.Orders!.GetAsync(task.Connection, id, cancellationToken) is { } order)
            {
                await import.ImportAsync(task.Store, [order], [], cancellationToken);
            }
        }
    }

    private async Task<List<string>> ExternalIdsAsync(ParcelGroup group, CancellationToken cancellationToken)
    {
        var ids = group.Orders.Select(o => o.OrderId).ToList();
        await using var db = database.Open(group.SellerId);
        return await db.Orders.Where(o => ids.Contains(o.Id)).OrderBy(o => o.ExternalId).Select(o => o.ExternalId).ToListAsync(cancellationToken);
    }

    private static IParcelCombiner CombinerOf(ActionTask<ParcelGroup> task) =>
        task.Platform.Combining ?? throw new RejectedException($"{task.Name} does not put orders into one parcel.");
}
