using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;

namespace Marketplace.Core.Fulfillment;

/// <summary>
/// Tells the marketplace of a parcel. That a call begins is stored before it is made; after a crash or a lost answer the
/// marketplace is read first, so that the parcel is never told twice. It is read first, too, where its items may have been shipped
/// elsewhere meanwhile; a parcel whose items were is stopped, and the seller asked.
/// </summary>
internal sealed class ConfirmShipmentHandler(
    ShipmentSteps steps, PlatformCatalog platforms, IConnectionContexts contexts, IOrderReadings readings, TimeProvider time) : IWorkHandler
{
    private static readonly TimeSpan UntilConnected = TimeSpan.FromMinutes(2);

    // The lists of changes tell of a shipment that was entered elsewhere; for an order that has waited this long they may have missed one.
    private static readonly TimeSpan Old = TimeSpan.FromDays(1);

    /// <inheritdoc />
    public string Kind => ShipOrders.ConfirmWork;

    /// <inheritdoc />
    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (await steps.LoadAsync(item.SellerId, Guid.Parse(item.Payload), cancellationToken) is not { Shipment: { State: ShipmentState.Queued, BatchId: null } } parcel)
        {
            return WorkOutcome.Done;
        }

        var platform = platforms.Get(new MarketplaceKey(parcel.Order.Marketplace));
        var name = platform.Descriptor.Name;
        try
        {
            var confirmer = platform.Shipments ?? throw new RejectedException($"Shipments of {name} cannot be confirmed from here.");

            // Somebody waits for a parcel that was entered by hand; a file is a job.
            var priority = parcel.Shipment.TrackingFileId is null ? CallPriority.Person : CallPriority.Job;
            var connection = await contexts.OpenAsync(parcel.Shipment.ConnectionId, priority, cancellationToken);
            var shown = await LookFirstAsync(confirmer, connection, parcel, cancellationToken);
            if (ShipmentReadBack.Find(parcel, shown) is { } found)
            {
                await steps.SentAsync(parcel, new ShipmentReceipt(found.ExternalId, null), name, cancellationToken);
                return WorkOutcome.Done;
            }

            if (ElsewhereIn(parcel, shown) is { } elsewhere)
            {
                await steps.StoppedAsync(parcel, elsewhere, name, cancellationToken);
                return WorkOutcome.Done;
            }

            await TellAsync(confirmer, connection, parcel, name, cancellationToken);
            return WorkOutcome.Done;
        }
        catch (RejectedException refusal)
        {
            await steps.FailedAsync(parcel, refusal.Message, name, cancellationToken, refusal.Field);
            return WorkOutcome.Done;
        }
        catch (NeedsReauthorizationException gone)
        {
            // The parcel is not given up: it goes out by itself once the store is connected again.
            await steps.PostponeAsync(parcel, $"Waits until the store is connected again. {gone.Message}", false, cancellationToken);
            return WorkOutcome.After(UntilConnected);
        }
        catch (ThrottledException limit)
        {
            await steps.PostponeAsync(parcel, $"{name} asks to wait; the parcel is sent by itself. {limit.Message}", false, cancellationToken);
            throw;
        }
        catch (TransientException passing)
        {
            await steps.PostponeAsync(parcel, $"{name} failed in passing; the parcel is tried again by itself. {passing.Message}", passing.OutcomeUnknown, cancellationToken);
            throw;
        }
    }

    private async Task TellAsync(IShipmentConfirmer confirmer, ConnectionContext connection, Parcel parcel, string name, CancellationToken cancellationToken)
    {
        if (parcel.CancelledSince is { } cancelled)
        {
            throw new RejectedException(cancelled);
        }

        await steps.BeginAsync(parcel, cancellationToken);
        try
        {
            await steps.SentAsync(parcel, await confirmer.ConfirmAsync(connection, parcel.ToNotice() with { KnownUnsent = true }, cancellationToken), name, cancellationToken);
        }
        catch (RejectedException)
        {
            // The refusal may only say that nothing is left to ship; the seller is told where it went.
            var shown = await confirmer.ReadAsync(connection, parcel.Order.ExternalId, parcel.Order.PlatformData, cancellationToken);
            if (ElsewhereIn(parcel, shown) is not { } elsewhere)
            {
                throw;
            }

            await steps.StoppedAsync(parcel, elsewhere, name, cancellationToken);
        }
    }

    private static RemoteShipment? ElsewhereIn(Parcel parcel, IReadOnlyList<RemoteShipment> shown) =>
        parcel.Shipment.SendAnyway ? null : ShipmentReadBack.ShippedElsewhere(parcel, shown);

    // The parcels that the marketplace shows of the order; none where there is no need to ask.
    private async Task<IReadOnlyList<RemoteShipment>> LookFirstAsync(IShipmentConfirmer confirmer, ConnectionContext connection, Parcel parcel, CancellationToken cancellationToken)
    {
        var mustLook = confirmer.StoresTwice || parcel.Shipment.SendStartedAt is not null || parcel.MayBeShippedElsewhere || time.GetUtcNow() - LastHeard(parcel.Order) >= Old
            || await readings.IsBehindAsync(parcel.Order.SellerId, parcel.Order.ConnectionId, cancellationToken);
        return mustLook ? await confirmer.ReadAsync(connection, parcel.Order.ExternalId, parcel.Order.PlatformData, cancellationToken) : [];
    }

    private static DateTimeOffset LastHeard(Order order) => new[] { order.ImportedAt, order.LookedAt, order.RemoteUpdatedAt }.Max();
}
