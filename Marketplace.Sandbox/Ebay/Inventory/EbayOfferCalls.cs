using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Inventory;

/// <summary>Offers. The list wants a SKU, although its documents call that optional.</summary>
internal sealed class EbayOfferCalls(EbayStore store)
{
    private const int LongestSku = 50;

    /// <summary>GET /offer?sku=.</summary>
    public SandboxReply List(SandboxCall call)
    {
        var sku = call.QueryValue("sku");
        if (string.IsNullOrWhiteSpace(sku) || sku.Length > LongestSku)
        {
            return EbayRefusal.Inventory(
                400, 25707, "This is an invalid value for a SKU. Only alphanumeric characters can be used for SKUs, and their length must not exceed 50 characters", "sku", sku);
        }

        return store.Read(s => s.Item(sku) is { OfferId: not null } listing && Wanted(call, s.Site)
            ? SandboxReply.OfJson(200, new
            {
                href = EbayWire.Link(call, $"/sell/inventory/v1/offer?sku={Uri.EscapeDataString(sku)}&limit=100&offset=0"),
                limit = 100,
                size = 1,
                total = 1,
                offers = new[] { EbayItemJson.Offer(listing, s.Visible) },
            })
            : EbayRefusal.Inventory(404, 25713, "This Offer is not available."));
    }

    /// <summary>GET /offer/{offerId}.</summary>
    public SandboxReply Get(SandboxCall call) => store.Read(s => s.Offer(call.Path["offerId"]) is { } listing
        ? SandboxReply.OfJson(200, EbayItemJson.Offer(listing, s.Visible))
        : EbayRefusal.Inventory(400, 25709, "Invalid value for offerId.", "offerId", call.Path["offerId"]));

    private static bool Wanted(SandboxCall call, EbaySite site) =>
        (call.QueryValue("marketplace_id") ?? site.Id) == site.Id && (call.QueryValue("format") ?? "FIXED_PRICE") == "FIXED_PRICE";
}
