using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Returns;

/// <summary>Gives the seller's answer to a return, then looks until the marketplace asks no more. What is seen goes through the import of returns.</summary>
internal sealed class AnswerReturnHandler(Data.MarketplaceDb database, ActionTurn turn, ActionSteps steps, ReturnImport import) : IWorkHandler
{
    private static readonly TimeSpan[] Waits = [.. new[] { 2, 3, 5, 12, 30, 60, 120, 300 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <inheritdoc />
    public string Kind => AnswerReturns.AnswerWork;

    /// <inheritdoc />
    public Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken) => turn.RunAsync<ReturnAnswer>(
        item, task => task.Action.State == ActionState.Queued ? SendAsync(task, cancellationToken) : LookAsync(task, cancellationToken), null, cancellationToken);

    private async Task<WorkOutcome> SendAsync(ActionTask<ReturnAnswer> task, CancellationToken cancellationToken)
    {
        var answer = task.Action;
        var desk = task.Platform.Returns ?? throw new RejectedException($"{task.Name} takes answers to returns only on its own pages.");
        if (answer.StartedAt is not null && await IsSeenAsync(task, desk, cancellationToken))
        {
            return await SettleAsync(task, cancellationToken);
        }

        await steps.BeginAsync(answer, cancellationToken);
        var externalId = await ExternalIdAsync(task, cancellationToken);
        await desk.AnswerAsync(task.Connection, new RemoteReturnAnswer(externalId, answer.Question, answer.Accepts, answer.Reason, answer.Comment), cancellationToken);
        await steps.MoveAsync(
            answer,
            a =>
            {
                a.Move(ActionState.Sent);
                a.StartedAt = null;
            },
            null,
            null,
            cancellationToken);
        return WorkOutcome.After(Waits[0]);
    }

    private async Task<WorkOutcome> LookAsync(ActionTask<ReturnAnswer> task, CancellationToken cancellationToken)
    {
        if (await IsSeenAsync(task, task.Platform.Returns!, cancellationToken))
        {
            return await SettleAsync(task, cancellationToken);
        }

        if (task.Action.Looks < Waits.Length)
        {
            var wait = Waits[task.Action.Looks];
            await steps.MoveAsync(task.Action, a => a.Looks++, null, null, cancellationToken);
            return WorkOutcome.After(wait);
        }

        throw new RejectedException($"{task.Name} said yes, but still asks for an answer. Look at the return on {task.Name}.");
    }

    private async Task<bool> IsSeenAsync(ActionTask<ReturnAnswer> task, IReturnDesk desk, CancellationToken cancellationToken)
    {
        var returns = await desk.ReadAsync(task.Connection, [task.Order.ExternalId], cancellationToken);
        await import.ImportAsync(task.Store, returns, cancellationToken);
        var externalId = await ExternalIdAsync(task, cancellationToken);
        return returns.FirstOrDefault(r => r.ExternalId == externalId) is { } shown && shown.Question != task.Action.Question;
    }

    private async Task<WorkOutcome> SettleAsync(ActionTask<ReturnAnswer> task, CancellationToken cancellationToken)
    {
        await steps.MoveAsync(
            task.Action,
            a =>
            {
                a.Move(ActionState.Done);
                a.StartedAt = null;
            },
            new Said($"{task.Name} has the {(task.Action.Accepts ? "yes" : "no")} to the return.", task.Name),
            null,
            cancellationToken);
        return WorkOutcome.Done;
    }

    private async Task<string> ExternalIdAsync(ActionTask<ReturnAnswer> task, CancellationToken cancellationToken)
    {
        await using var db = database.Open(task.Action.SellerId);
        return await db.Set<OrderReturn>().Where(r => r.Id == task.Action.ReturnId).Select(r => r.ExternalId).SingleAsync(cancellationToken);
    }
}
