using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Sync;

/// <summary>Asks a marketplace what became of quantities that it works on by itself, ticket by ticket, while the lane of pushes goes on.</summary>
internal sealed class StockOutcomeHandler(
    StockTickets tickets, IConnectionContexts contexts, PlatformCatalog catalog, MarketplaceDb database, WorkQueue queue, ChangeFeed changes, IOptions<SyncOptions> options, TimeProvider time)
    : IWorkHandler
{
    private static readonly TimeSpan[] Waits = [.. new[] { 2, 5, 10, 15, 30, 60 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    // Marketplaces have been seen to sit on a batch for hours; the quantities are then sent again.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(2);

    public string Kind => WorkKinds.StockOutcome;

    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var context = await contexts.OpenAsync(item.ConnectionId, CallPriority.Job, cancellationToken);
        if (catalog.Get(context.Marketplace).Stock is not IStockOutcomes outcomes)
        {
            return WorkOutcome.Done;
        }

        while (await tickets.OldestAsync(item.SellerId, item.ConnectionId, cancellationToken) is { } ticket)
        {
            if (!await SettleAsync(context, outcomes, ticket, cancellationToken))
            {
                await tickets.LookedAsync(ticket, cancellationToken);
                return WorkOutcome.After(Waits[Math.Min(ticket.Looks, Waits.Length - 1)]);
            }

            await AskForVerificationAsync(item, cancellationToken);
            changes.Publish(new Change(item.SellerId, ChangeTopic.Inventory));
        }

        return WorkOutcome.Done;
    }

    private async Task<bool> SettleAsync(ConnectionContext context, IStockOutcomes outcomes, StockTicket ticket, CancellationToken cancellationToken)
    {
        var listings = await tickets.ListingsAsync(ticket, cancellationToken);
        try
        {
            if (await outcomes.OutcomeAsync(context, ticket.Ticket, listings, cancellationToken) is { } refused)
            {
                await tickets.EndAsync(ticket, listings, refused, cancellationToken);
                return true;
            }
        }
        catch (RejectedException refusal)
        {
            await tickets.GiveUpAsync(ticket, $"The marketplace did not take the batch; this quantity is sent again. {refusal.Message}", cancellationToken);
            return true;
        }

        if (time.GetUtcNow() - ticket.HandedOverAt <= Patience)
        {
            return false;
        }

        await tickets.GiveUpAsync(ticket, "The marketplace has not ended the batch for hours; this quantity is sent again.", cancellationToken);
        return true;
    }

    private async Task AskForVerificationAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await using var db = database.Open(item.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await queue.EnqueueAsync(
            db, item.SellerId, item.ConnectionId, SyncWork.Verify, "", SyncWork.VerifyKey(item.ConnectionId), priority: 150,
            delay: TimeSpan.FromSeconds(options.Value.VerifyAfterSeconds), cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
