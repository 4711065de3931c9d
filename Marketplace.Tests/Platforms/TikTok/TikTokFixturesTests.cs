using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.TikTok;
using Marketplace.Core.Platforms.TikTok.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Platforms.TikTok;

/// <summary>Shapes as TikTok Shop's documents have them, member for member, with values of our own, in the folder Fixtures.</summary>
public sealed class TikTokFixturesTests
{
    [Fact]
    public void Order_AwaitingShipment_IsReadWholeAndItsUnitsAreFolded()
    {
        var order = Order("order-awaiting-shipment");

        Assert.Equal(("576600000000000001", RemoteOrderStatus.ReadyToShip, false, "Standard shipping"), (order.ExternalId, order.Status, order.CancelRequested, order.ShippingService));
        Assert.Equal((3_830L, 599L, 316L, 4_745L), (order.Subtotal.Minor, order.Shipping.Minor, order.Tax.Minor, order.Total.Minor));
        Assert.Equal([("CUP-BLUE-01", 2, 1_260L), ("CUP-SAND-02", 1, 1_310L)], order.Lines.Select(l => (l.Sku!, l.Quantity, l.UnitPrice.Minor)));
        Assert.Equal(("Blue / Large", 0), (order.Lines[0].VariationTitle, order.Lines[0].QuantityShipped));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1767778200), order.ShipBy);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1768123800), order.DeliverBy);
        Assert.Equal(("Ida Example", "Milwaukie", "Oregon", "97222", "US", "Ring twice"), (order.Buyer!.Name, order.Buyer.City, order.Buyer.State, order.Buyer.PostalCode, order.Buyer.Country, order.Buyer.Note));
        Assert.Equal(["3 Invented Row", "Flat 2"], order.Buyer.AddressLines);
    }

    [Fact]
    public void Order_OnHold_IsPaidButNotOursToShipYet()
    {
        var order = Order("order-on-hold");

        Assert.Equal((RemoteOrderStatus.Pending, true), (order.Status, order.Buyer is null));
        Assert.NotNull(order.PaidAt);
    }

    [Fact]
    public void Order_InTransit_KeepsWhatIsStarredOut()
    {
        var order = Order("order-in-transit-masked");

        Assert.Equal((RemoteOrderStatus.Shipped, 1, 1), (order.Status, order.Lines[0].Quantity, order.Lines[0].QuantityShipped));
        Assert.Equal(("I** E******", "Lancaster", "GB"), (order.Buyer!.Name, order.Buyer.City, order.Buyer.Country));
        Assert.Null(order.Lines[0].VariationTitle);
    }

    [Fact]
    public void Order_BuyerWantsToCancel_CountsWhatIsStillWanted()
    {
        var order = Order("order-cancel-requested");

        Assert.Equal((true, 1), (order.CancelRequested, Assert.Single(order.Lines).Quantity));
    }

    [Fact]
    public void Product_WithVariations_IsReadWhole()
    {
        var listings = TikTokListingMapping.Map(Read<TikTokProduct>("product"), Read<TikTokProductDetail>("product-detail"), "US").ToList();

        Assert.Equal([("1729000000000000101", "CUP-BLUE-01", 10, RemoteListingStatus.Active), ("1729000000000000201", "CUP-SAND-02", 3, RemoteListingStatus.Inactive)], listings.Select(l => (l.ExternalId, l.Sku!, l.Quantity!.Value, l.Status)));
        Assert.All(listings, l => Assert.Equal(("1729000000000000500", "Stoneware cup", "Harbour & Pine", "Kitchenware › Cups", 1_260L), (l.ExternalProductId, l.Title, l.Brand, l.CategoryPath, l.Price!.Value.Minor)));
        Assert.Equal(("Blue", "4006381333931"), (listings[0].VariationTitle, listings[0].Identifiers["EAN"]));
        Assert.Equal(("Stoneware", "Sand"), (listings[1].Attributes["Material"], listings[1].Attributes["Colour"]));
        Assert.Equal(["cup-blue.jpg", "cup.jpg"], listings[0].Images.Select(i => i.Segments[^1]));
        Assert.Contains("off sale", Assert.Single(listings[1].Issues), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("webhook-order-status", WebhookSubject.Order, "576600000000000001")]
    [InlineData("webhook-product-status", WebhookSubject.Listing, "1729000000000000500")]
    public async Task Notification_IsASignal(string name, WebhookSubject subject, string id)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        await using var clients = sandbox.Clients(platforms => platforms.AddTikTok(), TikTokTestStore.SettingsOf(sandbox));
        var keys = sandbox.Marketplace("tiktok").Credentials.Values;
        var body = File.ReadAllBytes(PathOf(name));
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Authorization"] = TikTokWebhookSignature.Compute(keys["AppKey"], keys["AppSecret"], body) };

        var reading = await clients.GetRequiredService<PlatformCatalog>().Get(new MarketplaceKey("tiktok")).Webhooks!.ReadAsync(
            new WebhookRequest("POST", new Uri("https://example.test/webhooks/tiktok"), new Dictionary<string, string>(), headers, body, TimeProvider.System.GetUtcNow()),
            TestContext.Current.CancellationToken);

        var signal = Assert.Single(reading.Signals);
        Assert.Equal((subject, id, "7495000000000000001"), (signal.Subject, signal.ExternalId, signal.ExternalAccountId));
    }

    private static RemoteOrder Order(string name) => TikTokOrderMapping.Map(Read<TikTokOrder>(name));

    private static T Read<T>(string name) => JsonSerializer.Deserialize<T>(File.ReadAllBytes(PathOf(name)), TikTokJson.Options)!;

    private static string PathOf(string name) => Path.Combine(Repository.Root, "Marketplace.Tests/Platforms/TikTok/Fixtures", $"{name}.json");
}
