using System.Text;
using System.Text.Json;
using Marketplace.Core.Common;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Amazon;
using Marketplace.Core.Platforms.Amazon.Wire;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Platforms.Amazon;

/// <summary>Answers in the shapes of the living service, with values of our own, read into neutral records.</summary>
public sealed class AmazonFixtureTests
{
    private static string PathOf(string name) => Path.Combine(Repository.Root, "Marketplace.Tests/Platforms/Amazon/Fixtures", name);

    private static JsonElement Json(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf(name)));
        return document.RootElement.Clone();
    }

    private static RemoteOrder Order(string name)
    {
        var (order, defect) = AmazonOrderMapping.Map(Json(name));
        Assert.Null(defect);
        return order!;
    }

    [Fact]
    public void Order_Unshipped_IsMappedWhole()
    {
        var order = Order("order-unshipped.json");
        Assert.Equal(("111-2222222-3333333", RemoteOrderStatus.ReadyToShip, "PRIME EXPEDITED"), (order.ExternalId, order.Status, order.ShippingService));
        Assert.Equal((new Money(3780, "EUR"), new Money(599, "EUR"), new Money(4379, "EUR")), (order.Subtotal, order.Shipping, order.Total));
        Assert.Equal(new DateTimeOffset(2026, 3, 5, 22, 59, 59, TimeSpan.Zero), order.ShipBy);
        Assert.True(order.CancelRequested);
        Assert.Equal(("Ida Beispiel", "Werkstatt Nord", "Kiel", null, "24103", "DE", "Ring twice"), (order.Buyer!.Name, order.Buyer.Company, order.Buyer.City, order.Buyer.State, order.Buyer.PostalCode, order.Buyer.Country, order.Buyer.Note));
        Assert.Equal(["Musterweg 7", "Hinterhaus"], order.Buyer.AddressLines);
        var line = Assert.Single(order.Lines);
        Assert.Equal(("40001112223331", "DU/NE 3#1", 3, 0, new Money(1260, "EUR")), (line.ExternalId, line.Sku, line.Quantity, line.QuantityShipped, line.UnitPrice));
        Assert.Equal("A1PA6795UKMFR9:DU/NE 3#1", line.ExternalListingId);
    }

    [Fact]
    public void Order_Pending_HasStockButNoPriceAndNobody()
    {
        var order = Order("order-pending.json");
        Assert.Equal((RemoteOrderStatus.Pending, null, Money.Zero("USD"), 2), (order.Status, order.Buyer, order.Total, order.Lines[0].Quantity));
        Assert.Null(order.PaidAt);
    }

    [Fact]
    public void Order_DeliveredInYen_IsDelivered()
    {
        var order = Order("order-shipped.json");
        Assert.Equal((RemoteOrderStatus.Delivered, new Money(2480, "JPY"), 2), (order.Status, order.Total, order.Lines[0].QuantityShipped));
        Assert.Equal("ＣＯＡＳＴ－２", order.Lines[0].Sku);
    }

    [Fact]
    public void Order_ByAmazon_IsNotOursToShip() => Assert.True(Order("order-by-amazon.json").FulfilledByMarketplace);

    [Fact]
    public void Listing_IsMappedWhole()
    {
        var (listing, defect) = AmazonListingMapping.Map(Json("listing.json"), "A1PA6795UKMFR9");
        Assert.Null(defect);
        Assert.Equal(("A1PA6795UKMFR9:DUNE-OAK-L", "A1PA6795UKMFR9:DUNE", "Kerzenhalter Düne", "Eiche / L", "Nordholz"), (listing!.ExternalId, listing.ExternalProductId, listing.Title, listing.VariationTitle, listing.Brand));
        Assert.Equal(("Gedrechselt aus Eiche.", "Candle Holder › candle-holders", "new_new", RemoteListingStatus.Active, 12, new Money(1260, "EUR")), (listing.Description, listing.CategoryPath, listing.Condition, listing.Status, listing.Quantity, listing.Price));
        Assert.Equal(new Dictionary<string, string> { ["ASIN"] = "B0EXAMPL05", ["EAN"] = "4000000000006", ["GTIN"] = "04000000000006" }, listing.Identifiers);
        Assert.Equal(["https://m.media-amazon.com/images/I/example-main.jpg", "https://example.com/dune-main.jpg", "https://example.com/dune-side.jpg"], listing.Images.Select(i => i.AbsoluteUri));
        Assert.Equal(["The image is smaller than recommended."], listing.Issues);
        Assert.Equal("https://www.amazon.de/dp/B0EXAMPL05", listing.Url!.AbsoluteUri);
        Assert.Equal("Eiche", listing.Attributes["color"]);
    }

    [Fact]
    public void Listing_OnAnotherStoreFront_HasThatFrontsState()
    {
        var (listing, _) = AmazonListingMapping.Map(Json("listing.json"), "A13V1IB3VIYZZH");
        Assert.Equal(("Bougeoir Dune", RemoteListingStatus.Inactive, null), (listing!.Title, listing.Status, listing.Price));
    }

    [Fact]
    public void ListingsFeedReport_BlamesTheRow()
    {
        var references = new[] { "A", "B", "C" }.Select(id => new ListingReference(id, id, null)).ToList();
        var report = Json("listings-feed-report.json").Deserialize<AmazonFeedReportWire>(AmazonJson.Options);
        var refused = Assert.Single(AmazonListingsFeed.Judge(references, new AmazonFeedWire("90000000001", "DONE", "d"), report));
        Assert.Equal(("B", "90220"), (refused.ExternalId, refused.RawCode));
    }

    [Fact]
    public void OrderFeedReport_BlamesAndRemarks()
    {
        var parcels = Enumerable.Range(1, 3).Select(i => new ShipmentNotice
        {
            ExternalOrderId = $"111-0000000-000000{i}",
            PackageNumber = 1,
            TrackingNumber = "T",
            CarrierName = "UPS",
            ShippedAt = default,
            Lines = [],
        }).ToList();
        var verdicts = AmazonBulkShipments.Judge(parcels, new AmazonFeedWire("90000000002", "DONE", "d"), AmazonProcessingReport.Read(File.ReadAllText(PathOf("order-feed-report.xml"))));
        Assert.Equal([(true, null), (false, "18000"), (true, "18001")], verdicts.Select(v => (v.Accepted, v.RawCode)));
        Assert.Contains("The order is not known.", verdicts[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ListingsReport_InCp1252_KeepsCurlyAndStraightQuotes()
    {
        var text = AmazonDocuments.CharsetOf("text/plain; charset=Cp1252").GetString(File.ReadAllBytes(PathOf("listings-report.txt")));
        var rows = AmazonTable.Read(text).ToList();
        Assert.Equal(["DUNE \"6", "TOWEL-FBA"], rows.Select(r => r["seller-sku"]));
        Assert.Equal("Chandelle 6\" “Dune”", rows[0]["item-name"]);
        Assert.Equal("", rows[1]["quantity"]);
    }

    [Theory]
    [InlineData("order-change.json", WebhookSubject.Order, "111-2222222-3333333", "0000-note-1")]
    [InlineData("feed-finished.json", WebhookSubject.Task, "90000000001", "0000-note-2")]
    public void Notification_IsASignal(string name, WebhookSubject subject, string id, string notification)
    {
        var signal = Assert.Single(AmazonWebhooks.Read(File.ReadAllBytes(PathOf(name)), default).Signals);
        Assert.Equal((subject, id, "A0SELLEREXAMPLE", notification), (signal.Subject, signal.ExternalId, signal.ExternalAccountId, signal.NotificationId));
    }

    [Fact]
    public void InventorySummaries_GiveWhatCanBeShipped()
    {
        var page = Json("inventory-summaries.json").Deserialize<AmazonHeldPageWire>(AmazonJson.Options)!;
        Assert.Equal([("TOWEL-FBA", (int?)17), ("WITHOUT-DETAILS", null)], page.Payload!.InventorySummaries!.Select(s => (s.SellerSku!, s.InventoryDetails?.FulfillableQuantity)));
    }
}
