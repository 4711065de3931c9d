using System.Text.Json.Nodes;
using Marketplace.Sandbox.SampleData;

namespace Marketplace.Sandbox.Amazon;

/// <summary>A change of a quantity.</summary>
/// <param name="Time">When it took effect, UTC.</param>
/// <param name="Quantity">Items shown from then on.</param>
/// <param name="Cause">Who did it.</param>
internal sealed record AmazonQuantityChange(DateTimeOffset Time, int Quantity, string Cause);

/// <summary>A listing as Amazon holds it. Guarded by its store's lock.</summary>
internal sealed class AmazonListing
{
    /// <summary>What is sold.</summary>
    public required SampleItem Item { get; init; }

    /// <summary>Seller's SKU.</summary>
    public required string Sku { get; init; }

    /// <summary>Amazon's product id.</summary>
    public required string Asin { get; init; }

    /// <summary>Amazon holds the stock.</summary>
    public bool HeldByAmazon { get; init; }

    /// <summary>When it was listed, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Last change, UTC.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Items on offer.</summary>
    public int Quantity { get; private set; }

    /// <summary>Days until it is handed over; lost when the availability is replaced instead of merged.</summary>
    public int? LeadTimeDays { get; set; } = 2;

    /// <summary>Day of the next delivery to the shed, as it was submitted.</summary>
    public string? RestockDate { get; set; }

    /// <summary>Price in the currency's cents.</summary>
    public int PriceMinor { get; set; }

    /// <summary>Attributes that were patched, in Amazon's own form.</summary>
    public Dictionary<string, JsonArray>? Patched { get; set; }

    /// <summary>Every quantity that it ever showed, oldest first.</summary>
    public List<AmazonQuantityChange> Changes { get; } = new(1);

    /// <summary>Product type.</summary>
    public string ProductType => Item.Category[^1].ToUpperInvariant().Replace(' ', '_').Replace("_&", "", StringComparison.Ordinal);

    /// <summary>Statuses: a listing without stock can still be found, but not bought.</summary>
    public string[] Status => Quantity > 0 || HeldByAmazon ? ["BUYABLE", "DISCOVERABLE"] : ["DISCOVERABLE"];

    /// <summary>Sets the quantity and remembers why.</summary>
    public void SetQuantity(int quantity, DateTimeOffset at, string cause)
    {
        Quantity = Math.Max(0, quantity);
        UpdatedAt = at;
        Changes.Add(new AmazonQuantityChange(at, Quantity, cause));
    }
}
