using System.Collections.Concurrent;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Amazon's Selling Partner API and Login with Amazon as a local server.</summary>
public sealed class AmazonSandbox : ISandboxMarketplace, ISandboxSellers, IAsyncDisposable
{
    private readonly AmazonGrants grants;
    private readonly AmazonLogin login;
    private readonly AmazonApi api;
    private readonly AmazonFiles files;
    private readonly AmazonCourier courier;
    private readonly AmazonMailbox mailbox;
    private readonly AmazonQueueApi queue;
    private readonly string notificationKey;
    private readonly SandboxOptions options;
    private readonly AmazonTopic topic;
    private readonly TimeProvider time;

    // The shops of further regions come into being when somebody first calls there.
    private readonly ConcurrentDictionary<string, Lazy<AmazonStore>> stores = new();

    /// <summary>Opens the shop of the first region and lays out the operations.</summary>
    public AmazonSandbox(SandboxOptions options, RateGate gate, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        files = new AmazonFiles(options.Seed, time);
        grants = new AmazonGrants(options.Seed, time);
        login = new AmazonLogin(grants, options);
        api = new AmazonApi(grants, options, StoreOf);
        notificationKey = $"sandbox-bridge-{options.Seed}";
        var messages = new AmazonQueueStore(options.Notifications, time);
        queue = new AmazonQueueApi(messages, $"arn:aws:sqs:us-east-1:000000000000:marketplace-sandbox-{options.Seed}", options.Seed);
        topic = new AmazonTopic($"arn:aws:sns:us-east-1:000000000000:marketplace-sandbox-{options.Seed}", options.Amazon.TopicSignatureVersion, time);
        courier = new AmazonCourier(options, messages, topic, notificationKey, time);
        mailbox = new AmazonMailbox(courier, login.ApplicationId, time);
        Hosts = HostsOf();
        Credentials = CredentialsOf();
        StoreOf(AmazonRegion.All[0].Key);
        AddSites();
        new AmazonApiTable(Operations, api, options).Add(files, grants, mailbox, gate);
    }

    /// <inheritdoc />
    public string Key => "amazon";

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Hosts { get; }

    /// <inheritdoc />
    public OperationTable Operations { get; } = new();

    /// <inheritdoc />
    public SandboxCredentials Credentials { get; }

    /// <summary>Notifications as they lie in the queue, oldest first, each a JSON text.</summary>
    public IReadOnlyCollection<string> Notifications => courier.Written;

    /// <inheritdoc />
    public IReadOnlyList<string> Sellers => AmazonSeller.All;

    private IEnumerable<AmazonStore> Open => stores.Values.Select(s => s.Value).OrderBy(s => s.Seller.Number).ThenBy(s => s.Region.OrderPrefix);

    /// <inheritdoc />
    public SandboxReply FaultReply(FaultKind kind, SandboxCall call) => api.Stamp(
        call.Host == Hosts["lwa"] ? AmazonLogin.Fault(kind)
        : call.Host == queue.Host ? AmazonQueueApi.Fault(kind)
        : call.Host.StartsWith("tortuga", StringComparison.Ordinal) ? AmazonFiles.Fault()
        : kind switch
        {
            FaultKind.Throttle => AmazonReplies.Throttled(),
            FaultKind.ExpiredToken => AmazonReplies.TokenExpired(),
            _ => AmazonReplies.Failure(),
        },
        null);

    /// <inheritdoc />
    public SandboxReply UnknownPath(SandboxCall call) => api.Stamp(AmazonReplies.Denied(""), null);

    /// <summary>Amazon counts per application and seller, whichever token a call bears.</summary>
    public string? AccountOf(SandboxCall call) =>
        call.Header("x-amz-access-token") is { } token && grants.Read(token) is { } grant ? $"seller of {grant.Region}" : null;

    /// <inheritdoc />
    public IReadOnlyList<string> CreateOrders(int count, string? sku, int quantity) => StoreOf(AmazonRegion.All[0].Key).Sell(count, sku, quantity);

    /// <inheritdoc />
    public IReadOnlyList<string> CreateOrders(string seller, int count, string? sku, int quantity) =>
        StoreOf(new AmazonSeller(AmazonRegion.All[0], NumberOf(seller)).Key).Sell(count, sku, quantity);

    /// <inheritdoc />
    public void Revoke(string seller) => grants.Revoke(NumberOf(seller));

    /// <summary>Lists further goods in one stroke, as by a bulk upload: all bear the same creation time.</summary>
    public void CreateListings(int count) => StoreOf(AmazonRegion.All[0].Key).Upload(count);

    /// <summary>Lets the buyer of an order ask for its cancellation; false when no shop has the order.</summary>
    public bool RequestCancellation(string orderId, string reason)
    {
        foreach (var store in Open)
        {
            lock (store.Gate)
            {
                var now = store.Settle();
                if (store.Order(orderId) is { } order)
                {
                    order.BuyersCancelReason = reason;
                    store.Touch(order, now);
                    return true;
                }
            }
        }

        return false;
    }

    /// <inheritdoc />
    public object? DescribeOrder(string orderId) => Open.Select(s => AmazonDescriptions.Order(s, orderId)).FirstOrDefault(d => d is not null);

    /// <inheritdoc />
    public object? DescribeListing(string sku) => Open.Select(s => AmazonDescriptions.Listing(s, sku)).FirstOrDefault(d => d is not null);

    /// <inheritdoc />
    public void BridgeTo(Uri address) => courier.BridgeTo(address);

    /// <inheritdoc />
    public void Revoke() => grants.Revoke();

    /// <inheritdoc />
    public object State() => AmazonDescriptions.State(Open.First(), stores.Keys);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await courier.DisposeAsync();
        topic.Dispose();
    }

    private AmazonStore StoreOf(string seller) =>
        stores.GetOrAdd(seller, key => new Lazy<AmazonStore>(() => new AmazonStore(AmazonSeller.Of(key), options, time) { OrderChanged = mailbox.OrderChanged })).Value;

    private static int NumberOf(string seller) => AmazonSeller.Named(seller) ?? throw new KeyNotFoundException($"Amazon's sandbox has no seller '{seller}'.");

    private void AddSites()
    {
        Operations.Add("token", "POST", "lwa", "/auth/o2/token", call => api.Stamp(login.Token(call), null));
        foreach (var region in AmazonRegion.All)
        {
            foreach (var alias in region.SellerCentrals.Keys)
            {
                Operations.Add("consentPage", "GET", alias, "/apps/authorize/consent", call => login.ShowConsent(call, region));
                Operations.Add("consent", "POST", alias, "/apps/authorize/consent", call => login.Decide(call, region));
            }

            Operations.Add("uploadDocument", "PUT", AmazonFiles.AliasOf(region), "/{id}", files.Put);
            Operations.Add("downloadDocument", "GET", AmazonFiles.AliasOf(region), "/{id}", files.Get);
        }

        Operations.Add("queue", "POST", "sqs", "/", queue.Answer);
        Operations.Add("queue", "POST", "sqs", "/{account}/{queue}", queue.Answer);
        Operations.Add("topicCertificate", "GET", "sns", "/{file}", topic.Certificate);
        Operations.Add("confirmSubscription", "GET", "sns", "/", topic.Confirm);
        Operations.Add("image", "GET", AmazonPictures.Alias, "/images/{file}", call => AmazonPictures.Draw(call, StoreOf(AmazonRegion.All[0].Key)));
    }

    private Dictionary<string, string> HostsOf()
    {
        var hosts = new Dictionary<string, string> { ["lwa"] = "api.amazon.com", ["sqs"] = queue.Host, ["sns"] = AmazonTopic.Host };
        foreach (var region in AmazonRegion.All)
        {
            hosts[AmazonApiTable.AliasesOf(region)[0]] = region.ApiHost;
            hosts[AmazonApiTable.AliasesOf(region)[1]] = "sandbox." + region.ApiHost;
        }

        foreach (var region in AmazonRegion.All)
        {
            hosts[AmazonFiles.AliasOf(region)] = AmazonFiles.HostOf(region);
        }

        foreach (var (alias, host) in AmazonRegion.All.SelectMany(r => r.SellerCentrals))
        {
            hosts[alias] = host;
        }

        hosts[AmazonPictures.Alias] = "m.media-amazon.com";
        return hosts;
    }

    private SandboxCredentials CredentialsOf()
    {
        var values = new Dictionary<string, string>
        {
            ["ApplicationId"] = login.ApplicationId,
            ["ClientId"] = login.ClientId,
            ["ClientSecret"] = login.ClientSecret,
            ["NotificationQueueArn"] = queue.Arn,
            ["AwsAccessKeyId"] = queue.AccessKeyId,
            ["AwsSecretAccessKey"] = queue.SecretAccessKey,
            ["NotificationKey"] = notificationKey,
            ["NotificationTopicArn"] = topic.Arn,
        };
        foreach (var region in AmazonRegion.All)
        {
            var suffix = region.Key == "NA" ? "" : region.Key;
            values["SellerId" + suffix] = region.SellerId(options.Seed);
            values["MarketplaceId" + suffix] = region.MarketplaceId;
            values["RefreshToken" + suffix] = grants.SelfAuthorized(region.Key);
        }

        return new SandboxCredentials(values, $"/sandbox/amazon/sellercentral/apps/authorize/consent?application_id={login.ApplicationId}&state=sandbox");
    }
}
