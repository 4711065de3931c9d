namespace Marketplace.Benchmarks.Measuring;

/// <summary>
/// How many calls would do, were every page and batch as large as the marketplace's documents allow and nothing ever asked twice.
/// Reading back counts, for a quantity or a parcel is believed only when it is seen.
/// </summary>
public static class FewestCalls
{
    // Make a document, fill it, start, ask how it goes, ask where the answer is, fetch it.
    private const int CallsOfAFeed = 6;

    /// <summary>
    /// Reading listings: eBay names offers by one SKU only, TikTok Shop titles by one product only. Amazon's report of all would take four
    /// calls, but has neither attributes nor variations; those come with its search.
    /// </summary>
    public static int OfListings(string marketplace, int listings, int products) => marketplace switch
    {
        "ebay" => Pages(listings, 200) + listings,
        "amazon" => Pages(listings, 20),
        _ => Pages(products, 100) + products,
    };

    /// <summary>Reading orders.</summary>
    public static int OfOrders(string marketplace, int orders) => Pages(orders, marketplace == "ebay" ? 200 : 100);

    /// <summary>Sending a quantity to each listing and reading it back.</summary>
    public static int OfStock(string marketplace, int listings, int products) => marketplace switch
    {
        "ebay" => Pages(listings, 25) + Pages(listings, 25),
        "amazon" => CallsOfAFeed + Pages(listings, 20),
        _ => products + Pages(listings, 600),
    };

    /// <summary>Confirming a parcel of each order and reading it back.</summary>
    public static int OfShipments(string marketplace, int parcels) => marketplace switch
    {
        "ebay" => parcels + parcels,
        "amazon" => CallsOfAFeed + Pages(parcels, 100),
        _ => parcels + Pages(parcels, 50),
    };

    private static int Pages(int items, int size) => (items + size - 1) / size;
}
