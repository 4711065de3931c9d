using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Replacing;

/// <summary>Takes new tracking numbers for parcels that were told already: each is stored with its durable work, and the marketplace hears of it from there.</summary>
public sealed class TrackingChanges(MarketplaceDb database, PlatformCatalog platforms, ActionSteps steps, TimeProvider time)
{
    /// <summary>Kind of the work that tells the marketplace.</summary>
    public const string ChangeWork = "shipment.retrack";

    /// <summary>What can be changed of an order's parcels, by their ids; parcels that no marketplace was told of are absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, TrackingChoice>> OfOrderAsync(Guid sellerId, Guid orderId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        if ((await ShippableOrders.LoadAsync(db, [orderId], cancellationToken)).GetValueOrDefault(orderId) is not { } shippable
            || !platforms.TryGet(shippable.Order.Marketplace, out var platform))
        {
            return new Dictionary<Guid, TrackingChoice>();
        }

        var changes = await ChangesAsync(db, orderId, cancellationToken);
        return shippable.Shipments.Where(TrackingChangeRules.IsTold).ToDictionary(
            s => s.Id,
            s => new TrackingChoice(TrackingChangeRules.Obstacle(shippable, s, [.. changes[s.Id]], platform, time.GetUtcNow()), ByHand(platform), changes[s.Id].FirstOrDefault()));
    }

    /// <summary>Puts another number on a parcel.</summary>
    /// <param name="sellerId">Whose parcel.</param>
    /// <param name="shipmentId">A parcel that the marketplace shows, or whose label was given back after it was told.</param>
    /// <param name="trackingNumber">As the seller wrote it; blanks are taken out.</param>
    /// <param name="carrierName">As the seller wrote it; null or empty leaves it to the number's form.</param>
    /// <param name="actor">Who does it, for the timeline.</param>
    /// <param name="cancellationToken">Leaves the parcel as it was.</param>
    public async Task<ActionVerdict> ChangeAsync(Guid sellerId, Guid shipmentId, string trackingNumber, string? carrierName, string actor, CancellationToken cancellationToken)
    {
        var (verdict, orderId) = await WriterRace.RunAsync(() => AddAsync(sellerId, shipmentId, TrackingNumber.Normalize(trackingNumber), carrierName, actor, cancellationToken));
        if (verdict.Outcome == ActionOutcome.Accepted)
        {
            steps.Announce(sellerId, orderId);
        }

        return verdict;
    }

    private async Task<(ActionVerdict Verdict, Guid OrderId)> AddAsync(
        Guid sellerId, Guid shipmentId, string number, string? carrierName, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var orderId = await db.Shipments.Where(s => s.Id == shipmentId).Select(s => s.OrderId).SingleOrDefaultAsync(cancellationToken);
        if ((await ShippableOrders.LoadAsync(db, [orderId], cancellationToken)).GetValueOrDefault(orderId) is not { } shippable
            || !platforms.TryGet(shippable.Order.Marketplace, out var platform))
        {
            return (new ActionVerdict(ActionOutcome.Unknown, "There is no such parcel here."), orderId);
        }

        var shipment = shippable.Shipments.Single(s => s.Id == shipmentId);
        var changes = (await ChangesAsync(db, orderId, cancellationToken))[shipmentId].ToList();
        if (changes.Find(c => ActionMoves.IsOpen(c.State)) is { } open)
        {
            return (TrackingNumber.Same(open.TrackingNumber, number)
                ? new ActionVerdict(ActionOutcome.Already, $"The number is being changed to {open.TrackingNumber} already.", open.Id)
                : ActionVerdict.Refused($"The number is being changed to {open.TrackingNumber}. Wait until that is settled, then change it again."), orderId);
        }

        var carrier = ShipmentRules.CarrierFor(platform.Descriptor, number, null, carrierName, shippable.Aliases);
        if ((TrackingChangeRules.Obstacle(shippable, shipment, changes, platform, time.GetUtcNow())
            ?? TrackingChangeRules.Problem(shippable, shipment, number, platform.Descriptor) ?? carrier.Problem) is { } problem)
        {
            return (ActionVerdict.Refused(problem), orderId);
        }

        var change = new TrackingChange
        {
            ShipmentId = shipmentId,
            OldTrackingNumber = shipment.TrackingNumber,
            TrackingNumber = number,
            CarrierCode = carrier.Code,
            CarrierName = carrier.Name,
            ByHand = ByHand(platform) is not null,
        };
        var name = platform.Descriptor.Name;
        var who = change.ByHand ? $"{name} is looked at until it shows it." : $"{name} is being told.";
        await steps.AddAsync(
            db, change, shippable.Order, ChangeWork, new Said($"Parcel {shipment.PackageNumber} gets another tracking number: {carrier.Name} {number} instead of {shipment.TrackingNumber}. {who}", actor), cancellationToken);

        // Writing the order lets its version catch a second change that is entered at the same moment.
        db.Attach(shippable.Order);
        db.Entry(shippable.Order).State = EntityState.Modified;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (new ActionVerdict(ActionOutcome.Accepted, ByHand(platform) is { } byHand ? $"{byHand} The parcel here follows as soon as {name} shows the number." : who, change.Id), orderId);
    }

    private static string? ByHand(MarketplacePlatform platform) => platform.TrackingReplacement is not null
        ? null
        : platform.Descriptor.TrackingChangeByHand ?? $"{platform.Descriptor.Name} takes no other number from here. Change it on {platform.Descriptor.Name} itself.";

    private static async Task<ILookup<Guid, TrackingChange>> ChangesAsync(MarketplaceDbContext db, Guid orderId, CancellationToken cancellationToken) =>
        (await db.Set<TrackingChange>().AsNoTracking().Where(c => c.OrderId == orderId).OrderByDescending(c => c.CreatedAt).ToListAsync(cancellationToken)).ToLookup(c => c.ShipmentId);
}
