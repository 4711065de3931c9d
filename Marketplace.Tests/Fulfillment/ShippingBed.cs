using System.Text.Json;
using Marketplace.Core.Common;
using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Returns;
using Marketplace.Core.Inventory;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Faults;
using Marketplace.Tests.Platforms.Amazon;
using Marketplace.Tests.Platforms.Ebay;
using Marketplace.Tests.Platforms.TikTok;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Fulfillment;

/// <summary>The room Fulfillment beside a store of a real client, connected to a sandbox over HTTP, with its listings imported.</summary>
internal sealed class ShippingBed : IAsyncDisposable
{
    private readonly IAsyncDisposable store;
    private readonly TestSandbox sandbox;
    private readonly ConnectionContext connection;

    private ShippingBed(IAsyncDisposable store, TestSandbox sandbox, ConnectionContext connection, FulfillmentRoom room)
    {
        this.store = store;
        this.sandbox = sandbox;
        this.connection = connection;
        Room = room;
    }

    public FulfillmentRoom Room { get; }

    private MarketplacePlatform Platform => Room.Platform;

    private StoreReference Reference => new(Room.SellerId, connection.ConnectionId, Platform.Key.Value, Platform.Descriptor.Name);

    public static async Task<ShippingBed> ConnectAsync(string marketplace, Action<SandboxOptions>? setUp = null)
    {
        var (owner, sandbox, platform, connection) = await StoreAsync(marketplace, setUp ?? (_ => { }));
        var bed = new ShippingBed(owner, sandbox, connection, await FulfillmentRoom.OpenAsync(platform, connection));
        await foreach (var page in platform.Listings!.ListAsync(connection, CancellationToken.None))
        {
            await bed.Room.Get<ListingImport>().ImportAsync(bed.Reference, page.Items, bed.Room.Time.GetUtcNow(), CancellationToken.None);
        }

        return bed;
    }

    /// <summary>Makes a paid order on the marketplace and imports it.</summary>
    public async Task<Order> OrderAsync(int quantity)
    {
        var id = sandbox.Marketplace(Platform.Key.Value).CreateOrders(1, null, quantity)[0];
        var remote = await Platform.Orders!.GetAsync(connection, id, CancellationToken.None);
        var counts = await Room.Get<OrderImport>().ImportAsync(Reference, [remote!], [], CancellationToken.None);
        await using var db = Room.Database.Open(Room.SellerId);
        Assert.Equal((0, ""), (counts.Failed, string.Join(' ', await db.OrderDefects.Select(d => d.Reason).ToListAsync())));
        return await FindAsync(id);
    }

    /// <summary>Reads one order again.</summary>
    public async Task ImportAsync(string externalId) => await Room.Get<OrderImport>().ImportAsync(
        Reference, [(await Platform.Orders!.GetAsync(connection, externalId, CancellationToken.None))!], [], CancellationToken.None);

    /// <summary>Ships the whole order on the marketplace itself, past this application.</summary>
    public Task ShipElsewhereAsync(Order order, string trackingNumber) => Platform.Shipments!.ConfirmAsync(
        connection,
        new ShipmentNotice
        {
            ExternalOrderId = order.ExternalId,
            OrderPlatformData = order.PlatformData,
            PackageNumber = 1,
            TrackingNumber = trackingNumber,
            CarrierName = "USPS",
            CarrierCode = CarrierDirectory.Match(Platform.Descriptor, null, "USPS").Code,
            ShippedAt = Room.Time.GetUtcNow(),
            Lines = [.. order.Lines.Select(l => new ShipmentNoticeLine(l.ExternalId, l.Quantity, l.PlatformData))],
            KnownUnsent = true,
        },
        CancellationToken.None);

    /// <summary>Lets the order's buyer ask for a return, and reads it.</summary>
    public async Task<string> AskForReturnAsync(Order order, bool sendsBack)
    {
        var id = sandbox.Marketplace(Platform.Key.Value).AskForReturn(order.ExternalId, sendsBack);
        Assert.NotNull(id);
        await ReadReturnsAsync(order);
        return id;
    }

    /// <summary>Lets the buyer send the goods of a return, and reads it.</summary>
    public async Task SendBackAsync(Order order, string returnId, string trackingNumber)
    {
        Assert.True(sandbox.Marketplace(Platform.Key.Value).SendBack(returnId, trackingNumber));
        await ReadReturnsAsync(order);
    }

    /// <summary>Reads an order's returns.</summary>
    public async Task ReadReturnsAsync(Order order) => await Room.Get<ReturnImport>().ImportAsync(
        Reference, await Platform.Returns!.ReadAsync(connection, [order.ExternalId], CancellationToken.None), CancellationToken.None);

    /// <summary>Imports every order that the store shows.</summary>
    public async Task ImportAllAsync()
    {
        await foreach (var page in Platform.Orders!.ListAsync(connection, null, CancellationToken.None))
        {
            await Room.Get<OrderImport>().ImportAsync(Reference, page.Items, page.Defects, CancellationToken.None);
        }
    }

    /// <summary>The order as it is here.</summary>
    public async Task<Order> FindAsync(string externalId)
    {
        await using var db = Room.Database.Open(Room.SellerId);
        return await db.Orders.Include(o => o.Lines).SingleAsync(o => o.ExternalId == externalId);
    }

    /// <summary>Stock of an order's line: on hand, reserved.</summary>
    public async Task<(int OnHand, int Reserved)> StockAsync(OrderLine line)
    {
        await using var db = Room.Database.Open(Room.SellerId);
        var level = await db.StockLevels.SingleAsync(s => s.VariantId == line.VariantId);
        return (level.OnHand, level.Reserved);
    }

    /// <summary>Parcels of an order as the marketplace shows them.</summary>
    public Task<IReadOnlyList<RemoteShipment>> ParcelsAsync(Order order) =>
        Platform.Shipments!.ReadAsync(connection, order.ExternalId, order.PlatformData, CancellationToken.None);

    /// <summary>What the sandbox itself says of an order.</summary>
    public string Truth(Order order) => JsonSerializer.Serialize(sandbox.Marketplace(Platform.Key.Value).DescribeOrder(order.ExternalId));

    /// <summary>Lets the next calls that confirm a parcel go wrong.</summary>
    public void Fault(FaultKind kind, int count = 1) => Fault(OperationOf(Platform.Key.Value), kind, count);

    /// <summary>Lets the next calls of an operation go wrong.</summary>
    public void Fault(string operation, FaultKind kind, int count = 1) =>
        sandbox.Services.GetRequiredService<FaultBox>().Arm(Platform.Key.Value, operation, kind, count, null);

    public async ValueTask DisposeAsync()
    {
        await Room.DisposeAsync();
        await store.DisposeAsync();
    }

    private static string OperationOf(string marketplace) => marketplace switch
    {
        "ebay" => "createShippingFulfillment",
        "amazon" => "confirmShipment",
        _ => "MarkPackageAsShipped",
    };

    private static async Task<(IAsyncDisposable, TestSandbox, MarketplacePlatform, ConnectionContext)> StoreAsync(string marketplace, Action<SandboxOptions> setUp)
    {
        switch (marketplace)
        {
            case "ebay":
                var ebay = await EbayStore.ConnectAsync(settings: Impatient);
                return (ebay, ebay.Sandbox, ebay.Platform, ebay.Connection);
            case "amazon":
                var amazon = await AmazonBed.StartAsync(settings: new(Impatient.Concat(AmazonLabelTests.Sender)));
                return (amazon, amazon.Sandbox, amazon.Platform, await amazon.ConnectAsync());
            default:
                var tiktok = await TikTokTestStore.ConnectAsync(setUp, Impatient);
                return (tiktok, tiktok.Sandbox, tiktok.Platform, tiktok.Connection);
        }
    }

    private static Dictionary<string, string?> Impatient => new() { ["Platforms:Http:TimeoutSeconds"] = "5" };
}
