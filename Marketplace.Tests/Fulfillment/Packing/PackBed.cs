using Marketplace.Core.Catalog;
using Marketplace.Core.Fulfillment.Packing;
using Marketplace.Core.Orders;

namespace Marketplace.Tests.Fulfillment.Packing;

/// <summary>A packing table with two packers, and items that have codes.</summary>
internal static class PackBed
{
    public static Packer Ann { get; } = new("ann", Guid.NewGuid());

    public static Packer Ben { get; } = new("ben", Guid.NewGuid());

    /// <summary>Adds an item to the catalogue.</summary>
    public static async Task<Variant> ItemAsync(FulfillmentRoom room, string sku, string? ean = null)
    {
        var product = new Product { Title = sku };
        var variant = new Variant { ProductId = product.Id, Sku = sku, SkuKey = sku.ToUpperInvariant(), Title = $"{sku} in blue" };
        await using var db = room.Database.Open(room.SellerId);
        db.AddRange(product, variant);
        if (ean is not null)
        {
            db.Add(new VariantCode { VariantId = variant.Id, Code = ProductCode.Normalize("EAN", ean)! });
        }

        await db.SaveChangesAsync();
        return variant;
    }

    /// <summary>Adds an order of items, with quantities.</summary>
    public static Task<Order> OrderAsync(FulfillmentRoom room, params (Variant Variant, int Quantity)[] lines) => room.OrderAsync(
        order =>
        {
            foreach (var (line, wanted) in order.Lines.Zip(lines))
            {
                (line.VariantId, line.Sku, line.Title) = (wanted.Variant.Id, wanted.Variant.Sku, wanted.Variant.Title);
            }
        },
        [.. lines.Select(l => l.Quantity)]);

    /// <summary>Begins to pack.</summary>
    public static Task<PackVerdict> StartAsync(this FulfillmentRoom room, Order order, Packer packer, bool takeOver = false) =>
        room.Get<PackDesk>().StartAsync(room.SellerId, order.Id, packer, takeOver, CancellationToken.None);

    /// <summary>Scans an item.</summary>
    public static Task<PackVerdict> ScanAsync(this FulfillmentRoom room, PackRun run, string code, Packer? packer = null) =>
        room.Get<PackDesk>().ScanAsync(room.SellerId, run.Id, packer ?? Ann, code, CancellationToken.None);
}
