using System.Web;
using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Http;
using Marketplace.Sandbox;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Platforms.Amazon;

/// <summary>Amazon's client, pointed over real HTTP at a sandbox of its own, and a store that was connected through the consent page.</summary>
public sealed class AmazonBed : IAsyncDisposable
{
    private readonly ServiceProvider clients;

    private AmazonBed(TestSandbox sandbox, ServiceProvider clients, SentRequests sent)
    {
        Sandbox = sandbox;
        Sent = sent;
        this.clients = clients;
        Platform = clients.GetRequiredService<PlatformCatalog>().Get(new MarketplaceKey("amazon"));
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = sandbox.Address };
    }

    public TestSandbox Sandbox { get; }

    /// <summary>What the client has sent.</summary>
    public SentRequests Sent { get; }

    public MarketplacePlatform Platform { get; }

    /// <summary>Plain client of the sandbox, as a browser or a third party has it.</summary>
    public HttpClient Http { get; }

    public ISandboxMarketplace Amazon => Sandbox.Marketplace("amazon");

    public FaultBox Faults => Sandbox.Services.GetRequiredService<FaultBox>();

    public CallLog Log => Sandbox.Services.GetRequiredService<CallLog>();

    public OperationLimiter Limiter => clients.GetRequiredService<OperationLimiter>();

    public string this[string credential] => Amazon.Credentials.Values[credential];

    public static readonly Uri Callback = new("http://localhost:5080/api/v1/platforms/callback/amazon");

    public static async Task<AmazonBed> StartAsync(SandboxOptions? options = null, Dictionary<string, string?>? settings = null, TimeProvider? time = null)
    {
        var sandbox = await TestSandbox.StartAsync(options ?? new SandboxOptions { EnforceLimits = false }, time);
        var values = sandbox.Marketplace("amazon").Credentials.Values
            .Where(v => v.Key is "ApplicationId" or "ClientId" or "ClientSecret")
            .ToDictionary(v => $"Platforms:Amazon:{v.Key}", v => (string?)v.Value);
        foreach (var (key, value) in settings ?? [])
        {
            values[key] = value;
        }

        var sent = new SentRequests();
        return new AmazonBed(sandbox, sandbox.Clients(b => sent.Attach(b.AddAmazon().Services), values), sent);
    }

    /// <summary>Goes to the consent page and allows or refuses; the query of the redirect back.</summary>
    public async Task<Dictionary<string, string>> ConsentAsync(string region = "NA", string decision = "approve", string state = "st/a te+1")
    {
        var url = Platform.Connect.ConsentUrl(new ConsentRequest(state, Callback, region));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Sandbox.Address, url.PathAndQuery))
        {
            Content = new FormUrlEncodedContent([new("decision", decision)]),
        };
        request.Headers.Add("X-Original-Host", url.Host);
        using var answer = await Http.SendAsync(request);
        Assert.Equal(302, (int)answer.StatusCode);
        Assert.StartsWith(Callback.AbsoluteUri, answer.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        var query = HttpUtility.ParseQueryString(answer.Headers.Location.Query);
        return query.AllKeys.ToDictionary(k => k!, k => query[k]!);
    }

    /// <summary>The whole way from the consent page to a store.</summary>
    public async Task<AuthorizedStore> AuthorizeAsync(string region = "NA")
    {
        var grant = Platform.Connect.ReadCallback(await ConsentAsync(region));
        return Assert.Single(await Platform.Connect.ExchangeAsync(grant, new ConsentRequest("s", Callback, region), CancellationToken.None));
    }

    /// <summary>A connected store, ready for calls.</summary>
    public async Task<ConnectionContext> ConnectAsync(string region = "NA") => ContextOf(await AuthorizeAsync(region));

    /// <summary>The context of an authorised store.</summary>
    public ConnectionContext ContextOf(AuthorizedStore store) => new()
    {
        ConnectionId = Guid.NewGuid(),
        Marketplace = Platform.Key,
        ExternalAccountId = store.ExternalAccountId,
        Region = store.Region,
        PlatformData = store.PlatformData,
        Tokens = new AmazonTestTokens(Platform.Connect, store.Tokens, store.Region),
    };

    /// <summary>Answers that an operation gave with a status.</summary>
    public int Calls(string operation, int? status = null) =>
        Log.Counts.Where(c => c.Key.Marketplace == "amazon" && c.Key.Operation == operation && (status is null || c.Key.Status == status)).Sum(c => c.Value);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await clients.DisposeAsync();
        await Sandbox.DisposeAsync();
    }
}

/// <summary>A store's tokens, renewed through the flow.</summary>
internal sealed class AmazonTestTokens(IConnectFlow flow, TokenSet tokens, string region) : IAccessTokenSource
{
    public int Renewals { get; private set; }

    public ValueTask<string> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(tokens.AccessToken);

    public async ValueTask<string> RenewAsync(string refused, CancellationToken cancellationToken)
    {
        Renewals++;
        tokens = await flow.RefreshAsync(tokens, region, cancellationToken);
        return tokens.AccessToken;
    }
}
