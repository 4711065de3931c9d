using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Cancelling;

/// <summary>
/// Asks the marketplace to cancel or to answer the buyer, then looks until the order shows it. What is seen goes through the import
/// of orders, which frees the stock by the one path there is.
/// </summary>
internal sealed class CancelOrderHandler(ActionTurn turn, ActionSteps steps, OrderImport import) : IWorkHandler
{
    // Some marketplaces carry cancellations out by a file that they process within the quarter of an hour.
    private static readonly TimeSpan[] Waits = [.. new[] { 2, 3, 5, 12, 30, 60, 120, 300, 600, 1200, 3600 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <inheritdoc />
    public string Kind => CancelOrders.CancelWork;

    /// <inheritdoc />
    public Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken) => turn.RunAsync<OrderCancellation>(
        item,
        task => task.Action.State == ActionState.Queued ? SendAsync(task, cancellationToken) : LookAsync(task, cancellationToken),
        (db, cancellation) => ForgetWriteOffAsync(db, cancellation.OrderId, cancellationToken),
        cancellationToken);

    private async Task<WorkOutcome> SendAsync(ActionTask<OrderCancellation> task, CancellationToken cancellationToken)
    {
        var cancellation = task.Action;
        var canceller = task.Platform.Cancellations ?? throw new RejectedException($"Orders of {task.Name} cannot be cancelled from here.");

        // An earlier call may have been carried out although its answer was lost.
        if (cancellation.StartedAt is not null && await IsSeenAsync(task, cancellationToken))
        {
            return await SettleAsync(task, cancellationToken);
        }

        await steps.BeginAsync(cancellation, cancellationToken);
        if (cancellation.Kind == CancellationKind.BySeller)
        {
            var lines = task.Notices(cancellation.Lines.Select(l => new ShipRequestLine(l.OrderLineId, l.Quantity)));
            await canceller.CancelAsync(task.Connection, new CancelRequest(task.Order.ExternalId, cancellation.Reason!.Value, lines), cancellationToken);
        }
        else
        {
            await canceller.AnswerAsync(task.Connection, task.Order.ExternalId, cancellation.Kind == CancellationKind.Approve, cancellationToken);
        }

        await steps.MoveAsync(
            cancellation,
            c =>
            {
                c.Move(ActionState.Sent);
                c.StartedAt = null;
            },
            new Said($"{task.Name} took {LowerFirst(cancellation.Title)}.", task.Name),
            null,
            cancellationToken);
        return WorkOutcome.After(Waits[0]);
    }

    private async Task<WorkOutcome> LookAsync(ActionTask<OrderCancellation> task, CancellationToken cancellationToken)
    {
        if (await IsSeenAsync(task, cancellationToken))
        {
            return await SettleAsync(task, cancellationToken);
        }

        if (task.Action.Looks < Waits.Length)
        {
            var wait = Waits[task.Action.Looks];
            await steps.MoveAsync(task.Action, c => c.Looks++, null, null, cancellationToken);
            return WorkOutcome.After(wait);
        }

        throw new RejectedException($"{task.Name} said yes, but still shows the order as it was. Look at the order on {task.Name}.");
    }

    private async Task<bool> IsSeenAsync(ActionTask<OrderCancellation> task, CancellationToken cancellationToken)
    {
        if (task.Platform.Orders is not { } feed || await feed.GetAsync(task.Connection, task.Order.ExternalId, cancellationToken) is not { } order)
        {
            return false;
        }

        await import.ImportAsync(task.Store, [order], [], cancellationToken);
        return Shows(task, order);
    }

    private static bool Shows(ActionTask<OrderCancellation> task, RemoteOrder order) => task.Action switch
    {
        { Kind: CancellationKind.Decline } => !order.CancelRequested,
        { Lines.Count: > 0 } cancellation => order.Status == RemoteOrderStatus.Cancelled || cancellation.Lines.All(line =>
            QuantityOf(order, task.Order.Lines.Single(l => l.Id == line.OrderLineId).ExternalId) <= line.QuantityAfter),
        _ => order.Status == RemoteOrderStatus.Cancelled,
    };

    private static int QuantityOf(RemoteOrder order, string externalLineId) => order.Lines.FirstOrDefault(l => l.ExternalId == externalLineId)?.Quantity ?? 0;

    private async Task<WorkOutcome> SettleAsync(ActionTask<OrderCancellation> task, CancellationToken cancellationToken)
    {
        var cancellation = task.Action;
        await steps.MoveAsync(
            cancellation,
            c =>
            {
                c.Move(ActionState.Done);
                c.StartedAt = null;
            },
            new Said(
                cancellation.Kind == CancellationKind.Decline ? $"{task.Name} shows the buyer's request as refused." : $"{task.Name} shows {(cancellation.Lines.Count == 0 ? "the order" : "the items")} as cancelled.",
                task.Name),
            (db, _) => ForgetWriteOffAsync(db, cancellation.OrderId, cancellationToken),
            cancellationToken);
        return WorkOutcome.Done;
    }

    private static Task<int> ForgetWriteOffAsync(MarketplaceDbContext db, Guid orderId, CancellationToken cancellationToken) =>
        db.OrderLines.Where(l => l.OrderId == orderId && l.WriteOff > 0).ExecuteUpdateAsync(set => set.SetProperty(l => l.WriteOff, 0), cancellationToken);

    private static string LowerFirst(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
