using Marketplace.Sandbox.Ebay.Oauth;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay;

/// <summary>eBay as a local server: consent, tokens, Identity, Fulfillment, Inventory, Trading and notifications, with one application and one seller.</summary>
public sealed class EbaySandbox : ISandboxMarketplace, IAsyncDisposable
{
    private readonly EbayParts parts;
    private readonly EbayStore store;

    /// <summary>Fills a store from the options' seed.</summary>
    public EbaySandbox(SandboxOptions options, TimeProvider time)
    {
        parts = new EbayParts(options, time);
        store = parts.Store;
        Operations = EbayOperationTable.Create(parts);
    }

    /// <inheritdoc />
    public string Key => "ebay";

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Hosts => EbayOperationTable.Hosts;

    /// <inheritdoc />
    public OperationTable Operations { get; }

    /// <inheritdoc />
    public SandboxCredentials Credentials { get; } = new(
        new Dictionary<string, string>
        {
            ["ClientId"] = EbayKeyset.ClientId,
            ["ClientSecret"] = EbayKeyset.ClientSecret,
            ["RuName"] = EbayKeyset.RuName,
            ["VerificationToken"] = EbayKeyset.VerificationToken,
            ["AlertEmail"] = "alerts@example.test",
            ["SellerId"] = EbayKeyset.SellerId,
            ["SellerName"] = EbayKeyset.SellerName,
        },
        $"/sandbox/ebay/auth/oauth2/authorize?client_id={EbayKeyset.ClientId}&redirect_uri={EbayKeyset.RuName}&response_type=code&scope={Uri.EscapeDataString(string.Join(' ', EbayKeyset.UsualScopes))}&state=try");

    /// <inheritdoc />
    public SandboxReply FaultReply(FaultKind kind, SandboxCall call) => EbayFaults.Reply(kind, call, parts.Trading);

    /// <inheritdoc />
    public SandboxReply UnknownPath(SandboxCall call)
    {
        // A path of another host gets the one 404 that has no body at all, and so does whatever is no path of an API.
        var elsewhere = Hosts.Keys.Any(host => Hosts[host] != call.Host && Operations.Match(call.Method, host, call.RawPath) is not null);
        var ofAnApi = call.Host.StartsWith("api", StringComparison.Ordinal) && call.RawPath.Contains("/v", StringComparison.Ordinal);
        return elsewhere || !ofAnApi ? SandboxReply.Empty(404) : EbayRefusal.NoResource;
    }

    /// <inheritdoc />
    public IReadOnlyList<string> CreateOrders(int count, string? sku, int quantity)
    {
        var ids = store.Write(s => s.Maker.MakeNew(count, sku, quantity));
        foreach (var id in ids)
        {
            parts.Courier.OrderConfirmed(store.Read(s => s.Order(id)!));
        }

        return ids;
    }

    /// <summary>A buyer deletes the account, which every application is told.</summary>
    public void DeleteBuyer(string userName, string userId) => parts.Courier.AccountDeleted(userName, userId);

    /// <summary>Sets the payment and cancellation state of an order, as buyers and banks do.</summary>
    /// <exception cref="KeyNotFoundException">There is no such order.</exception>
    public void ChangeOrder(string orderId, string? paymentStatus = null, string? cancelState = null) => store.Write(s =>
    {
        var order = s.Order(orderId) ?? throw new KeyNotFoundException($"eBay's sandbox has no order {orderId}.");
        s.Change(order, o =>
        {
            o.PaymentStatus = paymentStatus ?? o.PaymentStatus;
            o.CancelState = cancelState ?? o.CancelState;
        });
        return order;
    });

    /// <inheritdoc />
    public object? DescribeOrder(string orderId) => store.Read(s => s.Order(orderId) is { } order
        ? new
        {
            status = order.CancelState == "CANCELED" ? "CANCELED" : order.FulfillmentStatus,
            payment = order.PaymentStatus,
            lines = order.Lines.Select(line => new { id = line.Id, sku = line.Listing.Item.Sku, quantity = line.Quantity }).ToList(),
            shipments = order.Shipments.Select(shipment => new { tracking = shipment.Tracking, carrier = shipment.Carrier, shippedAt = shipment.ShippedAt, lines = shipment.Lines }).ToList(),
        }
        : null);

    /// <inheritdoc />
    public object? DescribeListing(string sku) => store.Read(s => s.Listing(sku) is { } listing
        ? new
        {
            sku,
            listingId = listing.ListingId,
            quantity = listing.Quantity,
            changes = listing.Changes.Select(change => new { time = change.Time, quantity = change.Quantity, cause = change.Cause }).ToList(),
        }
        : null);

    /// <inheritdoc />
    public void Revoke() => parts.Tokens.Revoke();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => parts.DisposeAsync();

    /// <inheritdoc />
    public object State() => store.Read(s => new { listings = s.Listings.Count, orders = s.OrderCount });
}
