using System.Globalization;
using System.Text;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Writes the reports on all orders, by their last change or by their date: tab-separated, a row per line, without persons.</summary>
internal static class AmazonOrdersReport
{
    private static readonly string[] Columns =
    [
        "amazon-order-id", "merchant-order-id", "purchase-date", "last-updated-date", "order-status", "fulfillment-channel", "sales-channel", "order-channel", "ship-service-level",
        "product-name", "sku", "asin", "item-status", "quantity", "currency", "item-price", "item-tax", "shipping-price", "shipping-tax", "gift-wrap-price", "gift-wrap-tax",
        "item-promotion-discount", "ship-promotion-discount", "ship-city", "ship-state", "ship-postal-code", "ship-country", "promotion-ids", "is-business-order",
        "purchase-order-number", "price-designation",
    ];

    /// <summary>The report. Hold the store's lock.</summary>
    public static string Write(AmazonStore store, IEnumerable<string> orders)
    {
        var text = new StringBuilder().AppendJoin('\t', Columns).Append("\r\n");
        foreach (var id in orders)
        {
            var order = store.Order(id)!;
            foreach (var item in order.Items)
            {
                text.AppendJoin('\t', Columns.Select(column => Value(order, item, store.Region, column))).Append("\r\n");
            }
        }

        return text.ToString();
    }

    private static string Value(AmazonOrder order, AmazonOrderItem item, AmazonRegion region, string column) => column switch
    {
        "amazon-order-id" or "merchant-order-id" => order.Id,
        "purchase-date" => AmazonReplies.OldTime(order.CreatedAt),
        "last-updated-date" => AmazonReplies.OldTime(order.UpdatedAt),
        "order-status" => AmazonOrderStatus.Old(order.Status) is var status && status == "Canceled" ? "Cancelled" : status,
        "fulfillment-channel" => order.ShippedByAmazon ? "Amazon" : "Merchant",
        "sales-channel" => region.MarketplaceName,
        "ship-service-level" => order.Prime ? "Expedited" : "Standard",
        "product-name" => item.Listing.Item.Title,
        "sku" => item.Listing.Sku,
        "asin" => item.Listing.Asin,
        "item-status" => item.CancelReason is not null ? "Cancelled" : item.Shipped == item.Quantity ? "Shipped" : "Unshipped",
        "quantity" => item.Quantity.ToString(CultureInfo.InvariantCulture),
        "currency" when !order.IsPending => region.Currency,
        "item-price" when !order.IsPending => AmazonOrderJson.Decimal(item.Quantity * item.UnitMinor),
        "item-tax" when !order.IsPending => AmazonOrderJson.Decimal(item.TaxMinor),
        "ship-city" when !order.IsPending => order.Buyer.City,
        "ship-state" when !order.IsPending => order.Buyer.State,
        "ship-postal-code" when !order.IsPending => order.Buyer.PostalCode,
        "ship-country" => region.Country,
        "is-business-order" => "false",
        _ => "",
    };
}
