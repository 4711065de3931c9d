using Marketplace.Sandbox.Ebay.Oauth;
using Marketplace.Sandbox.Ebay.Orders;
using Marketplace.Sandbox.Faults;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay;

/// <summary>eBay as a local server: consent, tokens, Identity, Fulfillment, Post-Order, Inventory, Trading and notifications, with one application and several sellers.</summary>
public sealed class EbaySandbox : ISandboxMarketplace, ISandboxSellers, IAsyncDisposable
{
    private readonly EbayParts parts;

    /// <summary>Sets it up; a seller's store is filled from the options' seed when it is first needed.</summary>
    public EbaySandbox(SandboxOptions options, TimeProvider time)
    {
        parts = new EbayParts(options, time);
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
    public IReadOnlyList<string> Sellers => [.. parts.Sellers.All.Select(seller => seller.Name)];

    /// <inheritdoc />
    public IReadOnlyList<string> CreateOrders(int count, string? sku, int quantity) => CreateOrders(Sellers[0], count, sku, quantity);

    /// <inheritdoc />
    public IReadOnlyList<string> CreateOrders(string seller, int count, string? sku, int quantity)
    {
        var found = parts.Sellers.Named(seller) ?? throw new KeyNotFoundException($"eBay's sandbox has no seller '{seller}'.");
        var ids = found.Store.Write(s => s.Maker.MakeNew(count, sku, quantity));
        foreach (var id in ids)
        {
            parts.Courier.OrderConfirmed(found, found.Store.Read(s => s.Order(id)!));
        }

        return ids;
    }

    /// <summary>A buyer deletes the account, which every application is told.</summary>
    public void DeleteBuyer(string userName, string userId) => parts.Courier.AccountDeleted(userName, userId);

    /// <summary>Sets the payment and cancellation state of an order, as buyers and banks do.</summary>
    /// <exception cref="KeyNotFoundException">There is no such order.</exception>
    public void ChangeOrder(string orderId, string? paymentStatus = null, string? cancelState = null)
    {
        var seller = parts.Sellers.All.FirstOrDefault(known => known.Opened.IsValueCreated && known.Store.Read(s => s.Order(orderId)) is not null)
            ?? throw new KeyNotFoundException($"eBay's sandbox has no order {orderId}.");
        var order = seller.Store.Write(s =>
        {
            var found = s.Order(orderId)!;
            s.Change(found, o =>
            {
                o.PaymentStatus = paymentStatus ?? o.PaymentStatus;
                o.Cancellation = cancelState switch
                {
                    null => o.Cancellation,
                    "NONE_REQUESTED" => null,
                    _ => o.Cancellation ?? EbayCancellation.AskedByBuyer(s, o),
                };
                if (cancelState == "CANCELED")
                {
                    o.Cancellation!.Close("CANCEL_CLOSED_UNKNOWN_REFUND", s.Now);
                }
            });
            return found;
        });
        if (cancelState is "IN_PROGRESS" or "CANCELED")
        {
            parts.Courier.CancellationChanged(seller, order, cancelState == "CANCELED" ? "CANCELLATION_COMPLETED" : "CANCELLATION_REQUESTED");
        }
    }

    /// <inheritdoc />
    public object? DescribeOrder(string orderId) => parts.Sellers.Find(s => s.Order(orderId) is { } order
        ? (object)new
        {
            status = order.CancelState == "CANCELED" ? "CANCELED" : order.FulfillmentStatus,
            payment = order.PaymentStatus,
            cancellation = order.Cancellation is { } cancellation ? new { id = cancellation.Id, by = cancellation.Requestor, reason = cancellation.Reason, status = cancellation.Status } : null,
            refunds = order.Refunds.Select(refund => new { id = refund.Id, cents = refund.Cents, status = refund.Status, lines = refund.Lines }).ToList(),
            lines = order.Lines.Select(line => new { id = line.Id, sku = line.Listing.Item.Sku, quantity = line.Quantity }).ToList(),
            shipments = order.Shipments.Select(shipment => new { tracking = shipment.Tracking, carrier = shipment.Carrier, shippedAt = shipment.ShippedAt, lines = shipment.Lines }).ToList(),
        }
        : null);

    /// <inheritdoc />
    public object? DescribeListing(string sku) => parts.Sellers.Find(s => s.Listing(sku) is { } listing
        ? (object)new
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
    public void Revoke(string seller) => parts.Tokens.Revoke(parts.Sellers.Named(seller)?.Id ?? throw new KeyNotFoundException($"eBay's sandbox has no seller '{seller}'."));

    /// <inheritdoc />
    public ValueTask DisposeAsync() => parts.DisposeAsync();

    /// <inheritdoc />
    public object State() => parts.Sellers.All[0].Store.Read(s => new
    {
        listings = s.Listings.Count,
        orders = s.OrderCount,
        sellers = parts.Sellers.All.Select(seller => new { name = seller.Name, id = seller.Id, site = seller.Site.Id, mustSign = seller.Site.MustSign }).ToList(),
    });
}
