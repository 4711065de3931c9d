using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Ebay;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Api.Models;
using Marketplace.Core.Platforms.Ebay.Trading;
using Marketplace.Core.Platforms.Http;

namespace Marketplace.Tests.Platforms.Ebay;

/// <summary>Shapes as eBay's documents and recorded answers have them, with values of our own, in the folder Fixtures.</summary>
public sealed class EbayFixturesTests
{
    [Fact]
    public void Order_Usual_IsReadWhole()
    {
        var order = EbayOrderMapping.ToRemote(Read<EbayOrder>("order.json"));

        Assert.Equal((RemoteOrderStatus.ReadyToShip, false, 3_980L, 395L, 4_375L), (order.Status, order.CancelRequested, order.Subtotal.Minor, order.Shipping.Minor, order.Total.Minor));
        Assert.Equal(1_990, order.Lines[0].UnitPrice.Minor);
        Assert.Equal(["3 Invented Row", "Flat 2"], order.Buyer!.AddressLines);
        Assert.Equal(new DateTimeOffset(2026, 5, 11, 22, 59, 59, TimeSpan.Zero), order.ShipBy);
        Assert.Null(order.Buyer.ShipToReference);
    }

    [Fact]
    public void Order_ThroughTheHub_ShowsTheHubAndItsReference()
    {
        var order = EbayOrderMapping.ToRemote(Read<EbayOrder>("order-through-hub.json"));

        Assert.Equal(("Maidstone", "GB", "EISFIX72"), (order.Buyer!.City, order.Buyer.Country, order.Buyer.ShipToReference));
    }

    [Theory]
    [InlineData("order-cancel-requested.json", RemoteOrderStatus.ReadyToShip, true, false)]
    [InlineData("order-unpaid.json", RemoteOrderStatus.Pending, false, false)]
    [InlineData("order-fulfilled-by-ebay.json", RemoteOrderStatus.ReadyToShip, false, true)]
    public void Order_State_IsUnderstood(string file, RemoteOrderStatus status, bool cancelRequested, bool byEbay)
    {
        var order = EbayOrderMapping.ToRemote(Read<EbayOrder>(file));

        Assert.Equal((status, cancelRequested, byEbay), (order.Status, order.CancelRequested, order.FulfilledByMarketplace));
    }

    [Fact]
    public void Refunds_OfOrderAndLines_AreToldApartAndSummed()
    {
        var refunds = EbayRefunds.Read(Read<EbayOrder>("order-refunded.json"));

        Assert.Equal(
            [("5007500001", 500L, RefundStatus.Refunded), ("5007500002", 250L, RefundStatus.Pending), ("5007500003", 200L, RefundStatus.Refunded)],
            refunds.Select(refund => (refund.ExternalId, refund.Amount.Minor, refund.Status)));
    }

    [Fact]
    public void Listing_OfTheInventoryApi_IsReadWhole()
    {
        var listing = Assert.Single(EbayListingMapping.ToRemote(
            Read<EbayItem>("inventory-item.json"), Read<EbayItemGroup>("inventory-item-group.json"), [Read<EbayOffer>("offer.json")], offer => offer.CategoryId == "20625" ? "Home › Boxes" : null));

        Assert.Equal(("110500000071/WSB-OAK", "WSB", "Walnut Spice Box", "Oak"), (listing.ExternalId, listing.ExternalProductId, listing.Title, listing.VariationTitle));
        Assert.Equal(("Fieldnote", "Home › Boxes", "USED_EXCELLENT", "<p>Offer</p>"), (listing.Brand, listing.CategoryPath, listing.Condition, listing.Description));
        Assert.Equal(["EAN", "EPID", "ISBN"], listing.Identifiers.Keys.Order());
        Assert.Equal(("Oak, Brown", "Walnut", "Fieldnote"), (listing.Attributes["Colour"], listing.Attributes["Material"], listing.Attributes["Brand"]));
        Assert.Equal(2, listing.Images.Count);
        Assert.Equal((1_990L, 3, RemoteListingStatus.Active), (listing.Price!.Value.Minor, listing.Quantity, listing.Status));
        Assert.Contains("on hold", Assert.Single(listing.Issues), StringComparison.Ordinal);
        Assert.Equal("www.ebay.co.uk", listing.Url!.Host);
    }

    [Fact]
    public void Listing_Unpublished_IsInactiveUnderItsOffer()
    {
        var listing = Assert.Single(EbayListingMapping.ToRemote(Read<EbayItem>("inventory-item.json"), null, [Read<EbayOffer>("offer-unpublished.json")], _ => null));

        Assert.Equal(("offer/8200000072", RemoteListingStatus.Inactive, 4), (listing.ExternalId, listing.Status, listing.Quantity));
        Assert.Null(listing.Url);
    }

    [Fact]
    public void Listing_OfTheTradingApi_IsReadWhole()
    {
        var listings = EbayItemXml.ToRemote(XElement.Parse(Text("seller-list-item.xml")), "EBAY_GB");

        Assert.Equal(["110500000081/SC-BLK", "110500000081/Green"], listings.Select(listing => listing.ExternalId));
        Assert.Equal([2, 2], listings.Select(listing => listing.Quantity!.Value));
        var black = listings[0];
        Assert.Equal(("Northlight", "Home & Garden › Kitchen › Coasters", "Used", "<p>Coaster</p>"), (black.Brand, black.CategoryPath, black.Condition, black.Description));
        Assert.Equal(["EAN", "EPID", "ISBN", "MPN"], black.Identifiers.Keys.Order());
        Assert.Equal(("Black", "Round, Oval"), (black.Attributes["Colour"], black.Attributes["Shape"]));
        Assert.Equal(2, black.Images.Count);
        Assert.Contains("duplicate", Assert.Single(black.Issues), StringComparison.Ordinal);
    }

    [Fact]
    public void Parcels_WithAndWithoutTracking_AreRead()
    {
        var parcels = Read<EbayFulfillmentList>("shipping-fulfillments.json").Fulfillments!;

        Assert.Equal(["9400100000000000000071", "999"], parcels.Select(parcel => parcel.FulfillmentId));
        Assert.Null(parcels[1].ShipmentTrackingNumber);
    }

    [Fact]
    public void Quotas_WithGaps_AreRead()
    {
        var limits = Read<EbayRateLimits>("rate-limits.json").RateLimits!;

        Assert.Equal(98_800, limits[0].Resources![0].Rates![0].Remaining);
        Assert.Null(limits[1].Resources![1].Rates);
    }

    [Fact]
    public void Cancellation_Notification_NamesOrderAndSellerOnce()
    {
        var message = Read<EbayNotification>("notification-cancellation.json");

        var signal = Assert.Single(Core.Platforms.Ebay.Notifications.EbayWebhooks.Signals(message.Metadata!.Topic, "n", message.Notification!, DateTimeOffset.UnixEpoch));

        Assert.Equal((WebhookSubject.Order, "19-00000-00073", "FixtureSel1"), (signal.Subject, signal.ExternalId, signal.ExternalAccountId));
    }

    [Fact]
    public void Refusal_OfPostOrder_IsReadFromItsOwnEnvelope()
    {
        var answer = new PlatformResponse(400, Encoding.UTF8.GetBytes(Text("error-post-order.json")), new Dictionary<string, string>());

        var failure = new EbayErrors(TimeProvider.System).Judge(answer, inventory: false)!;

        Assert.Equal((FailureKind.Rejected, "1614", "cancelId"), (failure.Kind, failure.RawCode, failure.Field));
        Assert.Contains("The cancellation is closed", failure.Message, StringComparison.Ordinal);
    }

    private static T Read<T>(string file) => JsonSerializer.Deserialize<T>(Text(file), EbayJson.Options)!;

    private static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, "Marketplace.Tests", "Platforms", "Ebay", "Fixtures", file));
}
