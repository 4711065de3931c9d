using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;
using Marketplace.Sandbox.TikTok.Operations;
using Marketplace.Sandbox.TikTok.State;
using Marketplace.Sandbox.TikTok.Webhooks;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.TikTok;

/// <summary>TikTok Shop as a local server.</summary>
public sealed class TikTokSandbox : ISandboxMarketplace, ISandboxSellers, IAsyncDisposable
{
    private readonly TikTokSandboxOptions options;
    private readonly TimeProvider time;
    private readonly TikTokTokenMint tokens;
    private readonly IReadOnlyList<TikTokSeller> sellers;
    private readonly TikTokCourier courier;

    /// <summary>Opens the shops of the options.</summary>
    public TikTokSandbox(SandboxOptions options, TimeProvider time)
    {
        this.options = options.TikTok;
        this.time = time;
        var credentials = new TikTokCredentials(options.Seed);
        tokens = new TikTokTokenMint(credentials.TokenKey, time);
        courier = new TikTokCourier(credentials, options, time);
        sellers = TikTokSeller.Of(options, shop => shop.Orders.Changed = order => courier.OrderChanged(shop, order), time);
        var shops = sellers[0].Shops;
        var gate = new TikTokGate(credentials, tokens, sellers, options.TikTok, time);
        var authorization = new TikTokAuthorization(credentials, tokens, sellers, options, time);
        AddPages(authorization, credentials);
        new TikTokApiTable(Operations, gate).Add(options.TikTok, credentials, courier);
        Credentials = new SandboxCredentials(
            new Dictionary<string, string>
            {
                ["AppKey"] = credentials.AppKey,
                ["AppSecret"] = credentials.AppSecret,
                ["ServiceId"] = credentials.ServiceId,
                ["ShopId"] = shops[0].Id,
                ["ShopCipher"] = shops[0].Cipher,
                ["ShopName"] = shops[0].Name,
                ["ShopRegion"] = shops[0].Market.Region,
            },
            $"/sandbox/tiktok/{(shops[0].Market.Region == "US" ? "consent-us" : "consent")}/open/authorize?service_id={credentials.ServiceId}&state=sandbox");
    }

    /// <inheritdoc />
    public string Key => "tiktok";

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Hosts { get; } = new Dictionary<string, string>
    {
        ["api"] = "open-api.tiktokglobalshop.com",
        ["auth"] = "auth.tiktok-shops.com",
        ["consent"] = "services.tiktokshop.com",
        ["consent-us"] = "services.us.tiktokshop.com",
        ["img"] = "p16-oec-va.ibyteimg.com",
    };

    /// <inheritdoc />
    public OperationTable Operations { get; } = new();

    /// <inheritdoc />
    public SandboxCredentials Credentials { get; }

    /// <inheritdoc />
    public string? AskForReturn(string orderId, bool sendsBack) =>
        (string?)InShop(shop => shop.Orders.Find(orderId) is { } order ? TikTokBuyer.AskForReturn(shop, order, sendsBack, courier, time.GetUtcNow()) : null);

    /// <inheritdoc />
    public bool SendBack(string returnId, string trackingNumber) =>
        InShop(shop => shop.Returns.Find(known => known.Id == returnId) is { } known ? TikTokBuyer.SendBack(shop, known, trackingNumber, courier, time.GetUtcNow()) : null) is not null;

    /// <inheritdoc />
    public SandboxReply FaultReply(FaultKind kind, SandboxCall call) => kind switch
    {
        FaultKind.Throttle => Error(TikTokCode.TooManyRequests).With("Retry-After", "1"),
        FaultKind.ExpiredToken => Error(TikTokCode.TokenExpired),
        _ => Error(TikTokCode.InternalError),
    };

    /// <inheritdoc />
    public SandboxReply UnknownPath(SandboxCall call)
    {
        var alias = Hosts.First(host => host.Value == call.Host).Key;
        if (Operations.All.Any(operation => Operations.Match(operation.Method, alias, call.RawPath) is not null))
        {
            return Error(TikTokCode.InvalidMethod);
        }

        // The same path under another version: /{category}/{version}/…
        var parts = call.RawPath.Split('/');
        return parts.Length > 3 && Operations.All.Any(operation => operation.Segments.Count == parts.Length - 1 && operation.Segments[0] == parts[1] && operation.Segments.Skip(2).SequenceEqual(parts[3..]))
            ? Error(TikTokCode.InvalidVersion)
            : Error(TikTokCode.InvalidPath);
    }

    /// <inheritdoc />
    public IReadOnlyList<string> Sellers => [.. sellers.Select(seller => seller.Name)];

    private IEnumerable<TikTokShop> Open => sellers.Where(seller => seller.IsOpen).SelectMany(seller => seller.Shops);

    /// <inheritdoc />
    public IReadOnlyList<string> CreateOrders(int count, string? sku, int quantity) => CreateOrders(sellers[0].Name, count, sku, quantity);

    /// <inheritdoc />
    public IReadOnlyList<string> CreateOrders(string seller, int count, string? sku, int quantity)
    {
        var shop = SellerNamed(seller).Shops[0];
        lock (shop.Gate)
        {
            var sold = sku is null ? null : shop.SkuOfSeller(sku) ?? throw new KeyNotFoundException($"There is no TikTok Shop listing with the SKU {sku}.");
            var now = time.GetUtcNow();
            return [.. Enumerable.Range(0, count).Select(_ => shop.Sell(sold, quantity, now).Id)];
        }
    }

    /// <inheritdoc />
    public object? DescribeOrder(string orderId) => InShop(shop => shop.Orders.Find(orderId) is { } order ? TikTokControlView.Order(order) : null);

    /// <inheritdoc />
    public object? DescribeListing(string sku) => InShop(shop => shop.SkuOfSeller(sku) is { } found ? TikTokControlView.Listing(found) : null);

    /// <inheritdoc />
    public void Revoke()
    {
        foreach (var seller in sellers)
        {
            Revoke(seller.Name);
        }
    }

    /// <inheritdoc />
    public void Revoke(string seller)
    {
        var whose = SellerNamed(seller);
        foreach (var kind in TikTokAuthorization.Kinds)
        {
            tokens.Revoke(whose.Kind(kind));
        }

        foreach (var shop in whose.IsOpen ? whose.Shops : [])
        {
            lock (shop.Gate)
            {
                courier.Deauthorized(shop);
            }
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => courier.DisposeAsync();

    /// <inheritdoc />
    public object State() => Open.Select(shop =>
    {
        lock (shop.Gate)
        {
            shop.Advance(time.GetUtcNow());
            return TikTokControlView.Shop(shop);
        }
    }).ToList();

    private object? InShop(Func<TikTokShop, object?> read)
    {
        foreach (var shop in Open)
        {
            lock (shop.Gate)
            {
                shop.Advance(time.GetUtcNow());
                if (read(shop) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private TikTokSeller SellerNamed(string name) => sellers.FirstOrDefault(seller => seller.Name == name) ?? throw new KeyNotFoundException($"TikTok Shop has no seller {name}.");

    private SandboxReply Error(TikTokCode code) => TikTokReply.Error(time.GetUtcNow(), code, options.BusinessErrorStatus);

    private void AddPages(TikTokAuthorization authorization, TikTokCredentials credentials)
    {
        foreach (var host in (string[])["consent", "consent-us"])
        {
            Operations.Add("authorize", "GET", host, "/open/authorize", authorization.Ask);
            Operations.Add("decide", "POST", host, "/open/authorize", authorization.Decide);
        }

        Operations.Add("GetAccessToken", "GET", "auth", "/api/v2/token/get", authorization.Get, TikTokApiTable.Rate, (int)TikTokApiTable.Rate);
        Operations.Add("RefreshAccessToken", "GET", "auth", "/api/v2/token/refresh", authorization.Refresh, TikTokApiTable.Rate, (int)TikTokApiTable.Rate);
        Operations.Add("image", "GET", "img", "/images/{name}", call =>
            sellers[0].Shops[0].SkuOfSeller(Path.GetFileNameWithoutExtension(call.Path["name"])) is { } sku ? TikTokImageLink.Draw(sku.Item) : SandboxReply.Empty(404));
        Operations.Add("document", "GET", "img", "/documents/{name}", call => TikTokLabelOperations.Print(call, Open, credentials.TokenKey, time.GetUtcNow()));
    }
}
