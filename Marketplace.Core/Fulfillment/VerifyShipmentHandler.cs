using Marketplace.Core.Common;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;

namespace Marketplace.Core.Fulfillment;

/// <summary>
/// Looks whether the marketplace shows a parcel that it took. A parcel that it did not keep is sent once more; then the seller is
/// told. Once it shows, the order is read again and imported, which moves its state and its stock by the one path there is. Where many
/// wait and the marketplace lists parcels with its orders, those that it shows are settled together.
/// </summary>
internal sealed class VerifyShipmentHandler(
    ShipmentSteps steps, ShipmentSurveys surveys, PlatformCatalog platforms, IConnectionContexts contexts, OrderImport import) : IWorkHandler
{
    /// <summary>Kind of the work.</summary>
    public const string VerifyWork = "shipment.verify";

    // What was confirmed shows on some marketplaces only after two minutes, so patience lasts twice as long.
    private static readonly TimeSpan[] Waits = [.. new[] { 3, 5, 12, 30, 60, 120 }.Select(seconds => TimeSpan.FromSeconds(seconds))];
    private static readonly TimeSpan UntilConnected = TimeSpan.FromMinutes(2);

    /// <inheritdoc />
    public string Kind => VerifyWork;

    /// <inheritdoc />
    public async Task<WorkOutcome> HandleAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (await steps.LoadAsync(item.SellerId, Guid.Parse(item.Payload), cancellationToken) is not { Shipment.State: ShipmentState.Sent or ShipmentState.Confirmed } parcel)
        {
            return WorkOutcome.Done;
        }

        var platform = platforms.Get(new MarketplaceKey(parcel.Order.Marketplace));
        try
        {
            var connection = await contexts.OpenAsync(parcel.Shipment.ConnectionId, CallPriority.Job, cancellationToken);
            if (platform.ShipmentSurvey is { } survey && await surveys.SettleAsync(item, platform, survey, connection, cancellationToken))
            {
                return WorkOutcome.Done;
            }

            return parcel.Shipment.State == ShipmentState.Sent && await LookAsync(parcel, platform, connection, cancellationToken) is { } outcome
                ? outcome
                : await SettleOrderAsync(parcel, platform, connection, cancellationToken);
        }
        catch (NeedsReauthorizationException)
        {
            return WorkOutcome.After(UntilConnected);
        }
    }

    // Null once the parcel is seen.
    private async Task<WorkOutcome?> LookAsync(Parcel parcel, MarketplacePlatform platform, ConnectionContext connection, CancellationToken cancellationToken)
    {
        var name = platform.Descriptor.Name;
        var shown = await platform.Shipments!.ReadAsync(connection, parcel.Order.ExternalId, parcel.Order.PlatformData, cancellationToken);
        if (ShipmentReadBack.Find(parcel, shown) is not null)
        {
            await steps.ConfirmedAsync(parcel, name, cancellationToken);
            return null;
        }

        if (parcel.Shipment.Looks < Waits.Length)
        {
            var wait = Waits[parcel.Shipment.Looks];
            await steps.LookedAsync(parcel, cancellationToken);
            return WorkOutcome.After(wait);
        }

        var missing = ShipmentReadBack.Missing(parcel, shown, name);
        if (parcel.Shipment.LabelId is not null)
        {
            await steps.FailedAsync(parcel, $"{missing} Its label is bought and paid for; look at the order on {name} before you do anything else.", name, cancellationToken);
        }
        else if (parcel.Shipment.Resends == 0)
        {
            await steps.ResendAsync(parcel, missing, name, cancellationToken);
        }
        else
        {
            await steps.FailedAsync(parcel, $"{missing} It was sent twice. Enter the parcel on {name} itself, or check the number and try again.", name, cancellationToken);
        }

        return WorkOutcome.Done;
    }

    // Marketplaces may show the parcel some time before they call its order shipped.
    private async Task<WorkOutcome> SettleOrderAsync(Parcel parcel, MarketplacePlatform platform, ConnectionContext connection, CancellationToken cancellationToken)
    {
        if (platform.Orders is null || await platform.Orders.GetAsync(connection, parcel.Order.ExternalId, cancellationToken) is not { } order)
        {
            return WorkOutcome.Done;
        }

        var store = new StoreReference(parcel.Order.SellerId, parcel.Order.ConnectionId, parcel.Order.Marketplace, platform.Descriptor.Name);
        await import.ImportAsync(store, [order], [], cancellationToken);
        if (!parcel.AllConfirmed || order.Status is not (RemoteOrderStatus.ReadyToShip or RemoteOrderStatus.PartiallyShipped) || parcel.Shipment.Looks >= Waits.Length)
        {
            return WorkOutcome.Done;
        }

        var wait = Waits[parcel.Shipment.Looks];
        await steps.LookedAsync(parcel, cancellationToken);
        return WorkOutcome.After(wait);
    }
}
