using System.Globalization;
using System.Text.Json;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Amazon;
using Marketplace.Core.Platforms.Http;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.SampleData;
using Marketplace.Tests.Sandbox.Amazon;

namespace Marketplace.Tests.Platforms.Amazon;

/// <summary>What has tripped up clients of Amazon in public, one test for each: the local Amazon behaves so, and our client is ready for it.</summary>
public sealed class AmazonPitfallsTests
{
    private const string Orders = "/orders/2026-01-01/orders";
    private static readonly string First = SampleCatalog.Items(42, 1)[0].Sku;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pitfall01_LimitsHoldPerSellerAndOperation_AndTheBurstIsUsedFirst()
    {
        await using var bed = await AmazonBed.StartAsync();
        var (mine, yours) = (Guid.NewGuid(), Guid.NewGuid());
        var plan = AmazonOperations.GetListingsItem;
        var limiter = new OperationLimiter(TimeProvider.System, Microsoft.Extensions.Options.Options.Create(new PlatformHttpOptions()));

        for (var call = 0; call < plan.Burst; call++)
        {
            Assert.Equal(TimeSpan.Zero, await limiter.WaitAsync(plan, mine, CallPriority.Job, Cancel));
        }

        Assert.True(limiter.TimeFor(plan, mine, 1) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, await limiter.WaitAsync(plan, yours, CallPriority.Job, Cancel));
        Assert.Equal(TimeSpan.Zero, await limiter.WaitAsync(AmazonOperations.PatchListingsItem, mine, CallPriority.Job, Cancel));
    }

    [Fact]
    public async Task Pitfall02_ASellerWithoutQuota_HoldsUpNoOther_AndTheWaitCanBeGivenUp()
    {
        await using var bed = await AmazonBed.StartAsync();
        var (mine, yours) = (await bed.ConnectAsync(), await bed.ConnectAsync());
        bed.Limiter.Learn(AmazonOperations.GetOrder, mine.ConnectionId, null, TimeProvider.System.GetUtcNow().AddMinutes(5));
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var held = bed.Platform.Orders!.GetAsync(mine, "113-0000000-0000000", giveUp.Token);
        Assert.Null(await bed.Platform.Orders.GetAsync(yours, "113-0000000-0000000", Cancel));
        Assert.False(held.IsCompleted);
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
    }

    [Fact]
    public async Task Pitfall03_ItemsAndBuyersComeWithTheSearch_NoOrderCostsACall()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Orders = 150 });

        var orders = await OrdersAsync(bed, await bed.ConnectAsync());

        Assert.Equal((150, 2, 0), (orders.Count, bed.Calls("searchOrders"), bed.Calls("getOrder")));
        Assert.All(orders, order => Assert.NotEmpty(order.Lines));
    }

    [Fact]
    public async Task Pitfall04_EachSellerHasTokensOfItsOwn_RefusedOnesAreRenewedOnce()
    {
        await using var bed = await AmazonBed.StartAsync();
        var (america, europe) = (await bed.ConnectAsync(), await bed.ConnectAsync("EU"));
        bed.Faults.Arm("amazon", "getOrder", FaultKind.ExpiredToken, 1, null);

        await bed.Platform.Orders!.GetAsync(america, "113-0000000-0000000", Cancel);
        await bed.Platform.Orders.GetAsync(europe, "113-0000000-0000000", Cancel);

        var tokens = bed.Sent.Of("getOrder").Select(r => (r.Address.Host, Token: r.Headers["x-amz-access-token"])).ToList();
        Assert.Equal(3, tokens.Count);
        Assert.Equal(3, tokens.Select(t => t.Token).Distinct().Count());
        Assert.Equal((1, 0), (((AmazonTestTokens)america.Tokens).Renewals, ((AmazonTestTokens)europe.Tokens).Renewals));
    }

    [Fact]
    public async Task Pitfall05_PageTokensAreEncodedOnce_AndNoParameterChangesBetweenPages()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Orders = 250 });
        await OrdersAsync(bed, await bed.ConnectAsync(), TimeProvider.System.GetUtcNow().AddDays(-30));

        var pages = bed.Sent.Of("searchOrders").Select(r => r.Address.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1])).ToList();
        var tokens = pages.Skip(1).Select(p => Uri.UnescapeDataString(p["paginationToken"])).ToList();

        Assert.Equal(3, pages.Count);
        Assert.All(pages, page => Assert.Equal(pages[0].Where(p => p.Key != "paginationToken"), page.Where(p => p.Key != "paginationToken")));
        Assert.All(tokens, token => Assert.True(token.AsSpan().IndexOfAny('/', '+', '=') >= 0 && !token.Contains('%', StringComparison.Ordinal)));
        using var twice = await bed.GetAsync($"{Orders}?createdAfter=2026-01-01T00:00:00Z&paginationToken={Uri.EscapeDataString(Uri.EscapeDataString(tokens[0]))}", await bed.TokenAsync());
        Assert.Equal((400, "InvalidInput"), ((await twice.ErrorAsync()).Status, (await twice.ErrorAsync()).Code));
    }

    [Fact]
    public async Task Pitfall06_BuyersAreKnownOnEveryPage_WithoutARestrictedToken()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Orders = 250 });

        var paid = (await OrdersAsync(bed, await bed.ConnectAsync())).Where(o => o is { Status: RemoteOrderStatus.ReadyToShip, FulfilledByMarketplace: false }).ToList();

        Assert.True(paid.Count > 100);
        Assert.All(paid, order => Assert.NotEmpty(order.Buyer!.AddressLines));
        Assert.Equal(0, bed.Calls("createRestrictedDataToken"));
    }

    [Fact]
    public async Task Pitfall07_AWindowThatEndsNearNow_IsRefused_SoItsEndIsLeftToAmazonAndTimesAreUtc()
    {
        await using var bed = await AmazonBed.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        using var near = await bed.GetAsync($"{Orders}?lastUpdatedAfter={Text(now.AddHours(-1))}&lastUpdatedBefore={Text(now.AddSeconds(-100))}", await bed.TokenAsync());
        using var far = await bed.GetAsync($"{Orders}?lastUpdatedAfter={Text(now.AddHours(-1))}&lastUpdatedBefore={Text(now.AddSeconds(-150))}", await bed.TokenAsync());

        await OrdersAsync(bed, await bed.ConnectAsync(), new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.FromHours(9)));

        Assert.Equal((400, 200), ((int)near.StatusCode, (int)far.StatusCode));
        var query = Uri.UnescapeDataString(Assert.Single(bed.Sent.Of("searchOrders")).Address.Query);
        Assert.Contains("lastUpdatedAfter=2026-05-03T18:02:01.000Z", query, StringComparison.Ordinal);
        Assert.DoesNotContain("Before", query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pitfall08_AnOrderThatChangesWhileWePage_ComesWithTheNextWindow()
    {
        await using var bed = await AmazonBed.StartAsync(new SandboxOptions { EnforceLimits = false, Orders = 150 });
        var connection = await bed.ConnectAsync();
        var began = TimeProvider.System.GetUtcNow();
        var (first, moved) = (new HashSet<string>(), "");
        await foreach (var page in bed.Platform.Orders!.ListAsync(connection, began.AddDays(-30), Cancel))
        {
            if (moved.Length == 0)
            {
                // Confirmed meanwhile on Amazon's own page: the order moves behind the end of the window.
                var order = page.Items.First(o => o is { Status: RemoteOrderStatus.ReadyToShip, FulfilledByMarketplace: false });
                moved = order.ExternalId;
                await ConfirmAsync(bed, connection, order);
            }

            first.UnionWith(page.Items.Select(o => o.ExternalId));
        }

        var next = await OrdersAsync(bed, connection, began);

        Assert.Equal(150, first.Count);
        Assert.Equal(RemoteOrderStatus.Shipped, Assert.Single(next, o => o.ExternalId == moved).Status);
    }

    [Fact]
    public async Task Pitfall09_AnOrderThatComesAgain_KeepsItsIds()
    {
        await using var bed = await AmazonBed.StartAsync();
        var connection = await bed.ConnectAsync();
        var before = (await OrdersAsync(bed, connection)).First(o => o is { Status: RemoteOrderStatus.ReadyToShip, FulfilledByMarketplace: false });
        await ConfirmAsync(bed, connection, before);

        var after = (await bed.Platform.Orders!.GetAsync(connection, before.ExternalId, Cancel))!;

        Assert.Equal((before.ExternalId, before.PlacedAt), (after.ExternalId, after.PlacedAt));
        Assert.Equal(before.Lines.Select(l => l.ExternalId), after.Lines.Select(l => l.ExternalId));
        Assert.True(after.UpdatedAt > before.UpdatedAt);
    }

    [Fact]
    public async Task Pitfall10_PendingOrders_HoldStockButHaveNoAmountsUntilTheyArePaid()
    {
        await using var bed = await AmazonBed.StartAsync();

        var pending = (await OrdersAsync(bed, await bed.ConnectAsync())).Where(o => o.Status == RemoteOrderStatus.Pending).ToList();

        Assert.NotEmpty(pending);
        Assert.All(pending, order => Assert.Equal((0, 0L, true), (order.Buyer?.AddressLines.Count ?? 0, order.Total.Minor, order.Lines.Sum(l => l.Quantity) > 0)));
    }

    [Theory]
    [InlineData("ODD/1 2&3#4")]
    [InlineData("FULL｜幅(5)")]
    public async Task Pitfall11_OddSkus_AreFoundEncodedOnce_AndRefusedRawOrTwice(string sku)
    {
        await using var bed = await AmazonBed.StartAsync();
        var connection = await bed.ConnectAsync();
        var path = $"/listings/2021-08-01/items/{Uri.EscapeDataString(connection.ExternalAccountId)}/";
        var token = await bed.TokenAsync();

        using var once = await bed.GetAsync($"{path}{Uri.EscapeDataString(sku)}?marketplaceIds=ATVPDKIKX0DER", token);
        using var twice = await bed.GetAsync($"{path}{Uri.EscapeDataString(Uri.EscapeDataString(sku))}?marketplaceIds=ATVPDKIKX0DER", token);
        using var raw = await bed.GetAsync($"{path}ODD/1?marketplaceIds=ATVPDKIKX0DER", token);
        var seen = await bed.Platform.Stock!.ReadAsync(connection, [new ListingReference($"ATVPDKIKX0DER:{sku}", sku, null)], Cancel);

        Assert.Contains($"'{sku}'", (await once.ErrorAsync()).Message, StringComparison.Ordinal);
        Assert.Contains($"'{Uri.EscapeDataString(sku)}'", (await twice.ErrorAsync()).Message, StringComparison.Ordinal);
        Assert.Equal((403, "Unauthorized"), ((await raw.ErrorAsync()).Status, (await raw.ErrorAsync()).Code));
        Assert.Empty(seen);
    }

    [Theory]
    [InlineData("text/plain; charset=Cp1252", 1252)]
    [InlineData("text/plain;charset=Windows-31J", 932)]
    [InlineData("text/tab-separated-values; charset=\"utf-8\"", 65001)]
    [InlineData(null, 65001)]
    public void Pitfall12_CharsetsInAmazonsSpelling_AreUnderstood(string? contentType, int codePage) =>
        Assert.Equal(codePage, AmazonDocuments.CharsetOf(contentType).CodePage);

    [Fact]
    public async Task Pitfall13_FeedDocuments_GoUpWithTheAnnouncedTypeAndNoToken()
    {
        await using var bed = await AmazonBed.StartAsync(settings: new() { ["Platforms:Http:RateFactor"] = "1", ["Platforms:Amazon:FeedSeconds"] = "1" });
        var connection = await bed.ConnectAsync();
        var changes = SampleCatalog.Items(42, 58).Select(i => Change(i.Sku, 9)).ToList();

        await bed.Platform.Stock!.PushAsync(connection, changes, Cancel);

        var announced = JsonDocument.Parse(Assert.Single(bed.Sent.Of("createFeedDocument")).Body).RootElement.GetProperty("contentType").GetString();
        var upload = Assert.Single(bed.Sent.Of("uploadDocument"));
        Assert.Equal((HttpMethod.Put, announced), (upload.Method, upload.Headers["Content-Type"]));
        Assert.DoesNotContain(upload.Headers.Keys, name => name.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase) || name.Equals("Authorization", StringComparison.OrdinalIgnoreCase));

        using var body = new StringContent("{}", System.Text.Encoding.UTF8, "text/plain");
        using var other = await bed.SendAsync(HttpMethod.Put, upload.Address.Host, upload.Address.PathAndQuery, null, body);
        Assert.Equal(403, (int)other.StatusCode);
        Assert.Contains("SignatureDoesNotMatch", await other.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pitfall14_QuantitiesAreMerged_AndAnInvalidPatchIsNoSuccess()
    {
        await using var bed = await AmazonBed.StartAsync();
        var connection = await bed.ConnectAsync();

        var verdicts = await bed.Platform.Stock!.PushAsync(connection, [Change(First, 4), Change(First + "-FBA", 4)], Cancel);

        Assert.All(bed.Sent.Of("patchListingsItem"), r => Assert.Contains("\"op\":\"merge\"", r.Body, StringComparison.Ordinal));
        Assert.Equal(2, bed.Calls("patchListingsItem", 200));
        Assert.Equal([true, false], verdicts.OrderByDescending(v => v.Accepted).Select(v => v.Accepted));
        Assert.Equal(2, JsonSerializer.SerializeToElement(bed.Amazon.DescribeListing(First)).GetProperty("leadTimeDays").GetInt32());
    }

    [Fact]
    public async Task Pitfall15_DestinationsAreTheApplications_SubscriptionsTheSellers_AndNothingIsMadeTwice()
    {
        await using var bed = await AmazonBed.StartAsync(settings: new() { ["Platforms:Amazon:NotificationQueueArn"] = "arn:aws:sqs:us-east-1:000000000000:marketplace" });
        var connection = await bed.ConnectAsync();
        var address = new Uri("http://localhost:5080/webhooks/amazon");

        await bed.Platform.Subscriptions!.SubscribeAsync(connection, address, Cancel);
        await bed.Platform.Subscriptions.SubscribeAsync(connection, address, Cancel);

        var seller = await connection.Tokens.GetAsync(Cancel);
        Assert.DoesNotContain(bed.Sent.Of("createDestination"), r => r.Headers["x-amz-access-token"] == seller);
        Assert.All(bed.Sent.Of("createSubscription"), r => Assert.Equal(seller, r.Headers["x-amz-access-token"]));
        Assert.Equal((1, 0, 0), (bed.Calls("createDestination"), bed.Calls("createDestination", 409), bed.Calls("createSubscription", 409)));
    }

    [Fact]
    public async Task Pitfall16_ParcelNumbersAreText_AndItemsAList()
    {
        await using var bed = await AmazonBed.StartAsync();
        var connection = await bed.ConnectAsync();
        var order = (await OrdersAsync(bed, connection)).First(o => o is { Status: RemoteOrderStatus.ReadyToShip, FulfilledByMarketplace: false });

        await ConfirmAsync(bed, connection, order);

        var package = JsonDocument.Parse(Assert.Single(bed.Sent.Of("confirmShipment")).Body).RootElement.GetProperty("packageDetail");
        Assert.Equal((JsonValueKind.String, JsonValueKind.Array), (package.GetProperty("packageReferenceId").ValueKind, package.GetProperty("orderItems").ValueKind));
    }

    private static async Task<List<RemoteOrder>> OrdersAsync(AmazonBed bed, ConnectionContext connection, DateTimeOffset? since = null)
    {
        var orders = new List<RemoteOrder>();
        await foreach (var page in bed.Platform.Orders!.ListAsync(connection, since, Cancel))
        {
            Assert.Empty(page.Defects);
            orders.AddRange(page.Items);
        }

        return orders;
    }

    private static Task<ShipmentReceipt> ConfirmAsync(AmazonBed bed, ConnectionContext connection, RemoteOrder order) => bed.Platform.Shipments!.ConfirmAsync(
        connection,
        new ShipmentNotice
        {
            ExternalOrderId = order.ExternalId,
            OrderPlatformData = order.PlatformData,
            PackageNumber = 1,
            TrackingNumber = "1Z999AA10123456784",
            CarrierCode = "UPS",
            CarrierName = "UPS",
            ShippedAt = TimeProvider.System.GetUtcNow(),
            Lines = [.. order.Lines.Select(l => new ShipmentNoticeLine(l.ExternalId, l.Quantity, l.PlatformData))],
        },
        Cancel);

    private static StockChange Change(string sku, int quantity) =>
        new(new ListingReference($"ATVPDKIKX0DER:{sku}", sku, JsonSerializer.Serialize(new { marketplaceId = "ATVPDKIKX0DER", sku, productType = "PRODUCT" })), quantity);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
