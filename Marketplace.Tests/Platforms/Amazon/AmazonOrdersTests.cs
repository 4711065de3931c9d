using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Amazon;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Faults;

namespace Marketplace.Tests.Platforms.Amazon;

public sealed class AmazonOrdersTests
{
    private static async Task<List<RemotePage<RemoteOrder>>> PagesAsync(AmazonBed bed, ConnectionContext connection, DateTimeOffset? since)
    {
        var pages = new List<RemotePage<RemoteOrder>>();
        await foreach (var page in bed.Platform.Orders!.ListAsync(connection, since, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages;
    }

    [Fact]
    public async Task List_Open_MapsEveryOrder()
    {
        await using var bed = await AmazonBed.StartAsync();
        var orders = (await PagesAsync(bed, await bed.ConnectAsync(), null)).SelectMany(p => p.Items).ToList();

        Assert.Equal(12, orders.Count);
        Assert.All(orders, o => Assert.All(o.Lines, l => Assert.False(string.IsNullOrEmpty(l.Sku))));
        var paid = orders.Where(o => o.Status == RemoteOrderStatus.ReadyToShip && !o.FulfilledByMarketplace).ToList();
        Assert.All(paid, o =>
        {
            Assert.Equal(o.Subtotal + o.Shipping + o.Tax, o.Total);
            Assert.Equal(o.Subtotal.Minor, o.Lines.Sum(l => l.UnitPrice.Minor * l.Quantity));
            Assert.Equal("US", o.Buyer!.Country);
            Assert.NotEmpty(o.Buyer.AddressLines);
            Assert.True(o.ShipBy > o.PlacedAt);
            Assert.Equal($"ATVPDKIKX0DER:{o.Lines[0].Sku}", o.Lines[0].ExternalListingId);
        });
    }

    [Fact]
    public async Task List_Pending_HasNoPriceAndNoBuyer()
    {
        await using var bed = await AmazonBed.StartAsync();
        var pending = (await PagesAsync(bed, await bed.ConnectAsync(), null)).SelectMany(p => p.Items).First(o => o.Status == RemoteOrderStatus.Pending);

        Assert.Equal(0, pending.Total.Minor);
        Assert.Equal("USD", pending.Total.Currency);
        Assert.Null(pending.Buyer);
        Assert.Null(pending.PaidAt);
        Assert.True(pending.Lines.Sum(l => l.Quantity) > 0);
    }

    [Fact]
    public async Task List_FulfilledByAmazon_IsMarked()
    {
        await using var bed = await AmazonBed.StartAsync();
        var orders = (await PagesAsync(bed, await bed.ConnectAsync(), null)).SelectMany(p => p.Items);
        var own = Assert.Single(orders, o => o.FulfilledByMarketplace);
        Assert.EndsWith("-FBA", own.Lines[0].Sku, StringComparison.Ordinal);
        Assert.Null(own.Buyer?.Phone);
    }

    [Fact]
    public async Task List_ManyPages_GivesEachOnce()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Orders = 350 });
        var pages = await PagesAsync(bed, await bed.ConnectAsync(), TimeProvider.System.GetUtcNow().AddDays(-30));

        Assert.Equal(4, pages.Count);
        Assert.Equal(350, pages.SelectMany(p => p.Items).Select(o => o.ExternalId).Distinct().Count());
        Assert.Equal(4, bed.Calls("searchOrders", 200));
    }

    [Fact]
    public async Task List_SinceATime_GivesOnlyWhatChanged()
    {
        await using var bed = await AmazonBed.StartAsync();
        var connection = await bed.ConnectAsync();
        var since = TimeProvider.System.GetUtcNow().AddMilliseconds(-50);
        var ids = bed.Amazon.CreateOrders(3, null, 1);

        var orders = (await PagesAsync(bed, connection, since)).SelectMany(p => p.Items);
        Assert.Equal(ids.Order(), orders.Select(o => o.ExternalId).Order());
    }

    [Fact]
    public async Task Get_Known_AndUnknown()
    {
        await using var bed = await AmazonBed.StartAsync();
        var connection = await bed.ConnectAsync();
        var id = bed.Amazon.CreateOrders(1, null, 2)[0];

        var order = await bed.Platform.Orders!.GetAsync(connection, id, CancellationToken.None);
        Assert.Equal(2, order!.Lines[0].Quantity);
        Assert.Null(await bed.Platform.Orders.GetAsync(connection, "113-0000000-0000000", CancellationToken.None));
    }

    [Theory]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.Error)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.ExpiredToken)]
    public async Task List_FaultOnSecondPage_StillCompletes(FaultKind fault)
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Orders = 150 });
        var seen = new HashSet<string>();
        await foreach (var page in bed.Platform.Orders!.ListAsync(await bed.ConnectAsync(), null, CancellationToken.None))
        {
            seen.UnionWith(page.Items.Select(o => o.ExternalId));
            if (seen.Count == 100)
            {
                bed.Faults.Arm("amazon", "searchOrders", fault, 1, null);
            }
        }

        Assert.Equal(150, seen.Count);
        Assert.Contains(bed.Log.Calls, c => c.Operation == "searchOrders" && c.Fault is not null);
    }

    [Fact]
    public void Map_OneBrokenOrder_BecomesADefectWithoutPersonalData()
    {
        using var document = JsonDocument.Parse("""
            {"orderId":"113-1-1","createdTime":"2026-01-01T00:00:00Z","lastUpdatedTime":"yesterday","salesChannel":{"channelName":"AMAZON"},
             "buyer":{"buyerName":"Ada Alder"},"orderItems":[{"orderItemId":"1","quantityOrdered":1,"product":{}}]}
            """);
        var (order, defect) = AmazonOrderMapping.Map(document.RootElement);

        Assert.Null(order);
        Assert.Equal("113-1-1", defect!.ExternalId);
        Assert.Contains("lastUpdatedTime", defect.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada", defect.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_PartlyCancelledLine_CountsWhatIsLeft()
    {
        using var document = JsonDocument.Parse("""
            {"orderId":"113-1-1","createdTime":"2026-01-01T00:00:00Z","lastUpdatedTime":"2026-01-01T00:00:00Z",
             "salesChannel":{"channelName":"AMAZON","marketplaceId":"A1VC38T7YXB528"},
             "fulfillment":{"fulfillmentStatus":"PARTIALLY_SHIPPED","fulfilledBy":"MERCHANT"},
             "orderItems":[{"orderItemId":"1","quantityOrdered":5,"product":{"sellerSku":"S","asin":"B01"},
               "proceeds":{"breakdowns":[{"type":"ITEM","subtotal":{"amount":"5000","currencyCode":"JPY"}}]},
               "cancellation":{"cancellationRequest":{"requester":"BUYER"},"cancellationExecution":{"cancelledBy":"BUYER"}},
               "fulfillment":{"quantityFulfilled":1,"quantityUnfulfilled":2}}]}
            """);
        var order = AmazonOrderMapping.Map(document.RootElement).Order!;

        Assert.Equal(3, order.Lines[0].Quantity);
        Assert.Equal(1, order.Lines[0].QuantityShipped);
        Assert.Equal(1000, order.Lines[0].UnitPrice.Minor);
        Assert.False(order.CancelRequested);
        Assert.Equal(RemoteOrderStatus.PartiallyShipped, order.Status);
    }

    [Fact]
    public void Map_UnknownStatus_IsADefect()
    {
        using var document = JsonDocument.Parse("""
            {"orderId":"113-1-1","createdTime":"2026-01-01T00:00:00Z","lastUpdatedTime":"2026-01-01T00:00:00Z","salesChannel":{"channelName":"AMAZON","marketplaceId":"ATVPDKIKX0DER"},
             "fulfillment":{"fulfillmentStatus":"TELEPORTED"},"orderItems":[{"orderItemId":"1","quantityOrdered":1,"product":{}}]}
            """);
        Assert.Contains("TELEPORTED", AmazonOrderMapping.Map(document.RootElement).Defect!.Reason, StringComparison.Ordinal);
    }
}
