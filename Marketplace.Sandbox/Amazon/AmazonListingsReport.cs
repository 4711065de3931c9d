using System.Globalization;
using System.Text;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Writes the reports on listings: tab-separated, without any quoting.</summary>
internal static class AmazonListingsReport
{
    private static readonly string[] Columns =
    [
        "item-name", "item-description", "listing-id", "seller-sku", "price", "quantity", "open-date", "image-url", "item-is-marketplace", "product-id-type", "zshop-shipping-fee", "item-note",
        "item-condition", "zshop-category1", "zshop-browse-path", "zshop-storefront-feature", "asin1", "asin2", "asin3", "will-ship-internationally", "expedited-shipping", "zshop-boldface",
        "product-id", "bid-for-featured-placement", "add-delete", "pending-quantity", "fulfillment-channel", "merchant-shipping-group", "status",
    ];

    /// <summary>The report. Hold the store's lock.</summary>
    public static string Write(AmazonStore store)
    {
        var text = new StringBuilder().AppendJoin('\t', Columns).Append("\r\n");
        foreach (var listing in store.Shelf)
        {
            text.AppendJoin('\t', Columns.Select(column => Value(listing, store.Region, column))).Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>The report on what can be bought: four columns and no more. Hold the store's lock.</summary>
    public static string WriteOpen(AmazonStore store)
    {
        var text = new StringBuilder("sku\tasin\tprice\tquantity\r\n");
        foreach (var listing in store.Shelf.Where(listing => listing.HeldByAmazon || listing.Quantity > 0))
        {
            text.AppendJoin('\t', listing.Sku, listing.Asin, Value(listing, store.Region, "price"), Value(listing, store.Region, "quantity")).Append("\r\n");
        }

        return text.ToString();
    }

    private static string Value(AmazonListing listing, AmazonRegion region, string column) => column switch
    {
        "item-name" => listing.Item.Title,
        "listing-id" => "L" + listing.Asin[2..],
        "seller-sku" => listing.Sku,
        "price" => AmazonOrderJson.Decimal(listing.PriceMinor),
        "quantity" => listing.HeldByAmazon ? "" : listing.Quantity.ToString(CultureInfo.InvariantCulture),
        "open-date" => listing.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture),
        "item-is-marketplace" => "y",
        "product-id-type" => "1",
        "item-condition" => "11",
        "asin1" or "product-id" => listing.Asin,
        "fulfillment-channel" => listing.HeldByAmazon ? AmazonListingJson.ChannelOf(region) : "DEFAULT",
        "merchant-shipping-group" => "Migrated Template",
        "status" => listing.Quantity > 0 || listing.HeldByAmazon ? "Active" : "Inactive",
        _ => "",
    };
}
