using Marketplace.Core.Changes;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment;

/// <summary>What a seller decides about parcels that the marketplace does not have: those that were stopped because their items were shipped elsewhere, and refused ones.</summary>
public sealed class ParcelDecisions(MarketplaceDb database, WorkQueue queue, WorkSignal signal, ChangeFeed changes, TimeProvider time)
{
    private const int GroupSize = 200;

    /// <summary>Sends a stopped parcel all the same, as a further one beside the parcel that was entered elsewhere.</summary>
    /// <param name="sellerId">Whose parcel.</param>
    /// <param name="shipmentId">A parcel that was stopped.</param>
    /// <param name="actor">Who decides, for the timeline.</param>
    /// <param name="cancellationToken">Leaves the parcel as it was.</param>
    /// <returns>The verdict; null when the seller has no such parcel.</returns>
    public Task<ShipVerdict?> SendAnywayAsync(Guid sellerId, Guid shipmentId, string actor, CancellationToken cancellationToken) => DecideAsync(
        sellerId, shipmentId, SendObstacle,
        async (db, shipment) =>
        {
            shipment.Requeue();
            (shipment.SendAnyway, shipment.SendStartedAt) = (true, null);
            Note(db, shipment, $"Parcel {shipment.PackageNumber} is sent although its items were shipped elsewhere: {shipment.CarrierName} {shipment.TrackingNumber}.", actor);
            await queue.EnqueueAsync(
                db, shipment.SellerId, shipment.ConnectionId, ShipOrders.ConfirmWork, shipment.Id.ToString(), priority: ShipOrders.Priority, cancellationToken: cancellationToken);
            return new ShipVerdict(shipment.OrderId, ShipOutcome.Accepted, "The parcel is sent all the same.", shipment.Id);
        },
        cancellationToken);

    /// <summary>Lets a stopped or refused parcel go: it is told to nobody, and its items are free again.</summary>
    /// <param name="sellerId">Whose parcel.</param>
    /// <param name="shipmentId">A parcel that was stopped or refused.</param>
    /// <param name="actor">Who decides, for the timeline.</param>
    /// <param name="cancellationToken">Leaves the parcel as it was.</param>
    /// <returns>The verdict; null when the seller has no such parcel.</returns>
    public Task<ShipVerdict?> DiscardAsync(Guid sellerId, Guid shipmentId, string actor, CancellationToken cancellationToken) => DecideAsync(
        sellerId, shipmentId, (shipment, _) => DiscardObstacle(shipment),
        (db, shipment) =>
        {
            Discard(db, shipment, actor);
            return Task.FromResult(new ShipVerdict(shipment.OrderId, ShipOutcome.Accepted, "The parcel is discarded; nothing is sent.", shipment.Id));
        },
        cancellationToken);

    /// <summary>Lets every stopped parcel go.</summary>
    /// <param name="sellerId">Whose parcels.</param>
    /// <param name="connectionId">Those of one store; null for all.</param>
    /// <param name="actor">Who decides, for the timelines.</param>
    /// <param name="cancellationToken">Stops between groups; what is discarded stays so.</param>
    /// <returns>How many were discarded.</returns>
    public async Task<int> DiscardStoppedAsync(Guid sellerId, Guid? connectionId, string actor, CancellationToken cancellationToken)
    {
        var done = 0;
        while (true)
        {
            var discarded = await WriterRace.RunAsync(async () =>
            {
                await using var db = database.Open(sellerId);
                var stopped = await db.Shipments.Where(s => s.State == ShipmentState.Stopped && (connectionId == null || s.ConnectionId == connectionId))
                    .OrderBy(s => s.Id).Take(GroupSize).ToListAsync(cancellationToken);
                stopped.ForEach(shipment => Discard(db, shipment, actor));
                await db.SaveChangesAsync(cancellationToken);
                return stopped.Count;
            });
            done += discarded;
            if (discarded < GroupSize)
            {
                break;
            }
        }

        changes.Publish(new Change(sellerId, ChangeTopic.Fulfillment));
        changes.Publish(new Change(sellerId, ChangeTopic.Orders));
        return done;
    }

    private static string? SendObstacle(Shipment shipment, ShippableOrder order) => shipment.State switch
    {
        not ShipmentState.Stopped => "This parcel is not stopped; there is nothing to decide.",
        _ when order.Order.State == OrderState.Cancelled || order.IsBeingCancelled => "This order was cancelled. Do not ship it.",
        _ when order.StoreState == ConnectionState.Disconnected => $"The store {order.StoreName} is not connected. Connect it again, then send the parcel.",
        _ => null,
    };

    private static string? DiscardObstacle(Shipment shipment) => shipment switch
    {
        { LabelId: not null } => "Its label is bought and paid for. Give the label back instead.",
        { State: not (ShipmentState.Stopped or ShipmentState.Failed) } => "Only a parcel that was stopped or refused can be discarded.",
        _ => null,
    };

    private void Discard(MarketplaceDbContext db, Shipment shipment, string actor)
    {
        shipment.Move(ShipmentState.Discarded);
        Note(db, shipment, $"Parcel {shipment.PackageNumber} was discarded: {shipment.CarrierName} {shipment.TrackingNumber}. The marketplace was not told of it.", actor);
    }

    private void Note(MarketplaceDbContext db, Shipment shipment, string text, string actor) =>
        db.OrderEvents.Add(new OrderEvent { SellerId = shipment.SellerId, OrderId = shipment.OrderId, At = time.GetUtcNow(), Text = text, Actor = actor });

    private async Task<ShipVerdict?> DecideAsync(
        Guid sellerId, Guid shipmentId, Func<Shipment, ShippableOrder, string?> obstacle, Func<MarketplaceDbContext, Shipment, Task<ShipVerdict>> act,
        CancellationToken cancellationToken)
    {
        var verdict = await WriterRace.RunAsync(async () =>
        {
            await using var db = database.Open(sellerId);
            if (await db.Shipments.SingleOrDefaultAsync(s => s.Id == shipmentId, cancellationToken) is not { } shipment)
            {
                return null;
            }

            var order = (await ShippableOrders.LoadAsync(db, [shipment.OrderId], cancellationToken))[shipment.OrderId];
            if (obstacle(shipment, order) is { } why)
            {
                return new ShipVerdict(shipment.OrderId, ShipOutcome.Refused, why, shipment.Id);
            }

            var done = await act(db, shipment);
            await db.SaveChangesAsync(cancellationToken);
            return done;
        });
        if (verdict is { Outcome: ShipOutcome.Accepted })
        {
            signal.Wake();
            changes.Publish(new Change(sellerId, ChangeTopic.Fulfillment, shipmentId));
            changes.Publish(new Change(sellerId, ChangeTopic.Orders, verdict.OrderId));
        }

        return verdict;
    }
}
