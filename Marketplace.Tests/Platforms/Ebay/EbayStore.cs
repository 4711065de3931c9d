using Marketplace.Core.Platforms;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Ebay;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Platforms.Ebay;

/// <summary>An eBay store that was connected through the consent page of a sandbox of its own.</summary>
internal sealed class EbayStore : IAsyncDisposable
{
    private readonly ServiceProvider clients;

    private EbayStore(TestSandbox sandbox, ServiceProvider clients, AuthorizedStore authorized)
    {
        Sandbox = sandbox;
        this.clients = clients;
        Platform = clients.GetRequiredService<PlatformCatalog>().Get(new MarketplaceKey("ebay"));
        Authorized = authorized;
        Tokens = new FlowTokens(Platform.Connect, authorized.Tokens);
        Connection = new ConnectionContext
        {
            ConnectionId = Guid.NewGuid(),
            Marketplace = Platform.Key,
            ExternalAccountId = authorized.ExternalAccountId,
            Region = authorized.Region,
            PlatformData = authorized.PlatformData,
            Tokens = Tokens,
        };
    }

    public TestSandbox Sandbox { get; }

    public MarketplacePlatform Platform { get; }

    public AuthorizedStore Authorized { get; }

    public ConnectionContext Connection { get; }

    public FlowTokens Tokens { get; }

    public EbaySandbox Market => (EbaySandbox)Sandbox.Marketplace("ebay");

    public static async Task<EbayStore> ConnectAsync(
        SandboxOptions? options = null, TimeProvider? time = null, IReadOnlyDictionary<string, string?>? settings = null, string? seller = null, string region = "EBAY_US")
    {
        var sandbox = await TestSandbox.StartAsync(options ?? new SandboxOptions { EnforceLimits = false, Listings = 40, Orders = 12 }, time);
        var clients = Clients(sandbox, settings);
        var flow = clients.GetRequiredService<PlatformCatalog>().Get(new MarketplaceKey("ebay")).Connect;
        var request = Request("state-1", region);
        var query = await EbayConsentPage.DecideAsync(sandbox, flow.ConsentUrl(request), "approve", seller);
        var stores = await flow.ExchangeAsync(flow.ReadCallback(query), request, CancellationToken.None);
        return new EbayStore(sandbox, clients, Assert.Single(stores));
    }

    public static ServiceProvider Clients(TestSandbox sandbox, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var keys = sandbox.Marketplace("ebay").Credentials.Values.Where(value => value.Key is "ClientId" or "ClientSecret" or "RuName")
            .ToDictionary(value => $"Platforms:Ebay:{value.Key}", value => (string?)value.Value);
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
        {
            keys[key] = value;
        }

        return sandbox.Clients(builder => builder.AddEbay(), keys);
    }

    public static ConsentRequest Request(string state, string region = "EBAY_US") => new(state, new Uri("http://localhost:5080/api/v1/platforms/callback/ebay"), region);

    /// <summary>Connects a further seller of the same sandbox by the same clients.</summary>
    public async Task<ConnectionContext> ConnectAlsoAsync(string seller, string region)
    {
        var request = Request("state-2", region);
        var query = await EbayConsentPage.DecideAsync(Sandbox, Platform.Connect.ConsentUrl(request), "approve", seller);
        var authorized = Assert.Single(await Platform.Connect.ExchangeAsync(Platform.Connect.ReadCallback(query), request, CancellationToken.None));
        return Connection with
        {
            ConnectionId = Guid.NewGuid(),
            ExternalAccountId = authorized.ExternalAccountId,
            Region = region,
            PlatformData = authorized.PlatformData,
            Tokens = new FlowTokens(Platform.Connect, authorized.Tokens),
        };
    }

    /// <summary>A service of the client.</summary>
    public T Service<T>()
        where T : notnull => clients.GetRequiredService<T>();

    /// <summary>Arms a fault on one operation.</summary>
    public void Fault(string operation, FaultKind kind, int count = 1) => Sandbox.Services.GetRequiredService<FaultBox>().Arm("ebay", operation, kind, count, null);

    /// <summary>How often an operation was called.</summary>
    public int Calls(string operation) => Sandbox.Services.GetRequiredService<CallLog>().Calls.Count(call => call.Operation == operation);

    /// <summary>Calls that the local eBay has answered, oldest first.</summary>
    public IReadOnlyList<LoggedCall> Log => Sandbox.Services.GetRequiredService<CallLog>().Calls;

    public async ValueTask DisposeAsync()
    {
        await clients.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    /// <summary>Tokens that are renewed by the marketplace's own flow.</summary>
    public sealed class FlowTokens(IConnectFlow flow, TokenSet set) : IAccessTokenSource
    {
        public TokenSet Set { get; private set; } = set;

        public int Renewals { get; private set; }

        public ValueTask<string> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Set.AccessToken);

        public async ValueTask<string> RenewAsync(string refused, CancellationToken cancellationToken)
        {
            Renewals++;
            Set = await flow.RefreshAsync(Set, "EBAY_US", cancellationToken);
            return Set.AccessToken;
        }
    }
}
