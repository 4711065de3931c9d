using Marketplace.Core.Common;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;

namespace Marketplace.Core.Fulfillment;

/// <summary>Settles parcels that wait to be seen, many by one reading. Those that do not show yet stay with their own work.</summary>
internal sealed class ShipmentSurveys(ShipmentSteps steps, WorkCompanions companions, OrderImport import)
{
    // Below this a reading of pages spares nothing; above it a turn would last too long.
    private const int Few = 10;
    private const int Most = 300;

    // Marketplaces' clocks and ours differ.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>Reads what waits in the lane of an item, the item included, and settles what shows.</summary>
    /// <returns>Whether the item itself is settled.</returns>
    public async Task<bool> SettleAsync(WorkItem item, MarketplacePlatform platform, IShipmentSurvey survey, ConnectionContext connection, CancellationToken cancellationToken)
    {
        // Most stores read one by one sooner, however many wait; they are not to pay for the question.
        if (!survey.IsSooner(connection, Most))
        {
            return false;
        }

        var others = await companions.DueWithAsync(item, Most, cancellationToken);
        if (others.Count < Few || !survey.IsSooner(connection, others.Count + 1))
        {
            return false;
        }

        var waiting = new List<(WorkItem Work, Parcel Parcel)>(others.Count + 1);
        foreach (var work in others.Prepend(item))
        {
            if (await steps.LoadAsync(work.SellerId, Guid.Parse(work.Payload), cancellationToken) is { Shipment: { State: ShipmentState.Sent, SentAt: not null } } parcel)
            {
                waiting.Add((work, parcel));
            }
        }

        if (waiting.Count == 0)
        {
            return false;
        }

        var shown = await survey.ReadManyAsync(
            connection, [.. waiting.Select(w => w.Parcel.Order.ExternalId).Distinct()], waiting.Min(w => w.Parcel.Shipment.SentAt!.Value) - Margin, cancellationToken);
        var seen = waiting.Where(w => shown.TryGetValue(w.Parcel.Order.ExternalId, out var order)
            && order.Order.Status != RemoteOrderStatus.ReadyToShip && ShipmentReadBack.Find(w.Parcel, order.Shipments) is not null).ToList();
        foreach (var (_, parcel) in seen)
        {
            await steps.ConfirmedAsync(parcel, platform.Descriptor.Name, cancellationToken);
        }

        var store = new StoreReference(item.SellerId, item.ConnectionId, platform.Key.Value, platform.Descriptor.Name);
        await import.ImportAsync(store, [.. seen.Select(w => shown[w.Parcel.Order.ExternalId].Order)], [], cancellationToken);
        await companions.DoneAsync([.. seen.Select(w => w.Work).Where(w => w.Id != item.Id)], cancellationToken);
        return seen.Exists(w => w.Work.Id == item.Id);
    }
}
