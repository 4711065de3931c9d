using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment;

/// <summary>Enters parcels: each is stored with its event and its durable work in one transaction, and sent from there.</summary>
public sealed class ShipOrders(
    MarketplaceDb database, PlatformCatalog platforms, WorkQueue queue, WorkSignal signal, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Kind of the work that tells the marketplace.</summary>
    public const string ConfirmWork = "shipment.confirm";

    /// <summary>Priority of that work: ahead of jobs, for a deadline and a person wait for it.</summary>
    public const int Priority = 10;

    /// <summary>Priority of parcels from files, behind those that a person has entered and waits for.</summary>
    public const int FilePriority = 20;

    // Many orders per transaction make files quick; few enough that nobody else waits long for the database.
    private const int GroupSize = 100;

    /// <summary>Priority of the work on a parcel.</summary>
    internal static int PriorityOf(Shipment shipment) => shipment.TrackingFileId is null ? Priority : FilePriority;

    /// <summary>Enters parcels of a seller's orders. The same parcel again adds nothing.</summary>
    /// <param name="sellerId">Whose orders.</param>
    /// <param name="requests">Any number of parcels, of any stores.</param>
    /// <param name="actor">Who does it, for the timeline.</param>
    /// <param name="cancellationToken">Stops between groups; what is stored stays stored.</param>
    /// <returns>A verdict per request, in the order of the requests.</returns>
    public async Task<IReadOnlyList<ShipVerdict>> ShipAsync(Guid sellerId, IReadOnlyList<ShipRequest> requests, string actor, CancellationToken cancellationToken)
    {
        var verdicts = new List<ShipVerdict>(requests.Count);
        foreach (var group in requests.Chunk(GroupSize))
        {
            // Another instance may enter a parcel of the same order in the same moment; the unique keys refuse one of the two.
            var answers = await WriterRace.RunAsync(() => EnterAsync(sellerId, group, actor, cancellationToken));
            verdicts.AddRange(answers);
            Announce(sellerId, answers);
        }

        return verdicts;
    }

    private async Task<IReadOnlyList<ShipVerdict>> EnterAsync(Guid sellerId, ShipRequest[] group, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var orders = await ShippableOrders.LoadAsync(db, [.. group.Select(r => r.OrderId).Distinct()], cancellationToken);
        var verdicts = new List<ShipVerdict>(group.Length);
        foreach (var request in group)
        {
            verdicts.Add(await EnterOneAsync(db, orders.GetValueOrDefault(request.OrderId), request, actor, cancellationToken));
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var store in group.Zip(verdicts).Where(pair => pair.Second.Outcome == ShipOutcome.Accepted).Select(pair => orders[pair.First.OrderId].Order).DistinctBy(order => order.ConnectionId))
        {
            if (platforms.TryGet(store.Marketplace, out var platform) && platform.BulkShipments is not null)
            {
                await BulkQueue.AskAsync(db, queue, store.SellerId, store.ConnectionId, cancellationToken);
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return verdicts;
    }

    private async Task<ShipVerdict> EnterOneAsync(MarketplaceDbContext db, ShippableOrder? shippable, ShipRequest request, string actor, CancellationToken cancellationToken)
    {
        if (shippable is null)
        {
            return new ShipVerdict(request.OrderId, ShipOutcome.UnknownOrder, "There is no such order here.");
        }

        if (!platforms.TryGet(shippable.Order.Marketplace, out var platform))
        {
            return new ShipVerdict(request.OrderId, ShipOutcome.Refused, $"The marketplace “{shippable.Order.Marketplace}” is not set up here any more.");
        }

        var (verdict, draft) = ShipmentRules.Judge(shippable, platform, request, time.GetUtcNow());
        if (draft is null)
        {
            return verdict!;
        }

        var shipment = Store(db, shippable, request, draft);
        MakeFindable(db, shippable.Order, draft.TrackingNumber);
        await queue.EnqueueAsync(
            db, shipment.SellerId, shipment.ConnectionId, ConfirmWork, shipment.Id.ToString(), priority: PriorityOf(shipment), cancellationToken: cancellationToken);
        db.OrderEvents.Add(new OrderEvent
        {
            OrderId = shipment.OrderId,
            At = time.GetUtcNow(),
            Actor = actor,
            Text = $"Parcel {shipment.PackageNumber} entered: {draft.Carrier.Name} {draft.TrackingNumber}, {Items(draft)}. {platform.Descriptor.Name} is being told.",
        });
        return new ShipVerdict(request.OrderId, ShipOutcome.Accepted, $"Entered; {platform.Descriptor.Name} is being told.", shipment.Id, draft.Warning);
    }

    // A parcel that was refused before and is entered again unchanged is that parcel, tried anew.
    private Shipment Store(MarketplaceDbContext db, ShippableOrder shippable, ShipRequest request, ParcelDraft draft)
    {
        var key = ShipmentRules.IdempotencyKey(request.OrderId, draft.Lines, draft.TrackingNumber);
        var shipment = shippable.Shipments.FirstOrDefault(s => s.IdempotencyKey == key);
        if (shipment is null)
        {
            shipment = NewShipment(shippable, key, draft);
            shippable.Shipments.Add(shipment);
            db.Shipments.Add(shipment);
        }
        else if (db.Entry(shipment).State == EntityState.Detached)
        {
            db.Attach(shipment);
        }

        shipment.CarrierCode = draft.Carrier.Code;
        shipment.CarrierName = draft.Carrier.Name;
        shipment.ShippedAt = ShippedAt(request.ShippedAt, shippable.Order);
        (shipment.TrackingFileId, shipment.SendAnyway) = (request.TrackingFileId, false);
        shipment.Requeue();
        return shipment;
    }

    // Writing the order also lets its version catch a parcel that another instance enters at the same time.
    private static void MakeFindable(MarketplaceDbContext db, Order order, string number)
    {
        if (db.Entry(order).State == EntityState.Detached)
        {
            db.Attach(order);
        }

        order.SearchText = $"{order.SearchText} {number.ToUpperInvariant()}".Trim();
    }

    private Shipment NewShipment(ShippableOrder shippable, string key, ParcelDraft draft)
    {
        var order = shippable.Order;
        var shipment = new Shipment
        {
            SellerId = order.SellerId,
            OrderId = order.Id,
            ConnectionId = order.ConnectionId,
            PackageNumber = shippable.Shipments.Select(s => s.PackageNumber).DefaultIfEmpty().Max() + 1,
            TrackingNumber = draft.TrackingNumber,
            IdempotencyKey = key,
            CreatedAt = time.GetUtcNow(),
        };
        shipment.Lines.AddRange(draft.Lines.Select(l => new ShipmentLine { SellerId = order.SellerId, OrderLineId = l.OrderLineId, Quantity = l.Quantity }));
        return shipment;
    }

    // A bare date means midnight, which may lie before the sale; marketplaces refuse that, and any time to come.
    private DateTimeOffset ShippedAt(DateTimeOffset? given, Order order)
    {
        var now = time.GetUtcNow();
        var at = given is null || given > now ? now : given.Value.ToUniversalTime();
        return at < order.PlacedAt && order.PlacedAt <= now ? order.PlacedAt : at;
    }

    private void Announce(Guid sellerId, IReadOnlyList<ShipVerdict> verdicts)
    {
        var accepted = verdicts.Where(v => v.Outcome == ShipOutcome.Accepted).ToList();
        if (accepted.Count == 0)
        {
            return;
        }

        signal.Wake();
        var only = accepted.Count == 1 ? accepted[0] : null;
        changes.Publish(new Change(sellerId, ChangeTopic.Fulfillment, only?.ShipmentId));
        changes.Publish(new Change(sellerId, ChangeTopic.Orders, only?.OrderId));
    }

    private static string Items(ParcelDraft draft) => draft.Lines.Sum(l => l.Quantity) is 1 ? "1 item" : $"{draft.Lines.Sum(l => l.Quantity)} items";
}
