using Marketplace.Core.Common;
using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Contract;

/// <summary>A store's whole day with one marketplace: connect, listings, orders, stock, a parcel, and reading it all back.</summary>
public sealed class Journey
{
    private static readonly Dictionary<string, Lazy<Task<ContractTraffic>>> Taken =
        new[] { "ebay", "amazon", "tiktok" }.ToDictionary(key => key, key => new Lazy<Task<ContractTraffic>>(() => new Journey(key).TakeAsync(_ => Task.CompletedTask)));

    private readonly string key;

    private Journey(string key) => this.key = key;

    /// <summary>The traffic of the journey, which is taken once.</summary>
    public static Task<ContractTraffic> Of(string marketplace) => Taken[marketplace].Value;

    /// <summary>Takes the journey on a sandbox of its own and goes on with that one, while its tokens are good.</summary>
    public static Task AndThenAsync(string marketplace, Func<TestSandbox, Task> then) => new Journey(marketplace).TakeAsync(then);

    private async Task<ContractTraffic> TakeAsync(Func<TestSandbox, Task> then)
    {
        // One market in which a parcel is announced on the order, and one in which the package is shipped.
        var options = new SandboxOptions { EnforceLimits = false, Listings = 120, Orders = 20, TikTok = { Markets = "US,ID" } };
        await using var sandbox = await TestSandbox.StartAsync(options);
        var settings = sandbox.Marketplace(key).Credentials.Values.ToDictionary(value => $"Platforms:{key}:{value.Key}", value => (string?)value.Value);
        await using var clients = sandbox.Clients(builder => builder.AddEbay().AddAmazon().AddTikTok(), settings);
        var platform = clients.GetRequiredService<PlatformCatalog>().Get(new MarketplaceKey(key));

        var consent = new ConsentRequest("one-time-state", new Uri($"http://localhost:5080/api/v1/platforms/callback/{key}"), platform.Descriptor.Regions[0].Id);
        var grant = platform.Connect.ReadCallback(await AllowAsync(sandbox.Address, platform.Connect.ConsentUrl(consent)));
        var stores = await platform.Connect.ExchangeAsync(grant, consent, CancellationToken.None);
        var tokens = new Tokens(await platform.Connect.RefreshAsync(stores[0].Tokens, stores[0].Region, CancellationToken.None));
        foreach (var store in stores)
        {
            await WorkAsync(platform, store, tokens);
        }

        await then(sandbox);
        return sandbox.Traffic;
    }

    private static async Task WorkAsync(MarketplacePlatform platform, AuthorizedStore store, Tokens tokens)
    {
        var connection = new ConnectionContext
        {
            ConnectionId = Guid.NewGuid(),
            Marketplace = platform.Key,
            ExternalAccountId = store.ExternalAccountId,
            Region = store.Region,
            PlatformData = store.PlatformData,
            Tokens = tokens,
        };
        await platform.Connect.CheckAsync(connection, CancellationToken.None);
        if (platform.Subscriptions is { } subscriptions)
        {
            // eBay calls the address at once, to see whether it is ours.
            await using var listener = await WebhookListener.StartAsync(platform.Webhooks!);
            await subscriptions.SubscribeAsync(connection, listener.Address, CancellationToken.None);
            if (platform.NotificationTest is { } tester)
            {
                await tester.TestAsync(connection, listener.Address, CancellationToken.None);
            }
        }

        await SetStockAsync(platform, connection);
        await ShipAsync(platform, connection);
        await GiveBackAsync(platform, connection);
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

    private static async Task ShipAsync(MarketplacePlatform platform, ConnectionContext connection)
    {
        var orders = await AllAsync(platform.Orders!.ListAsync(connection, null, CancellationToken.None));
        await AllAsync(platform.Orders.ListAsync(connection, TimeProvider.System.GetUtcNow().AddHours(-1), CancellationToken.None));
        var carrier = (await platform.Shipments!.CarriersAsync(connection, CancellationToken.None))[0];
        var number = 0;
        foreach (var listed in orders.Where(order => order is { Status: RemoteOrderStatus.ReadyToShip, FulfilledByMarketplace: false, CancelRequested: false }).Take(3))
        {
            var order = await platform.Orders.GetAsync(connection, listed.ExternalId, CancellationToken.None);
            var tracking = $"1Z999AA1012345{number++:0000}";
            var notice = new ShipmentNotice
            {
                ExternalOrderId = order!.ExternalId,
                OrderPlatformData = order.PlatformData,
                PackageNumber = 1,
                TrackingNumber = tracking,
                CarrierCode = carrier.Code,
                CarrierName = carrier.Name,
                ShippedAt = TimeProvider.System.GetUtcNow().AddMinutes(-5),
                Lines = [.. order.Lines.Select(line => new ShipmentNoticeLine(line.ExternalId, line.Quantity, line.PlatformData))],
            };
            await platform.Shipments.ConfirmAsync(connection, notice, CancellationToken.None);
            var seen = await platform.Shipments.ReadAsync(connection, order.ExternalId, order.PlatformData, CancellationToken.None);
            var shown = Assert.Single(seen, shipment => shipment.TrackingNumber == tracking);
            if (platform.TrackingReplacement is { } replacer)
            {
                var corrected = notice with { TrackingNumber = $"1Z999AA1099999{number:0000}" };
                await replacer.ReplaceAsync(connection, new TrackingReplacement(corrected, shown.ExternalId, tracking), CancellationToken.None);
            }
        }

        Assert.True(number > 0, $"The sandbox has no order of {platform.Key} in {connection.Region} that could be shipped.");
    }

    private static async Task GiveBackAsync(MarketplacePlatform platform, ConnectionContext connection)
    {
        var waiting = (await AllAsync(platform.Orders!.ListAsync(connection, null, CancellationToken.None)))
            .Where(order => order is { Status: RemoteOrderStatus.ReadyToShip, FulfilledByMarketplace: false, CancelRequested: false }).ToList();
        if (platform.Refunds is { } refunds)
        {
            var order = waiting[0];
            var some = new Money(100, order.Total.Currency);
            await refunds.RefundAsync(
                connection, new RefundRequest { ExternalOrderId = order.ExternalId, Reason = refunds.Reasons[0], Lines = [new RefundLine(order.Lines[0].ExternalId, some)], Amount = some }, CancellationToken.None);
            Assert.Single(await refunds.ReadAsync(connection, order.ExternalId, CancellationToken.None));
        }

        if (platform.Cancellations is { } cancellations)
        {
            await cancellations.CancelAsync(connection, new CancelRequest(waiting[1].ExternalId, cancellations.Reasons[0], []), CancellationToken.None);
            await cancellations.AnswerAsync(connection, waiting[2].ExternalId, accept: false, CancellationToken.None);
        }
    }

    private static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<RemotePage<T>> pages)
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
    private static async Task<Dictionary<string, string>> AllowAsync(Uri sandbox, Uri page)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox, page.PathAndQuery)) { Content = new FormUrlEncodedContent([new("decision", "approve")]) };
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
