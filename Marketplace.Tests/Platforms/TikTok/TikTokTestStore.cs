using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;
using Marketplace.Tests.Contract;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Platforms.TikTok;

/// <summary>A TikTok shop of a fresh sandbox, connected through its consent page, with the clients that work on it.</summary>
public sealed class TikTokTestStore : IAsyncDisposable
{
    private readonly ServiceProvider clients;

    private TikTokTestStore(TestSandbox sandbox, ServiceProvider clients, IReadOnlyList<AuthorizedStore> stores)
    {
        Sandbox = sandbox;
        this.clients = clients;
        Stores = stores;
        Tokens = new TestTokens(Platform.Connect, stores[0].Tokens, stores[0].Region);
        Connection = ConnectionOf(stores[0], Tokens);
    }

    public TestSandbox Sandbox { get; }

    public IReadOnlyList<AuthorizedStore> Stores { get; }

    public TestTokens Tokens { get; }

    public ConnectionContext Connection { get; }

    public MarketplacePlatform Platform => clients.GetRequiredService<PlatformCatalog>().Get(new MarketplaceKey("tiktok"));

    public ISandboxMarketplace Shop => Sandbox.Marketplace("tiktok");

    public FaultBox Faults => Sandbox.Services.GetRequiredService<FaultBox>();

    public CallLog Log => Sandbox.Services.GetRequiredService<CallLog>();

    public static async Task<TikTokTestStore> ConnectAsync(Action<SandboxOptions>? setUp = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var options = new SandboxOptions { EnforceLimits = false };
        setUp?.Invoke(options);
        var sandbox = await TestSandbox.StartAsync(options);
        var clients = sandbox.Clients(platforms => platforms.AddTikTok(), SettingsOf(sandbox, settings));
        var connect = clients.GetRequiredService<PlatformCatalog>().Get(new MarketplaceKey("tiktok")).Connect;
        var request = RequestFor("state-1");
        var grant = connect.ReadCallback(await DecideAsync(sandbox, connect.ConsentUrl(request), "approve"));
        return new TikTokTestStore(sandbox, clients, await connect.ExchangeAsync(grant, request, CancellationToken.None));
    }

    public static ConsentRequest RequestFor(string state, string region = "US") => new(state, new Uri("http://localhost/api/v1/platforms/callback/tiktok"), region);

    /// <summary>The settings that the sandbox's shop is reached with.</summary>
    public static IReadOnlyDictionary<string, string?> SettingsOf(TestSandbox sandbox, IReadOnlyDictionary<string, string?>? more = null)
    {
        var values = sandbox.Marketplace("tiktok").Credentials.Values;
        var settings = new Dictionary<string, string?>();
        foreach (var name in (string[])["AppKey", "AppSecret", "ServiceId"])
        {
            settings[$"Platforms:TikTok:{name}"] = values[name];
        }

        foreach (var (key, value) in more ?? new Dictionary<string, string?>())
        {
            settings[key] = value;
        }

        return settings;
    }

    /// <summary>Decides on the consent page as a browser does, and reads the query of the redirect back.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> DecideAsync(TestSandbox sandbox, Uri consent, string decision, string? seller = null)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox.Address, consent.PathAndQuery))
        {
            Content = new FormUrlEncodedContent([new("decision", decision), new("store", seller ?? "")]),
        };
        message.Headers.Add("X-Original-Host", consent.Host);
        using var answer = await browser.SendAsync(message);
        var location = answer.Headers.Location!.ToString();
        return QueryHelpers.ParseQuery(location[location.IndexOf('?', StringComparison.Ordinal)..]).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
    }

    public ConnectionContext ConnectionOf(AuthorizedStore store, IAccessTokenSource tokens) => new()
    {
        ConnectionId = Guid.NewGuid(),
        Marketplace = new MarketplaceKey("tiktok"),
        ExternalAccountId = store.ExternalAccountId,
        Region = store.Region,
        PlatformData = store.PlatformData,
        Tokens = tokens,
    };

    /// <summary>Connects another seller of the same sandbox; one context per shop.</summary>
    public async Task<IReadOnlyList<ConnectionContext>> ConnectAlsoAsync(string seller, string region)
    {
        var request = RequestFor("state-2", region);
        var grant = Platform.Connect.ReadCallback(await DecideAsync(Sandbox, Platform.Connect.ConsentUrl(request), "approve", seller));
        var stores = await Platform.Connect.ExchangeAsync(grant, request, CancellationToken.None);
        return [.. stores.Select(store => ConnectionOf(store, new TestTokens(Platform.Connect, store.Tokens, store.Region)))];
    }

    /// <summary>Every order that a stream carries.</summary>
    public async Task<List<RemoteOrder>> OrdersAsync(DateTimeOffset? since = null)
    {
        var orders = new List<RemoteOrder>();
        await foreach (var page in Platform.Orders!.ListAsync(Connection, since, CancellationToken.None))
        {
            Assert.Empty(page.Defects);
            orders.AddRange(page.Items);
        }

        return orders;
    }

    /// <summary>Every listing that a stream carries.</summary>
    public async Task<List<RemoteListing>> ListingsAsync()
    {
        var listings = new List<RemoteListing>();
        await foreach (var page in Platform.Listings!.ListAsync(Connection, CancellationToken.None))
        {
            Assert.Empty(page.Defects);
            listings.AddRange(page.Items);
        }

        return listings;
    }

    /// <summary>Makes an order and reads it.</summary>
    public async Task<RemoteOrder> OrderAsync(string? sku = null, int quantity = 1) =>
        (await Platform.Orders!.GetAsync(Connection, Shop.CreateOrders(1, sku, quantity)[0], CancellationToken.None))!;

    /// <summary>Makes an order and ships it whole.</summary>
    public async Task<RemoteOrder> ShippedOrderAsync(int quantity = 1)
    {
        var order = await OrderAsync(quantity: quantity);
        var carrier = (await Platform.Shipments!.CarriersAsync(Connection, CancellationToken.None))[0];
        await Platform.Shipments.ConfirmAsync(Connection, OrdersToShip.NoticeOf(order, order.Lines, carrier, $"TRACK{order.ExternalId[^6..]}"), CancellationToken.None);
        return order;
    }

    public async ValueTask DisposeAsync()
    {
        await clients.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    /// <summary>Keeps a store's tokens and renews them through the connect flow.</summary>
    public sealed class TestTokens(IConnectFlow connect, TokenSet first, string region) : IAccessTokenSource
    {
        public TokenSet Current { get; private set; } = first;

        public ValueTask<string> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Current.AccessToken);

        public async ValueTask<string> RenewAsync(string refused, CancellationToken cancellationToken)
        {
            Current = await connect.RefreshAsync(Current, region, cancellationToken);
            return Current.AccessToken;
        }
    }
}
