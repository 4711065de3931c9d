using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;

namespace Marketplace.Core.Fulfillment;

/// <summary>
/// Tells a marketplace of many parcels in one go, where it has a way for that and enough are waiting. One batch of a store is under
/// way at a time; parcels that come meanwhile go out one by one. The parcels are out of the queue before the call, and the ticket is
/// stored before anything else is done, so that a crash at any point is taken up by asking again.
/// </summary>
internal sealed class ConfirmBatchHandler(
    BulkQueue bulk, BatchSteps steps, PlatformCatalog platforms, IConnectionContexts contexts, IOrderReadings readings, TimeProvider time) : IWorkHandler
{
    private static readonly TimeSpan[] Waits = [.. new[] { 2, 5, 10, 15, 30, 60 }.Select(seconds => TimeSpan.FromSeconds(seconds))];
    private static readonly TimeSpan UntilEntered = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan UntilConnected = TimeSpan.FromMinutes(2);

    // After a batch was thrown away whole, the single way is trusted more for a while.
    private static readonly TimeSpan Distrust = TimeSpan.FromHours(1);

    // Marketplaces have been seen to sit on a batch for hours; the parcels are then looked for and sent one by one.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(2);
    private const int Tries = 8;

    /// <inheritdoc />
    public string Kind => WorkKinds.ShipmentBatch;

    /// <inheritdoc />
    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await contexts.OpenAsync(item.ConnectionId, CallPriority.Job, cancellationToken);
            var platform = platforms.Get(connection.Marketplace);
            if (platform.BulkShipments is not { } confirmer)
            {
                return WorkOutcome.Done;
            }

            return await bulk.UnderWayAsync(item.SellerId, item.ConnectionId, cancellationToken) is { } batch
                ? await GoOnAsync(item, batch, confirmer, platform.Descriptor.Name, connection, cancellationToken)
                : await BeginAsync(item, confirmer, platform.Descriptor.Name, connection, cancellationToken);
        }
        catch (NeedsReauthorizationException)
        {
            return WorkOutcome.After(UntilConnected);
        }
    }

    private async Task<WorkOutcome> BeginAsync(WorkItem item, IBulkShipmentConfirmer confirmer, string name, ConnectionContext connection, CancellationToken cancellationToken)
    {
        var (waiting, moreToCome) = await bulk.LengthAsync(item.SellerId, item.ConnectionId, cancellationToken);
        if (moreToCome && waiting < confirmer.MaxBatch)
        {
            return WorkOutcome.After(UntilEntered);
        }

        // A batch is told without looking first, so it needs to be known what was shipped elsewhere.
        if (waiting < confirmer.WorthwhileFrom || await bulk.FailedSinceAsync(item.SellerId, item.ConnectionId, time.GetUtcNow() - Distrust, cancellationToken)
            || await readings.IsBehindAsync(item.SellerId, item.ConnectionId, cancellationToken))
        {
            return WorkOutcome.Done;
        }

        return await bulk.TakeAsync(item.SellerId, item.ConnectionId, confirmer.WorthwhileFrom, confirmer.MaxBatch, cancellationToken) is { } batch
            ? await GoOnAsync(item, batch, confirmer, name, connection, cancellationToken)
            : WorkOutcome.Done;
    }

    private async Task<WorkOutcome> GoOnAsync(
        WorkItem item, ShipmentBatch batch, IBulkShipmentConfirmer confirmer, string name, ConnectionContext connection, CancellationToken cancellationToken)
    {
        var parcels = await steps.LoadAsync(batch, cancellationToken);
        var notices = parcels.ConvertAll(p => p.ToNotice());
        try
        {
            if (batch.Ticket is null)
            {
                // A call whose answer was lost is repeated: what the marketplace has already is corrected in place.
                await steps.HandedOverAsync(batch, await confirmer.ConfirmAsync(connection, notices, cancellationToken), cancellationToken);
                return WorkOutcome.After(Waits[0]);
            }

            if (await confirmer.VerdictsAsync(connection, batch.Ticket, notices, cancellationToken) is { } verdicts)
            {
                await steps.SettleAsync(batch, parcels, verdicts, name, cancellationToken);
                return WorkOutcome.After(TimeSpan.Zero);
            }
        }
        catch (RejectedException refusal)
        {
            await steps.DissolveAsync(batch, parcels, mayBeCarriedOut: false, $"{name} did not take the batch; the parcels go out one by one. {refusal.Message}", name, cancellationToken);
            return WorkOutcome.Done;
        }
        catch (TransientException passing) when (item.Attempts >= Tries)
        {
            await steps.DissolveAsync(batch, parcels, mayBeCarriedOut: true, $"{name} keeps failing; the parcels go out one by one. {passing.Message}", name, cancellationToken);
            return WorkOutcome.Done;
        }

        if (time.GetUtcNow() - batch.HandedOverAt > Patience)
        {
            await steps.DissolveAsync(batch, parcels, mayBeCarriedOut: true, $"{name} has not ended the batch; the parcels are looked for and go out one by one.", name, cancellationToken);
            return WorkOutcome.Done;
        }

        await steps.LookedAsync(batch, cancellationToken);
        return WorkOutcome.After(Waits[Math.Min(batch.Looks, Waits.Length - 1)]);
    }
}
