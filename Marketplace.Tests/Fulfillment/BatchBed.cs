using System.Globalization;
using System.Text.Json;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Inventory;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Marketplace.Sandbox;
using Marketplace.Tests.Platforms.Amazon;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Fulfillment;

/// <summary>The room Fulfillment in real time beside an Amazon store over HTTP, for which a feed is soon worth it.</summary>
internal sealed class BatchBed : IAsyncDisposable
{
    private readonly ConnectionContext connection;

    private BatchBed(AmazonBed amazon, ConnectionContext connection, FulfillmentRoom room)
    {
        Amazon = amazon;
        this.connection = connection;
        Room = room;
    }

    public AmazonBed Amazon { get; }

    public FulfillmentRoom Room { get; }

    /// <summary>The way of doing many at once, as Amazon has it: with a feed that is believed to take ten seconds, from 31 parcels on.</summary>
    public static async Task<BatchBed> OpenAsync(Func<IBulkShipmentConfirmer, IBulkShipmentConfirmer>? wrap = null, SandboxOptions? options = null, double rateFactor = 1000)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Platforms:Amazon:OrderFeedSeconds"] = "10",
            ["Platforms:Http:TimeoutSeconds"] = "5",
            ["Platforms:Http:RateFactor"] = rateFactor.ToString(CultureInfo.InvariantCulture),
        };
        var amazon = await AmazonBed.StartAsync(options ?? new SandboxOptions { EnforceLimits = false, Orders = 0 }, settings);
        var connection = await amazon.ConnectAsync();
        var platform = amazon.Platform with
        {
            Shipments = new Slow(amazon.Platform.Shipments!),
            BulkShipments = wrap is null ? amazon.Platform.BulkShipments : wrap(amazon.Platform.BulkShipments!),
        };
        var bed = new BatchBed(amazon, connection, await FulfillmentRoom.OpenAsync(platform, connection, TimeProvider.System));
        await foreach (var page in platform.Listings!.ListAsync(connection, CancellationToken.None))
        {
            await bed.Room.Get<ListingImport>().ImportAsync(bed.Reference, page.Items, TimeProvider.System.GetUtcNow(), CancellationToken.None);
        }

        await bed.Room.Get<WorkRunner>().StartAsync(CancellationToken.None);
        return bed;
    }

    private StoreReference Reference => new(Room.SellerId, connection.ConnectionId, Room.Platform.Key.Value, Room.Platform.Descriptor.Name);

    /// <summary>Sells this many orders and imports them.</summary>
    public async Task<List<Order>> SellAsync(int count)
    {
        var ids = Amazon.Amazon.CreateOrders(count, null, 1).ToHashSet();
        await foreach (var page in Room.Platform.Orders!.ListAsync(connection, null, CancellationToken.None))
        {
            await Room.Get<OrderImport>().ImportAsync(Reference, [.. page.Items.Where(o => ids.Contains(o.ExternalId))], [], CancellationToken.None);
        }

        await using var db = Room.Database.Open(Room.SellerId);
        return await db.Orders.Include(o => o.Lines).Where(o => ids.Contains(o.ExternalId)).OrderBy(o => o.ExternalId).ToListAsync();
    }

    /// <summary>Enters a parcel for each order, as a file does.</summary>
    public async Task<List<ShipVerdict>> EnterAsync(IReadOnlyList<Order> orders, Func<int, string>? carrier = null) => [.. await Room.Ship.ShipAsync(
        Room.SellerId, [.. orders.Select((o, i) => new ShipRequest(o.Id, $"1Z999AA1{i:0000000000}", "", carrier?.Invoke(i) ?? "UPS", TrackingFileId: Guid.NewGuid()))], "ann", CancellationToken.None)];

    /// <summary>Waits until the runner has brought every parcel to an end.</summary>
    public Task WorkAsync() => WorkAsync(parcels => parcels.TrueForAll(p => p.State is ShipmentState.Confirmed or ShipmentState.Failed));

    /// <summary>Waits until the runner has brought the parcels so far.</summary>
    public Task WorkAsync(Predicate<List<Shipment>> isDone) => Eventually.TrueAsync(async () => isDone(await ParcelsAsync()), null, 90);

    /// <summary>All parcels.</summary>
    public async Task<List<Shipment>> ParcelsAsync()
    {
        await using var db = Room.Database.Open(Room.SellerId);
        return await db.Shipments.AsNoTracking().OrderBy(s => s.Id).ToListAsync();
    }

    /// <summary>All batches.</summary>
    public async Task<List<ShipmentBatch>> BatchesAsync()
    {
        await using var db = Room.Database.Open(Room.SellerId);
        return await db.ShipmentBatches.AsNoTracking().OrderBy(b => b.TakenAt).ToListAsync();
    }

    /// <summary>Tracking numbers of an order's parcels as the marketplace has them.</summary>
    public List<string> TruthOf(Order order) =>
        [.. JsonSerializer.SerializeToElement(Amazon.Amazon.DescribeOrder(order.ExternalId)).GetProperty("shipments").EnumerateArray().Select(s => s.GetProperty("trackingNumber").GetString()!)];

    /// <summary>Single calls at a pace that a limit gives them.</summary>
    private sealed class Slow(IShipmentConfirmer inner) : IShipmentConfirmer
    {
        private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

        public async Task<ShipmentReceipt> ConfirmAsync(ConnectionContext connection, ShipmentNotice notice, CancellationToken cancellationToken)
        {
            await Task.Delay(Pace, cancellationToken);
            return await inner.ConfirmAsync(connection, notice, cancellationToken);
        }

        public Task<IReadOnlyList<RemoteShipment>> ReadAsync(ConnectionContext connection, string externalOrderId, string? orderPlatformData, CancellationToken cancellationToken) =>
            inner.ReadAsync(connection, externalOrderId, orderPlatformData, cancellationToken);

        public Task<IReadOnlyList<Carrier>> CarriersAsync(ConnectionContext connection, CancellationToken cancellationToken) => inner.CarriersAsync(connection, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Room.Get<WorkRunner>().StopAsync(CancellationToken.None);
        await Room.DisposeAsync();
        await Amazon.DisposeAsync();
    }
}
