using Marketplace.Sandbox.TikTok.State;

namespace Marketplace.Sandbox.TikTok;

/// <summary>What the control API tells of orders, listings and shops.</summary>
internal static class TikTokControlView
{
    public static object Order(TikTokOrder order) => new
    {
        id = order.Id,
        status = order.Status,
        shipments = order.Units.Select(unit => unit.Package).OfType<TikTokPackage>().Where(package => package.ShippedAt is not null).Distinct().Select(package => new
        {
            id = package.Id,
            tracking = package.TrackingNumber,
            carrier = package.ProviderName,
            provider = package.ProviderId,
            time = DateTimeOffset.FromUnixTimeSeconds(package.ShippedAt!.Value),
            lines = package.Content.Where(content => content.Order == order).GroupBy(content => content.Unit.Sku).Select(line => new
            {
                sku = line.Key.Item.Sku,
                quantity = line.Count(),
                units = line.Select(content => content.Unit.Id).ToList(),
            }).ToList(),
        }).ToList(),
    };

    public static object Listing(TikTokSku sku) => new
    {
        sku = sku.Item.Sku,
        id = sku.Id,
        productId = sku.Product.Id,
        quantity = sku.Available,
        committed = sku.Committed,
        changes = sku.Changes.Select(change => new { time = change.Time, quantity = change.Quantity, cause = change.Cause }).ToList(),
    };

    public static object Shop(TikTokShop shop) => new
    {
        shop = shop.Name,
        region = shop.Market.Region,
        products = shop.Products.Count,
        listings = shop.Skus.Count,
        orders = shop.Orders.Count,
        byStatus = shop.Orders.All.GroupBy(order => order.Status).ToDictionary(status => status.Key, status => status.Count()),
        packages = shop.Packages.Count,
    };
}
