using Marketplace.Core.Common;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Tests.Platforms.Amazon;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Contract;

/// <summary>A store's whole day with one marketplace: connect, listings, orders, stock, a parcel, and reading it all back.</summary>
public sealed class Journey
{
    private static readonly Dictionary<string, Lazy<Task<ContractTraffic>>> Taken =
        new[] { "ebay", "amazon", "tiktok" }.ToDictionary(key => key, key => new Lazy<Task<ContractTraffic>>(() => new Journey(key).TakeAsync(_ => Task.CompletedTask)));

    // Feeds are looked at again at once, for the sandbox's take a moment.
    private static readonly Dictionary<string, string?> Hurried = new(AmazonLabelTests.Sender) { ["Platforms:Amazon:PollSeconds"] = "0.1" };
    private static readonly Dictionary<string, string?> AtRealLimits = new(Hurried) { ["Platforms:Http:RateFactor"] = "1", ["Platforms:Amazon:FeedSeconds"] = "1" };

    private readonly string key;

    private Journey(string key) => this.key = key;

    /// <summary>The traffic of the journey, which is taken once.</summary>
    public static Task<ContractTraffic> Of(string marketplace) => Taken[marketplace].Value;

    /// <summary>Takes the journey on a sandbox of its own and goes on with that one, while its tokens are good.</summary>
    public static Task AndThenAsync(string marketplace, Func<TestSandbox, Task> then) => new Journey(marketplace).TakeAsync(then);

    private async Task<ContractTraffic> TakeAsync(Func<TestSandbox, Task> then)
    {
        // One market in which a parcel is announced on the order, and one in which the package is shipped.
        var options = new SandboxOptions
        {
            EnforceLimits = false,
            Listings = 120,
            Orders = 60,
            Ebay = { ClassicListings = 12 },
            TikTok = { Markets = "US,ID", TikTokShippingPercent = 30, BuyerCancelPercent = 10 },
        };
        await using var sandbox = await TestSandbox.StartAsync(options);
        await using var clients = Clients(sandbox, Hurried);
        var platform = clients.GetRequiredService<PlatformCatalog>().Get(new MarketplaceKey(key));
        await using var patient = Clients(sandbox, AtRealLimits);
        var connections = await ConnectAsync(sandbox, platform, "");
        foreach (var connection in connections)
        {
            await WorkAsync(sandbox, platform, connection);
            await new Errands(sandbox.Marketplace(key), platform, connection).RunAsync();
            await new Errands(sandbox.Marketplace(key), patient.GetRequiredService<PlatformCatalog>().Get(platform.Key), connection).RunBatchesAsync();
        }

        // Sellers of other countries: on eBay they sign what moves money.
        foreach (var seller in ((ISandboxSellers)sandbox.Marketplace(key)).Sellers.Skip(1))
        {
            var connection = (await ConnectAsync(sandbox, platform, seller))[0];
            await GiveBackAsync(platform, connection, await ShipAsync(platform, connection));
        }

        await then(sandbox);
        return sandbox.Traffic;
    }

    private ServiceProvider Clients(TestSandbox sandbox, Dictionary<string, string?> settings)
    {
        var all = new Dictionary<string, string?>(settings);
        foreach (var (name, value) in sandbox.Marketplace(key).Credentials.Values)
        {
            all[$"Platforms:{key}:{name}"] = value;
        }

        return sandbox.Clients(builder => builder.AddEbay().AddAmazon().AddTikTok(), all);
    }

    private static async Task<IReadOnlyList<ConnectionContext>> ConnectAsync(TestSandbox sandbox, MarketplacePlatform platform, string seller)
    {
        var consent = new ConsentRequest("one-time-state", new Uri($"http://localhost:5080/api/v1/platforms/callback/{platform.Key}"), platform.Descriptor.Regions[0].Id);
        var grant = platform.Connect.ReadCallback(await AllowAsync(sandbox.Address, platform.Connect.ConsentUrl(consent), seller));
        var stores = await platform.Connect.ExchangeAsync(grant, consent, CancellationToken.None);
        var tokens = new Tokens(await platform.Connect.RefreshAsync(stores[0].Tokens, stores[0].Region, CancellationToken.None));
        return
        [
            .. stores.Select(store => new ConnectionContext
            {
                ConnectionId = Guid.NewGuid(),
                Marketplace = platform.Key,
                ExternalAccountId = store.ExternalAccountId,
                Region = store.Region,
                PlatformData = store.PlatformData,
                Tokens = tokens,
            }),
        ];
    }

    private static async Task WorkAsync(TestSandbox sandbox, MarketplacePlatform platform, ConnectionContext connection)
    {
        await platform.Connect.CheckAsync(connection, CancellationToken.None);
        if (platform.Subscriptions is { } subscriptions)
        {
            // eBay calls the address at once, to see whether it is ours.
            await using var listener = await WebhookListener.StartAsync(platform.Webhooks!);
            await EarlierSubscriptions.LeadElsewhereAsync(sandbox, connection);
            await subscriptions.SubscribeAsync(connection, listener.Address, CancellationToken.None);
            await EarlierSubscriptions.SwitchOffAsync(sandbox, connection);
            await subscriptions.SubscribeAsync(connection, listener.Address, CancellationToken.None);
            if (platform.NotificationTest is { } tester)
            {
                await tester.TestAsync(connection, listener.Address, CancellationToken.None);
                Assert.Null((await listener.WaitAsync(1))[0].Reading.Refusal);
            }
        }

        await SetStockAsync(platform, connection);
        await GiveBackAsync(platform, connection, await ShipAsync(platform, connection));
        if (platform.Quotas is { } quotas)
        {
            Assert.NotEmpty(await quotas.ReadAsync(connection, CancellationToken.None));
        }
    }

    private static async Task SetStockAsync(MarketplacePlatform platform, ConnectionContext connection)
    {
        var listings = await AllAsync(platform.Listings!.ListAsync(connection, CancellationToken.None));
        var own = listings.Where(listing => !listing.FulfilledByMarketplace && listing.Sku is not null)
            .Select(listing => new ListingReference(listing.ExternalId, listing.Sku, listing.PlatformData)).ToList();
        Assert.NotEmpty(own);
        foreach (var batch in own.Chunk(platform.Stock!.MaxBatch))
        {
            var verdicts = await platform.Stock.PushAsync(connection, [.. batch.Select(listing => new StockChange(listing, 7))], CancellationToken.None);
            Assert.All(verdicts, verdict => Assert.True(verdict.Accepted, verdict.Reason));
            Assert.All(await platform.Stock.ReadAsync(connection, batch, CancellationToken.None), seen => Assert.Equal(7, seen.Quantity));
        }

        // A SKU with a comma must be read by itself where lists are joined by commas; nobody has this one.
        Assert.Empty(await platform.Stock!.ReadAsync(connection, [new ListingReference("none", "A,B", null)], CancellationToken.None));
    }

    /// <summary>Ships three orders; the last of them.</summary>
    private static async Task<RemoteOrder> ShipAsync(MarketplacePlatform platform, ConnectionContext connection)
    {
        var waiting = await OrdersToShip.ReadAsync(platform, connection);
        await AllAsync(platform.Orders!.ListAsync(connection, TimeProvider.System.GetUtcNow().AddHours(-1), CancellationToken.None));
        var carrier = (await platform.Shipments!.CarriersAsync(connection, CancellationToken.None))[0];
        var number = 0;
        RemoteOrder? last = null;
        foreach (var listed in waiting.Take(3))
        {
            var order = last = await platform.Orders.GetAsync(connection, listed.ExternalId, CancellationToken.None);
            var tracking = $"1Z999AA1012345{number++:0000}";
            var notice = OrdersToShip.NoticeOf(order!, order!.Lines, carrier, tracking);
            await platform.Shipments.ConfirmAsync(connection, notice, CancellationToken.None);
            var seen = await platform.Shipments.ReadAsync(connection, order.ExternalId, order.PlatformData, CancellationToken.None);
            var shown = Assert.Single(seen, shipment => shipment.TrackingNumber == tracking);
            if (platform.TrackingReplacement is { } replacer)
            {
                var corrected = notice with { TrackingNumber = $"1Z999AA1099999{number:0000}" };
                await replacer.ReplaceAsync(connection, new TrackingReplacement(corrected, shown.ExternalId, tracking), CancellationToken.None);
            }
        }

        return last ?? throw new InvalidOperationException($"The sandbox has no order of {platform.Key} in {connection.Region} that could be shipped.");
    }

    private static async Task GiveBackAsync(MarketplacePlatform platform, ConnectionContext connection, RemoteOrder shipped)
    {
        var waiting = await OrdersToShip.ReadAsync(platform, connection);
        if (platform.Refunds is { } refunds)
        {
            var some = new Money(100, shipped.Total.Currency);
            var wish = new RefundRequest { ExternalOrderId = shipped.ExternalId, Reason = refunds.Reasons[0], Lines = [new RefundLine(shipped.Lines[0].ExternalId, some)], Amount = some };
            try
            {
                await refunds.RefundAsync(connection, wish, CancellationToken.None);
                Assert.Single(await refunds.ReadAsync(connection, shipped.ExternalId, CancellationToken.None));
            }
            catch (RejectedException refusal)
            {
                // In some markets sellers refund nothing, or nothing that is still on its way.
                Assert.Contains("In this market", refusal.Message, StringComparison.Ordinal);
            }
        }

        if (platform.Cancellations is { } cancellations)
        {
            await cancellations.CancelAsync(connection, new CancelRequest(waiting[1].ExternalId, cancellations.Reasons[0], []), CancellationToken.None);
            await cancellations.AnswerAsync(connection, waiting[2].ExternalId, accept: false, CancellationToken.None);
        }
    }

    /// <summary>Every item of a stream.</summary>
    public static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<RemotePage<T>> pages)
    {
        var all = new List<T>();
        await foreach (var page in pages)
        {
            Assert.Empty(page.Defects);
            all.AddRange(page.Items);
        }

        return all;
    }

    /// <summary>Presses "allow" as a browser does; the query that leads back.</summary>
    private static async Task<Dictionary<string, string>> AllowAsync(Uri sandbox, Uri page, string seller)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox, page.PathAndQuery)) { Content = new FormUrlEncodedContent([new("decision", "approve"), new("store", seller)]) };
        request.Headers.Add("X-Original-Host", page.Host);
        using var answer = await browser.SendAsync(request);
        return QueryHelpers.ParseQuery(new Uri(sandbox, answer.Headers.Location!).Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
    }

    private sealed class Tokens(TokenSet set) : IAccessTokenSource
    {
        public ValueTask<string> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(set.AccessToken);

        public ValueTask<string> RenewAsync(string refused, CancellationToken cancellationToken) => throw new NeedsReauthorizationException("A fresh token was refused.");
    }
}
