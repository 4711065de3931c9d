using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment;

/// <summary>
/// The moves of a shipment. Each is one transaction of the shipment, its event and the work that follows, and is published after
/// the commit.
/// </summary>
internal sealed class ShipmentSteps(MarketplaceDb database, WorkQueue queue, WorkSignal signal, ChangeFeed changes, TimeProvider time)
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(2);

    /// <summary>Reads a parcel; null when it is gone.</summary>
    public async Task<Parcel?> LoadAsync(Guid sellerId, Guid shipmentId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var orderId = await db.Shipments.Where(s => s.Id == shipmentId).Select(s => s.OrderId).SingleOrDefaultAsync(cancellationToken);
        if (orderId == Guid.Empty)
        {
            return null;
        }

        var order = await db.Orders.AsNoTracking().Include(o => o.Lines).SingleAsync(o => o.Id == orderId, cancellationToken);
        var shipments = await db.Shipments.AsNoTracking().Include(s => s.Lines).Where(s => s.OrderId == orderId).ToListAsync(cancellationToken);
        return new Parcel(shipments.Single(s => s.Id == shipmentId), order, [.. shipments.Where(s => s.Id != shipmentId)]);
    }

    /// <summary>Notes that a call is begun, so that whoever comes after a crash reads the marketplace before calling again.</summary>
    public Task BeginAsync(Parcel parcel, CancellationToken cancellationToken) =>
        MoveAsync(parcel, shipment => shipment.SendStartedAt = time.GetUtcNow(), cancellationToken);

    /// <summary>Notes why the parcel waits.</summary>
    /// <param name="parcel">The parcel.</param>
    /// <param name="why">In plain words.</param>
    /// <param name="outcomeUnknown">Whether the call may have been carried out; when not, the next try need not read first.</param>
    /// <param name="cancellationToken">Leaves the parcel as it was.</param>
    public Task PostponeAsync(Parcel parcel, string why, bool outcomeUnknown, CancellationToken cancellationToken) => MoveAsync(
        parcel,
        shipment => (shipment.SendStartedAt, shipment.Problem) = (outcomeUnknown ? shipment.SendStartedAt : null, why),
        cancellationToken,
        announce: true);

    /// <summary>The marketplace took the parcel; from now on it is looked for.</summary>
    public Task SentAsync(Parcel parcel, ShipmentReceipt receipt, string marketplace, CancellationToken cancellationToken)
    {
        var remark = receipt.Warning is null ? "" : $" It remarks: {receipt.Warning}";
        return MoveAsync(
            parcel,
            shipment =>
            {
                shipment.Move(ShipmentState.Sent);
                shipment.SendStartedAt = null;
                shipment.SentAt = time.GetUtcNow();
                shipment.ExternalId = receipt.ExternalShipmentId ?? shipment.ExternalId;
                shipment.Problem = receipt.Warning;
            },
            cancellationToken,
            announce: true,
            said: ($"{marketplace} took parcel {parcel.Shipment.PackageNumber}.{remark}", marketplace, receipt.Warning is not null),
            next: (VerifyShipmentHandler.VerifyWork, FirstLook));
    }

    /// <summary>The marketplace shows the parcel.</summary>
    public Task ConfirmedAsync(Parcel parcel, string marketplace, CancellationToken cancellationToken) => MoveAsync(
        parcel,
        shipment =>
        {
            var remark = shipment.Problem;
            shipment.Move(ShipmentState.Confirmed);
            (shipment.ConfirmedAt, shipment.Looks, shipment.Problem) = (time.GetUtcNow(), 0, remark);
        },
        cancellationToken,
        announce: true,
        said: ($"{marketplace} shows parcel {parcel.Shipment.PackageNumber} with its tracking number.", marketplace, false));

    /// <summary>It was looked for in vain, or its order is not shown as shipped yet.</summary>
    public Task LookedAsync(Parcel parcel, CancellationToken cancellationToken) =>
        MoveAsync(parcel, shipment => shipment.Looks++, cancellationToken);

    /// <summary>The marketplace did not keep the parcel; it is sent once more.</summary>
    public Task ResendAsync(Parcel parcel, string why, string marketplace, CancellationToken cancellationToken) => MoveAsync(
        parcel,
        shipment =>
        {
            var resends = shipment.Resends + 1;
            shipment.Requeue();
            (shipment.Resends, shipment.Problem) = (resends, why);
        },
        cancellationToken,
        announce: true,
        said: ($"{why} Parcel {parcel.Shipment.PackageNumber} is sent once more.", marketplace, true),
        next: (ShipOrders.ConfirmWork, TimeSpan.Zero));

    /// <summary>Refused for good; the seller must act.</summary>
    public Task FailedAsync(Parcel parcel, string why, string marketplace, CancellationToken cancellationToken, string? field = null) => MoveAsync(
        parcel,
        shipment =>
        {
            shipment.Move(ShipmentState.Failed);
            (shipment.SendStartedAt, shipment.Problem, shipment.ProblemField) = (null, why, field);
        },
        cancellationToken,
        announce: true,
        said: ($"Parcel {parcel.Shipment.PackageNumber} was not accepted: {why}", marketplace, true));

    /// <summary>The marketplace shows the items in a parcel that was entered elsewhere; nothing is sent until the seller decides.</summary>
    public Task StoppedAsync(Parcel parcel, RemoteShipment elsewhere, string marketplace, CancellationToken cancellationToken)
    {
        var why = $"Shipped elsewhere: {marketplace} shows these items in parcel {elsewhere.TrackingNumber}, which was not entered here. Nothing was sent, so that they do not go out twice.";
        return MoveAsync(
            parcel,
            shipment =>
            {
                shipment.Move(ShipmentState.Stopped);
                (shipment.SendStartedAt, shipment.Problem) = (null, why);
            },
            cancellationToken,
            announce: true,
            said: ($"Parcel {parcel.Shipment.PackageNumber} was stopped. {why}", marketplace, true),
            next: (WorkKinds.RefreshOrder, TimeSpan.Zero));
    }

    private async Task MoveAsync(
        Parcel parcel,
        Action<Shipment> change,
        CancellationToken cancellationToken,
        bool announce = false,
        (string Text, string Actor, bool IsProblem)? said = null,
        (string Kind, TimeSpan Delay)? next = null)
    {
        var current = parcel.Shipment;
        await using var db = database.Open(current.SellerId);
        db.Attach(current);
        change(current);
        if (said is { } words)
        {
            db.OrderEvents.Add(new OrderEvent { OrderId = current.OrderId, At = time.GetUtcNow(), Text = words.Text, Actor = words.Actor, IsProblem = words.IsProblem });
        }

        if (next is { } work)
        {
            await queue.EnqueueAsync(
                db, current.SellerId, current.ConnectionId, work.Kind, work.Kind == WorkKinds.RefreshOrder ? parcel.Order.ExternalId : current.Id.ToString(),
                priority: ShipOrders.PriorityOf(current), delay: work.Delay, cancellationToken: cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        if (announce)
        {
            signal.Wake();
            changes.Publish(new Change(current.SellerId, ChangeTopic.Fulfillment, current.Id));
            changes.Publish(new Change(current.SellerId, ChangeTopic.Orders, current.OrderId));
        }
    }
}
