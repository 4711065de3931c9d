using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.TikTok.State;

/// <summary>A product with its SKUs.</summary>
internal sealed class TikTokProduct
{
    public required string Id { get; init; }

    public required SampleItem First { get; init; }

    public required long CreateTime { get; init; }

    public long UpdateTime { get; set; }

    public string Status { get; set; } = "ACTIVATE";

    public List<TikTokSku> Skus { get; } = [];
}

/// <summary>A sellable variation and its stock in each warehouse.</summary>
internal sealed class TikTokSku
{
    public required string Id { get; init; }

    public required SampleItem Item { get; init; }

    public required TikTokProduct Product { get; init; }

    public int PriceCents { get; set; }

    /// <summary>Items that buyers can order, by warehouse.</summary>
    public required TikTokShelf[] Shelves { get; init; }

    /// <summary>Items that unshipped orders hold.</summary>
    public int Committed { get; set; }

    /// <summary>Every change of the available items since the start.</summary>
    public List<TikTokStockChange> Changes { get; } = [];

    public int Available => Shelves.Sum(shelf => shelf.Quantity);

    /// <summary>Takes items for an order, from the fullest shelf on; never below nothing.</summary>
    public void Take(int quantity, DateTimeOffset now, string cause)
    {
        foreach (var shelf in Shelves.OrderByDescending(shelf => shelf.Quantity))
        {
            var taken = Math.Min(quantity, shelf.Quantity);
            shelf.Quantity -= taken;
            quantity -= taken;
        }

        Note(now, cause);
    }

    /// <summary>Writes the present quantity down.</summary>
    public void Note(DateTimeOffset now, string cause) => Changes.Add(new TikTokStockChange(now, Available, cause));
}

/// <summary>A SKU's place in one warehouse.</summary>
internal sealed class TikTokShelf(string warehouseId, int quantity)
{
    public string WarehouseId { get; } = warehouseId;

    public int Quantity { get; set; } = quantity;
}

/// <summary>A change of stock.</summary>
internal sealed record TikTokStockChange(DateTimeOffset Time, int Quantity, string Cause);
