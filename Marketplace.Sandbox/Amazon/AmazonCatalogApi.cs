using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Catalog Items 2022-04-01: Amazon's own page of a product, which belongs to no seller.</summary>
internal static class AmazonCatalogApi
{
    private const int MostIdentifiers = 20;
    private static readonly HashSet<string> DataSets =
        ["attributes", "classifications", "dimensions", "identifiers", "images", "productTypes", "relationships", "salesRanks", "summaries", "vendorDetails"];

    /// <summary>getCatalogItem.</summary>
    public static SandboxReply Get(AmazonCall request)
    {
        var asin = request.Call.Path["asin"];
        return Read(request, listings => listings.FirstOrDefault(l => l.Asin == asin) is { } listing
            ? Write(listing, request)
            : throw AmazonReplies.NotFound("NOT_FOUND", $"Requested item '{asin}' not found in marketplace(s): {request.Store.Region.MarketplaceId}"));
    }

    /// <summary>searchCatalogItems, by identifiers or by words.</summary>
    public static SandboxReply Search(AmazonCall request)
    {
        var (identifiers, words) = (request.Call.List("identifiers"), request.Call.List("keywords"));
        var type = request.Call.QueryValue("identifiersType");
        if ((identifiers.Count == 0) == (words.Count == 0) || identifiers.Count > MostIdentifiers || (identifiers.Count > 0 && type is not ("ASIN" or "EAN" or "GTIN" or "SKU")))
        {
            throw AmazonReplies.Invalid("Either up to 20 [identifiers] with their [identifiersType], or [keywords].");
        }

        var size = request.Call.Number("pageSize", 10, 1, 20);
        return Read(request, listings =>
        {
            bool Meant(AmazonListing l) => identifiers.Count > 0
                ? identifiers.Contains(type switch { "ASIN" => l.Asin, "SKU" => l.Sku, _ => l.Item.Ean }, StringComparer.Ordinal)
                : words.All(w => l.Item.Title.Contains(w, StringComparison.OrdinalIgnoreCase));
            var found = listings.Where(Meant).DistinctBy(l => l.Asin).ToList();
            return new { numberOfResults = found.Count, items = found.Take(size).Select(l => Write(l, request)).ToArray() };
        });
    }

    private static SandboxReply Read(AmazonCall request, Func<IReadOnlyList<AmazonListing>, object> answer)
    {
        if (!request.Call.List("marketplaceIds").Contains(request.Store.Region.MarketplaceId))
        {
            throw AmazonReplies.Invalid("Invalid value for field [marketplaceIds].");
        }

        lock (request.Store.Gate)
        {
            request.Store.Settle();
            return SandboxReply.OfJson(200, answer(request.Store.Shelf));
        }
    }

    private static object Write(AmazonListing listing, AmazonCall request)
    {
        var included = request.Call.List("includedData", DataSets);
        bool Asked(string set) => included.Contains(set) || (included.Count == 0 && set == "summaries");
        var (item, marketplaceId) = (listing.Item, request.Store.Region.MarketplaceId);
        return new
        {
            asin = listing.Asin,
            summaries = Asked("summaries") ? new[] { new { marketplaceId, brand = item.Brand, itemName = item.Title, itemClassification = "BASE_PRODUCT" } } : null,
            identifiers = Asked("identifiers") ? new[] { new { marketplaceId, identifiers = new[] { new { identifierType = "EAN", identifier = item.Ean } } } } : null,
            images = Asked("images") ? new[] { new { marketplaceId, images = new[] { new { variant = "MAIN", link = AmazonPictures.LinkOf(listing, request.Call.Origin), height = 500, width = 500 } } } } : null,
            productTypes = Asked("productTypes") ? new[] { new { marketplaceId, productType = listing.ProductType } } : null,
            classifications = Asked("classifications") ? new[] { new { marketplaceId, classifications = new[] { Leaf(item.Category) } } } : null,
        };
    }

    private static object Leaf(IReadOnlyList<string> path)
    {
        object? node = null;
        for (var i = 0; i < path.Count; i++)
        {
            var id = (1_000_000 + (Math.Abs(path[i].Sum(c => c * 31)) % 900_000)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            node = new { displayName = path[i], classificationId = id, parent = node };
        }

        return node!;
    }
}
