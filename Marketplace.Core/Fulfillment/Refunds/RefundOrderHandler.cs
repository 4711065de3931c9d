using Marketplace.Core.Common;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;

namespace Marketplace.Core.Fulfillment.Refunds;

/// <summary>
/// Asks the marketplace for a refund. What it shows as refunded already is stored before the first call; after a crash or a lost
/// answer that tells this refund from others, so that nothing is paid twice. Then it is looked at until the money is on its way.
/// </summary>
internal sealed class RefundOrderHandler(ActionTurn turn, ActionSteps steps) : IWorkHandler
{
    // Refunds may take the marketplace days; after two weeks somebody should look for themselves.
    private static readonly TimeSpan[] Waits =
        [.. new[] { 3, 15, 60, 300, 1800 }.Select(seconds => TimeSpan.FromSeconds(seconds)), .. Enumerable.Repeat(TimeSpan.FromHours(6), 56)];

    /// <inheritdoc />
    public string Kind => RefundOrders.RefundWork;

    /// <inheritdoc />
    public Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken) => turn.RunAsync<OrderRefund>(
        item, task => task.Action.State == ActionState.Queued ? SendAsync(task, cancellationToken) : LookAsync(task, cancellationToken), null, cancellationToken);

    private async Task<WorkOutcome> SendAsync(ActionTask<OrderRefund> task, CancellationToken cancellationToken)
    {
        var refund = task.Action;
        var refunder = task.Platform.Refunds ?? throw new RejectedException($"{task.Name} takes refunds only on its own pages. Refund the order there.");
        if (refund.KnownBefore is null)
        {
            await LookBeforeAsync(task, refunder, cancellationToken);
        }

        await steps.BeginAsync(refund, cancellationToken);
        var receipt = await refunder.RefundAsync(task.Connection, RequestOf(task), cancellationToken);
        if (receipt.Status == RefundStatus.Failed)
        {
            throw new RejectedException($"{task.Name} could not pay it. Look at the order's payments on {task.Name}.");
        }

        return receipt.Status == RefundStatus.Refunded
            ? await SettleAsync(task, receipt.ExternalRefundId, cancellationToken)
            : await TakenAsync(task, receipt.ExternalRefundId, cancellationToken);
    }

    private async Task LookBeforeAsync(ActionTask<OrderRefund> task, IRefunder refunder, CancellationToken cancellationToken)
    {
        var shown = (await refunder.ReadAsync(task.Connection, task.Order.ExternalId, cancellationToken)).Where(r => r.Status != RefundStatus.Failed).ToList();
        var paid = shown.Where(r => r.Amount.Currency == task.Action.Currency).Sum(r => r.Amount.Minor);
        if (paid + task.Action.AmountMinor > task.Order.TotalMinor)
        {
            throw new RejectedException(
                $"{task.Name} shows {new Money(paid, task.Action.Currency)} as refunded already, of {task.Order.Total} paid. Refund less, or nothing.");
        }

        await steps.MoveAsync(task.Action, r => r.KnownBefore = string.Join(' ', shown.Select(s => s.ExternalId)), null, null, cancellationToken);
    }

    private async Task<WorkOutcome> LookAsync(ActionTask<OrderRefund> task, CancellationToken cancellationToken)
    {
        var refund = task.Action;
        var shown = await task.Platform.Refunds!.ReadAsync(task.Connection, task.Order.ExternalId, cancellationToken);
        var own = shown.FirstOrDefault(r => refund.ExternalId is not null && r.ExternalId == refund.ExternalId)
            ?? shown.FirstOrDefault(r => refund.ExternalId is null && !refund.KnownIds.Contains(r.ExternalId) && r.Amount == refund.Amount);
        switch (own?.Status)
        {
            case RefundStatus.Refunded:
                return await SettleAsync(task, own.ExternalId, cancellationToken);
            case RefundStatus.Failed:
                throw new RejectedException($"{task.Name} took the refund but could not pay it. Look at the order's payments on {task.Name}.");
            case null or RefundStatus.Pending when refund.Looks < Waits.Length:
                var wait = Waits[refund.Looks];
                await steps.MoveAsync(refund, r => r.Looks++, null, null, cancellationToken);
                return WorkOutcome.After(wait);
            default:
                throw new RejectedException($"{task.Name} has not paid it within two weeks. Look at the order's payments on {task.Name}.");
        }
    }

    private async Task<WorkOutcome> TakenAsync(ActionTask<OrderRefund> task, string? externalId, CancellationToken cancellationToken)
    {
        await steps.MoveAsync(
            task.Action,
            r =>
            {
                r.Move(ActionState.Sent);
                (r.StartedAt, r.ExternalId) = (null, externalId);
            },
            new Said($"{task.Name} took the refund of {task.Action.Amount} and works on it.", task.Name),
            null,
            cancellationToken);
        return WorkOutcome.After(Waits[0]);
    }

    private async Task<WorkOutcome> SettleAsync(ActionTask<OrderRefund> task, string? externalId, CancellationToken cancellationToken)
    {
        await steps.MoveAsync(
            task.Action,
            r =>
            {
                r.Move(ActionState.Done);
                (r.StartedAt, r.ExternalId) = (null, externalId ?? r.ExternalId);
            },
            new Said($"{task.Name} gives {task.Action.Amount} back to the buyer.", task.Name),
            null,
            cancellationToken);
        return WorkOutcome.Done;
    }

    private static RefundRequest RequestOf(ActionTask<OrderRefund> task) => new()
    {
        ExternalOrderId = task.Order.ExternalId,
        OrderPlatformData = task.Order.PlatformData,
        Reason = task.Action.Reason,
        Amount = task.Action.Amount,
        Comment = task.Action.Comment,
        AlreadyRefunded = task.Action.KnownIds,
        Lines = [.. task.Action.Lines.Select(l => new RefundLine(
            task.Order.Lines.Single(o => o.Id == l.OrderLineId).ExternalId, new Money(l.AmountMinor, task.Action.Currency)))],
    };
}
