using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;

namespace Marketplace.Core.Fulfillment.Actions;

/// <summary>An action with all that it takes to carry it out.</summary>
/// <param name="Action">The action; not tracked.</param>
/// <param name="Order">Its order with lines; not tracked.</param>
/// <param name="Platform">Its marketplace.</param>
/// <param name="Connection">Its store.</param>
internal sealed record ActionTask<TAction>(TAction Action, Order Order, MarketplacePlatform Platform, ConnectionContext Connection) where TAction : OrderAction
{
    /// <summary>The marketplace's name.</summary>
    public string Name => Platform.Descriptor.Name;

    /// <summary>The store, as imports want it.</summary>
    public StoreReference Store => new(Order.SellerId, Order.ConnectionId, Order.Marketplace, Name);

    /// <summary>Items of lines as the marketplace knows them.</summary>
    public List<ShipmentNoticeLine> Notices(IEnumerable<ShipRequestLine> lines) =>
        [.. lines.Select(l => (Line: Order.Lines.Single(o => o.Id == l.OrderLineId), l.Quantity)).Select(l => new ShipmentNoticeLine(l.Line.ExternalId, l.Quantity, l.Line.PlatformData))];
}

/// <summary>Carries one action out, and turns whatever the marketplace throws into what becomes of the action.</summary>
internal sealed class ActionTurn(ActionSteps steps, PlatformCatalog platforms, IConnectionContexts contexts)
{
    private static readonly TimeSpan UntilConnected = TimeSpan.FromMinutes(2);

    /// <summary>Runs an action that is still open; one that is settled is left alone.</summary>
    /// <param name="item">The work; its payload is the action's id.</param>
    /// <param name="run">Does the next step and says whether there is a further one.</param>
    /// <param name="onRefused">What else is written when the action is refused for good.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<WorkOutcome> RunAsync<TAction>(
        WorkItem item, Func<ActionTask<TAction>, Task<WorkOutcome>> run, Func<MarketplaceDbContext, TAction, Task>? onRefused, CancellationToken cancellationToken)
        where TAction : OrderAction
    {
        if (await steps.LoadAsync<TAction>(item.SellerId, Guid.Parse(item.Payload), cancellationToken) is not { } action || !ActionMoves.IsOpen(action.State))
        {
            return WorkOutcome.Done;
        }

        var order = await steps.OrderAsync(action, cancellationToken);
        var platform = platforms.Get(new MarketplaceKey(order.Marketplace));
        var name = platform.Descriptor.Name;
        try
        {
            var connection = await contexts.OpenAsync(action.ConnectionId, CallPriority.Person, cancellationToken);
            return await run(new ActionTask<TAction>(action, order, platform, connection));
        }
        catch (RejectedException refusal)
        {
            await RefuseAsync(action, refusal.Message, name, onRefused, cancellationToken);
            return WorkOutcome.Done;
        }
        catch (NeedsReauthorizationException gone)
        {
            await PostponeAsync(action, $"Waits until the store is connected again. {gone.Message}", mayBeDone: false, cancellationToken);
            return WorkOutcome.After(UntilConnected);
        }
        catch (ThrottledException limit)
        {
            await PostponeAsync(action, $"{name} asks to wait; this goes on by itself. {limit.Message}", mayBeDone: false, cancellationToken);
            throw;
        }
        catch (TransientException passing)
        {
            await PostponeAsync(action, $"{name} failed in passing; this is tried again by itself. {passing.Message}", passing.OutcomeUnknown, cancellationToken);
            throw;
        }
    }

    /// <summary>Gives an action up, or leaves it as it was where only its taking back was refused.</summary>
    public Task RefuseAsync<TAction>(
        TAction action, string why, string marketplace, Func<MarketplaceDbContext, TAction, Task>? onRefused, CancellationToken cancellationToken) where TAction : OrderAction
    {
        var undoing = action.State == ActionState.Undoing;
        return steps.MoveAsync(
            action,
            a =>
            {
                a.Move(undoing ? ActionState.Done : ActionState.Failed);
                (a.Problem, a.StartedAt) = (why, null);
            },
            new Said($"{action.Title} was not {(undoing ? "taken back" : "accepted")}: {why}", marketplace, true),
            undoing ? null : onRefused,
            cancellationToken);
    }

    private Task PostponeAsync<TAction>(TAction action, string why, bool mayBeDone, CancellationToken cancellationToken) where TAction : OrderAction => steps.MoveAsync(
        action, a => (a.Problem, a.StartedAt) = (why, mayBeDone ? a.StartedAt : null), null, null, cancellationToken);
}
