using Marketplace.Core.Fulfillment;
using Marketplace.Core.Fulfillment.Returns;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Browser;

/// <summary>Lets things happen to orders of a running application that only buyers and other tools can do.</summary>
internal sealed class Incidents(TestApp app, Guid seller)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A shipped order of TikTok Shop whose buyer wants to send it back; waits until the application knows.</summary>
    /// <returns>Our id of the order.</returns>
    public async Task<Guid> ReturnAsync()
    {
        var order = await WaitingAsync("tiktok");
        await ShipAsync(order.Id, "9400100000000000000013");
        await Eventually.TrueAsync(async () => (await app.Services.GetRequiredService<OrderReader>().ReadAsync(seller, order.Id, Cancel))!.Row.State == OrderState.Shipped, seconds: 60);
        Assert.NotNull(app.Marketplace("tiktok").AskForReturn(order.ExternalId, sendsBack: true));
        await Eventually.TrueAsync(async () => (await app.Services.GetRequiredService<AnswerReturns>().OpenAsync(seller, Cancel)).Count > 0, seconds: 60);
        return order.Id;
    }

    /// <summary>An order of eBay that another tool ships in the moment before a parcel is entered here; waits until that is stopped.</summary>
    public async Task ShipElsewhereAsync()
    {
        var order = await WaitingAsync("ebay");
        var platform = app.Services.GetRequiredService<PlatformCatalog>().Get(new MarketplaceKey("ebay"));
        var connection = await app.Services.GetRequiredService<IConnectionContexts>().OpenAsync(order.ConnectionId, CallPriority.Person, Cancel);
        var remote = (await platform.Orders!.GetAsync(connection, order.ExternalId, Cancel))!;
        await platform.Shipments!.ConfirmAsync(
            connection,
            new ShipmentNotice
            {
                ExternalOrderId = order.ExternalId,
                PackageNumber = 1,
                TrackingNumber = "9400100000000000000020",
                CarrierName = "USPS",
                CarrierCode = "USPS",
                ShippedAt = TimeProvider.System.GetUtcNow(),
                Lines = [.. remote.Lines.Select(l => new ShipmentNoticeLine(l.ExternalId, l.Quantity, l.PlatformData))],
            },
            Cancel);
        await ShipAsync(order.Id, "9400100000000000000037");
        await Eventually.TrueAsync(async () => await app.Services.GetRequiredService<WriteBacks>().StoppedAsync(seller, Cancel) == 1, seconds: 60);
    }

    private async Task<OrderRow> WaitingAsync(string marketplace) =>
        (await app.Services.GetRequiredService<OrderQueries>().ListAsync(seller, new OrderFilter { Marketplace = marketplace }, 0, 1, Cancel)).Items[0];

    private async Task ShipAsync(Guid orderId, string number) => Assert.Equal(
        ShipOutcome.Accepted, (await app.Services.GetRequiredService<ShipOrders>().ShipAsync(seller, [new ShipRequest(orderId, number, "USPS")], "test", Cancel)).Single().Outcome);
}
