using System.Text;
using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Ebay;
using Marketplace.Core.Platforms.Ebay.Api;
using Marketplace.Core.Platforms.Ebay.Auth;
using Marketplace.Core.Platforms.Ebay.Trading;
using Marketplace.Core.Platforms.Http;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Ebay;
using Marketplace.Sandbox.Faults;
using Marketplace.Tests.Sandbox.Ebay;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Platforms.Ebay;

/// <summary>What has tripped up clients of eBay before, one test for each: the local eBay behaves so, and our client is ready for it.</summary>
public sealed class EbayPitfallsTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private const string Orders = "/sell/fulfillment/v1/order";
    private const string Stock = "/sell/inventory/v1";
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 20, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Pitfall01_CodeEncodedTwiceReusedOrWithAnAddressForTheRuName_IsInvalidGrant()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var code = await ebay.CodeAsync();

        var twice = await ebay.GrantAsync("authorization_code", ("code", Uri.EscapeDataString(await ebay.CodeAsync())), ("redirect_uri", ebay.Keys["RuName"]));
        var address = await ebay.GrantAsync("authorization_code", ("code", await ebay.CodeAsync()), ("redirect_uri", "https://example.test/callback"));
        var first = await ebay.GrantAsync("authorization_code", ("code", code), ("redirect_uri", ebay.Keys["RuName"]));
        var again = await ebay.GrantAsync("authorization_code", ("code", code), ("redirect_uri", ebay.Keys["RuName"]));

        Assert.Equal(200, first.Status);
        Assert.All([twice, address, again], answer => Assert.Equal((400, "invalid_grant"), (answer.Status, answer.OAuthError)));
        Assert.True(new EbayOptionsValidator().Validate(null, new EbayOptions { ClientId = "a", ClientSecret = "b", RuName = "https://example.test" }).Failed);
    }

    [Fact]
    public async Task Pitfall02_ScopesEnlargedLater_AreNeverNamedWhenRefreshing()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var grant = await ebay.GrantAsync("authorization_code", ("code", await ebay.CodeAsync(EbayScopes.Root)), ("redirect_uri", ebay.Keys["RuName"]));
        var refresh = grant.Json.GetProperty("refresh_token").GetString()!;
        await using var store = await EbayStore.ConnectAsync(settings: new Dictionary<string, string?> { ["Platforms:Ebay:Scopes"] = $"{EbayScopes.Root} {EbayScopes.Root}/commerce.identity.readonly" });

        var enlarged = await ebay.GrantAsync("refresh_token", ("refresh_token", refresh), ("scope", EbayWireClient.Scopes));
        var silent = await ebay.GrantAsync("refresh_token", ("refresh_token", refresh));
        var ours = await store.Platform.Connect.RefreshAsync(store.Authorized.Tokens, "EBAY_US", CancellationToken.None);

        Assert.Equal("invalid_scope", enlarged.OAuthError);
        Assert.Equal(200, silent.Status);
        Assert.False(silent.Json.TryGetProperty("refresh_token", out _));
        Assert.Equal(store.Authorized.Tokens.RefreshToken, ours.RefreshToken);
    }

    [Fact]
    public async Task Pitfall03_ApplicationToken_IsKeptForItsLifeAndRenewedByTheClock()
    {
        var clock = new FakeTimeProvider(Noon);
        await using var store = await EbayStore.ConnectAsync(new SandboxOptions { Listings = 3, Orders = 0 }, clock);
        var application = ActivatorOf(store, clock);

        var first = await application.GetAsync(CancellationToken.None);
        var same = await application.GetAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromMinutes(119));
        var later = await application.GetAsync(CancellationToken.None);

        Assert.Equal(first, same);
        Assert.NotEqual(first, later);
    }

    [Theory]
    [InlineData("getInventoryItems", 403)]
    [InlineData("trading", 200)]
    public async Task Pitfall04_ExpiredTokenInDisguise_IsRenewed(string operation, int status)
    {
        await using var store = await EbayStore.ConnectAsync(new SandboxOptions { EnforceLimits = false, Listings = 10, Orders = 0, Ebay = new EbaySandboxOptions { ClassicListings = 4 } });
        store.Fault(operation, FaultKind.ExpiredToken);

        var pages = await EbayListingsTests.ReadAsync(store);

        Assert.Equal(14, pages.Sum(page => page.Items.Count));
        Assert.Equal(1, store.Tokens.Renewals);
        Assert.Contains(store.Log, call => call.Operation == operation && call.Status == status && call.Fault == "expiredtoken");
    }

    [Fact]
    public async Task Pitfall05_OffsetsCountPagesHereAndOrdersThere_AndTheLimitIsNotClamped()
    {
        await using var ebay = await EbayWireClient.ConnectAsync(new SandboxOptions { EnforceLimits = false, Listings = 30, Orders = 30 });

        var items = await ebay.GetAsync($"{Stock}/inventory_item?limit=10&offset=1");
        var orders = await ebay.GetAsync($"{Orders}?limit=10&offset=1");
        var tooMany = await ebay.GetAsync($"{Orders}?limit=201");

        Assert.Equal((await ebay.GetAsync($"{Stock}/inventory_item?limit=30")).Json.GetProperty("inventoryItems")[10].GetProperty("sku").GetString(), items.Json.GetProperty("inventoryItems")[0].GetProperty("sku").GetString());
        Assert.Equal((await ebay.GetAsync($"{Orders}?limit=30")).Json.GetProperty("orders")[1].GetProperty("orderId").GetString(), orders.Json.GetProperty("orders")[0].GetProperty("orderId").GetString());
        Assert.Equal((400, 31100), (tooMany.Status, tooMany.ErrorId));
    }

    [Fact]
    public async Task Pitfall06_CreationDateBeatsModificationDate_SoChangesAreAskedForAlone()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var old = (await ebay.GetAsync($"{Orders}?limit=1")).Json.GetProperty("orders")[0].GetProperty("orderId").GetString()!;
        var since = ebay.Now().AddMinutes(-5);
        ebay.Market.ChangeOrder(old, "PARTIALLY_REFUNDED");

        var both = await ebay.GetAsync($"{Orders}?filter={Uri.EscapeDataString($"creationdate:[{EbayJson.Text(since)}..],lastmodifieddate:[{EbayJson.Text(since)}..]")}");
        var without = await ebay.GetAsync($"{Orders}?filter=orderfulfillmentstatus:NOT_STARTED");
        await using var store = await EbayStore.ConnectAsync();
        var known = (await EbayOrdersTests.ReadAsync(store, null))[0].Items[0].ExternalId;
        store.Market.ChangeOrder(known, "PARTIALLY_REFUNDED");

        Assert.Equal(0, both.Json.GetProperty("total").GetInt32());
        Assert.Equal(30800, without.ErrorId);
        Assert.Equal(known, Assert.Single((await EbayOrdersTests.ReadAsync(store, since))[0].Items).ExternalId);
    }

    [Fact]
    public async Task Pitfall07_WishesToCancel_AreShownByTheOrderAloneNeverByTheList()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var id = (await ebay.GetAsync($"{Orders}?limit=1")).Json.GetProperty("orders")[0].GetProperty("orderId").GetString()!;
        ebay.Market.ChangeOrder(id, cancelState: "IN_PROGRESS");

        var listed = (await ebay.GetAsync($"{Orders}?orderIds={id}")).Json.GetProperty("orders")[0].GetProperty("cancelStatus");
        var alone = (await ebay.GetAsync($"{Orders}/{id}")).Json.GetProperty("cancelStatus");

        Assert.Equal(("IN_PROGRESS", 0), (listed.GetProperty("cancelState").GetString(), listed.GetProperty("cancelRequests").GetArrayLength()));
        Assert.Equal("REQUESTED", alone.GetProperty("cancelRequests")[0].GetProperty("cancelRequestState").GetString());
    }

    [Fact]
    public async Task Pitfall08_ListingsMadeByHand_AreInvisibleToTheInventoryApi_AndOffersNeedASku()
    {
        var options = new SandboxOptions { EnforceLimits = false, Listings = 5, Orders = 0, Ebay = new EbaySandboxOptions { ClassicListings = 5 } };
        await using var ebay = await EbayWireClient.ConnectAsync(options);
        await using var store = await EbayStore.ConnectAsync(options);

        var items = await ebay.GetAsync($"{Stock}/inventory_item?limit=200");
        var offers = await ebay.GetAsync($"{Stock}/offer");

        Assert.Equal(5, items.Json.GetProperty("total").GetInt32());
        Assert.Equal((400, 25707), (offers.Status, offers.ErrorId));
        Assert.Equal(10, (await EbayListingsTests.ReadAsync(store)).Sum(page => page.Items.Count));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*")]
    [InlineData("en")]
    public async Task Pitfall09_InventoryWithoutAConcreteLocale_IsRefused(string? locale)
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        ebay.Locale = locale;

        Assert.Equal(25709, (await ebay.GetAsync($"{Stock}/inventory_item")).ErrorId);
    }

    [Fact]
    public async Task Pitfall10_IdOfWhatWasMade_IsInTheLocationAlone()
    {
        await using var store = await EbayStore.ConnectAsync();
        var notice = await EbayShipmentsTests.NoticeAsync(store);

        var receipt = await store.Platform.Shipments!.ConfirmAsync(store.Connection, notice, CancellationToken.None);

        Assert.Equal(notice.TrackingNumber, receipt.ExternalShipmentId);
    }

    [Theory]
    [InlineData("Success", false)]
    [InlineData("Warning", false)]
    [InlineData("PartialFailure", false)]
    [InlineData("Failure", true)]
    public void Pitfall11_TradingSaysInsideTheXmlWhatHappened(string ack, bool failed)
    {
        var body = $"<R xmlns='urn:ebay:apis:eBLBaseComponents'><Ack>{ack}</Ack><Errors><ErrorCode>17</ErrorCode><LongMessage>gone</LongMessage></Errors></R>";

        var failure = EbayTradingErrors.Judge(new PlatformResponse(200, Encoding.UTF8.GetBytes(body), new Dictionary<string, string>()), new EbayErrors(TimeProvider.System));

        Assert.Equal(failed, failure is not null);
    }

    [Fact]
    public async Task Pitfall12_QuotaOfTheDay_EndsAtMidnightPacific_AndAListingsRevisionsAreCounted()
    {
        var clock = new FakeTimeProvider(Noon);
        var options = new SandboxOptions { Listings = 3, Orders = 0, Ebay = new EbaySandboxOptions { Quotas = { ["sell.fulfillment"] = 0 } } };
        await using var store = await EbayStore.ConnectAsync(options, clock);
        var budget = new EbayRevisionBudget(clock);

        var failure = await Assert.ThrowsAsync<ThrottledException>(() => EbayOrdersTests.ReadAsync(store, clock.GetUtcNow().AddHours(-1)));
        var taken = Enumerable.Range(0, 250).Count(_ => budget.Take(store.Connection.ConnectionId, "1", 5));

        Assert.Equal("2001", failure.RawCode);
        Assert.Equal(EbayDay.NextStart(TimeProvider.System.GetUtcNow()), failure.RetryAt, TimeSpan.FromMinutes(1));
        Assert.Equal(EbayRevisionBudget.Usual, taken);
        Assert.True(budget.Take(store.Connection.ConnectionId, "1", 0));
    }

    [Fact]
    public async Task Pitfall13_NotificationsAreProvenByTheirRawBytes_AndTheKeyIsAskedForOnce()
    {
        await using var store = await EbayStore.ConnectAsync(settings: EbayWebhooksTests.Settings);
        await using var hook = await WebhookListener.StartAsync(store.Platform.Webhooks!);
        await store.Platform.Subscriptions!.SubscribeAsync(store.Connection, hook.Address, CancellationToken.None);
        store.Market.CreateOrders(5, null, 1);

        var deliveries = await hook.WaitAsync(5);
        var indented = JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize<JsonElement>(deliveries[0].Request.Body), Indented);
        var forged = await store.Platform.Webhooks!.ReadAsync(deliveries[0].Request with { Body = indented }, CancellationToken.None);

        Assert.All(deliveries, delivery => Assert.Null(delivery.Reading.Refusal));
        Assert.NotNull(forged.Refusal);
        Assert.Equal(1, store.Calls("getPublicKey"));
    }

    [Fact]
    public async Task Pitfall14_AddressOfNotifications_NeedsTheConfigurationFirstAndAPlainJsonAnswer()
    {
        await using var store = await EbayStore.ConnectAsync(settings: EbayWebhooksTests.Settings);
        var address = new Uri("https://example.test/webhooks/ebay");
        var request = new WebhookRequest("GET", address, new Dictionary<string, string> { ["challenge_code"] = "abc" }, new Dictionary<string, string>(), [], Noon);

        var reply = store.Platform.Webhooks!.Challenge(request)!;
        await using var hook = await WebhookListener.StartAsync(store.Platform.Webhooks);
        await store.Platform.Subscriptions!.SubscribeAsync(store.Connection, hook.Address, CancellationToken.None);

        Assert.Equal((200, "application/json", '{'), (reply.Status, reply.ContentType, reply.Body[0]));
        Assert.Equal(["updateConfig", "createDestination"], store.Log.Select(call => call.Operation).Where(name => name is "updateConfig" or "createDestination"));
    }

    [Fact]
    public async Task Pitfall15_WritingAnItemReplacesIt_AndPublishingAgainGivesANewNumber()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var path = $"{Stock}/inventory_item/NEW-1";
        await ebay.PutAsync(path, new { condition = "NEW", product = new { title = "Thing", description = "d", ean = new[] { "4006381333931" } }, availability = new { shipToLocationAvailability = new { quantity = 3 } } });
        await ebay.PutAsync(path, new { condition = "NEW", product = new { title = "Thing", description = "d" }, availability = new { shipToLocationAvailability = new { quantity = 3 } } });
        var offer = new
        {
            sku = "NEW-1",
            marketplaceId = "EBAY_US",
            format = "FIXED_PRICE",
            categoryId = "10001",
            merchantLocationKey = "portland",
            includeCatalogProductDetails = true,
            listingPolicies = new { fulfillmentPolicyId = "1", paymentPolicyId = "2", returnPolicyId = "3" },
            pricingSummary = new { price = new { value = "9.5", currency = "USD" } },
        };

        var made = await ebay.PostAsync($"{Stock}/offer", offer);
        var second = await ebay.PostAsync($"{Stock}/offer", offer);
        var id = made.Json.GetProperty("offerId").GetString();
        var before = (await ebay.PostAsync($"{Stock}/offer/{id}/publish", "{}")).Json.GetProperty("listingId").GetString();
        await ebay.PostAsync($"{Stock}/offer/{id}/withdraw", "{}");
        var after = (await ebay.PostAsync($"{Stock}/offer/{id}/publish", "{}")).Json.GetProperty("listingId").GetString();

        Assert.False((await ebay.GetAsync(path)).Json.GetProperty("product").TryGetProperty("ean", out _));
        Assert.Equal((400, 25002), (second.Status, second.ErrorId));
        Assert.NotEqual(before, after);
    }

    [Fact]
    public async Task Pitfall16_AmountsAreTexts_AndTheCostOfALineIsNotThePriceOfAnItem()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        var sku = (await ebay.GetAsync($"{Stock}/inventory_item?limit=1")).Json.GetProperty("inventoryItems")[0].GetProperty("sku").GetString()!;
        var ids = Enumerable.Range(0, 8).Select(_ => ebay.Market.CreateOrders(1, sku, 3)[0]).ToList();

        var orders = new List<(decimal Total, decimal WithTax, decimal Cost)>();
        foreach (var id in ids)
        {
            var plain = (await ebay.GetAsync($"{Orders}/{id}")).Json;
            var taxed = (await ebay.GetAsync($"{Orders}/{id}?fieldGroups=TAX_BREAKDOWN")).Json;
            orders.Add((Amount(plain.GetProperty("pricingSummary").GetProperty("total")), Amount(taxed.GetProperty("pricingSummary").GetProperty("total")), Amount(plain.GetProperty("lineItems")[0].GetProperty("lineItemCost"))));
        }

        Assert.Contains(orders, order => order.WithTax > order.Total);
        Assert.All(orders, order => Assert.Equal(0, order.Cost * 100 % 3));
    }

    [Fact]
    public async Task Pitfall17_UnpaidOrders_AreNeverReadyToShip_AndSellersAreFullyRegistered()
    {
        await using var ebay = await EbayWireClient.ConnectAsync(scopes: $"{EbayWireClient.Scopes} {EbayScopes.Root}/sell.account");
        await using var store = await EbayStore.ConnectAsync();
        var id = store.Market.CreateOrders(1, null, 1)[0];
        store.Market.ChangeOrder(id, "FAILED");

        var privilege = await ebay.GetAsync("/sell/account/v1/privilege");
        Assert.Equal(200, privilege.Status);
        Assert.True(privilege.Json.GetProperty("sellerRegistrationCompleted").GetBoolean());
        Assert.Equal(RemoteOrderStatus.Pending, (await store.Platform.Orders!.GetAsync(store.Connection, id, CancellationToken.None))!.Status);
    }

    [Fact]
    public async Task Pitfall18_WrongHostAnswersNothing_AndPostOrderKnowsItsOwnWordForTheToken()
    {
        await using var ebay = await EbayWireClient.ConnectAsync();
        await using var store = await EbayStore.ConnectAsync();
        var id = (await EbayOrdersTests.ReadAsync(store, null))[0].Items[0].ExternalId;

        var wrongHost = await ebay.GetAsync("/commerce/identity/v1/user/");
        var bearer = await ebay.GetAsync("/post-order/v2/cancellation/search?legacy_order_id=x");
        await store.Platform.Cancellations!.AnswerAsync(store.Connection, id, accept: true, CancellationToken.None);

        Assert.Equal((404, ""), (wrongHost.Status, wrongHost.Body));
        Assert.Equal(401, bearer.Status);
        Assert.Contains(store.Log, call => call is { Operation: "searchCancellations", Status: 200 });
    }

    private static decimal Amount(JsonElement amount) => decimal.Parse(amount.GetProperty("value").GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static EbayApplication ActivatorOf(EbayStore store, TimeProvider clock) => new(store.Service<EbayTokenEndpoint>(), clock);
}
