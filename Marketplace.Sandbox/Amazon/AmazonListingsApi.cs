using System.Collections.Concurrent;
using System.Globalization;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>The reading operations of the Listings Items API 2021-08-01.</summary>
internal sealed class AmazonListingsApi
{
    private const int Reachable = 1000;
    private const int SearchesKept = 512;
    private static readonly HashSet<string> IdentifierTypes = ["ASIN", "EAN", "FNSKU", "GTIN", "ISBN", "JAN", "MINSAN", "SKU", "UPC"];
    private static readonly HashSet<string> Statuses = ["BUYABLE", "DISCOVERABLE"];
    private static readonly HashSet<string> Severities = ["WARNING", "ERROR"];

    private readonly ConcurrentDictionary<string, (int Total, IReadOnlyList<AmazonListing> Found)> searches = new();
    private readonly ConcurrentQueue<string> searchOrder = new();

    /// <summary>getListingsItem.</summary>
    public static SandboxReply Get(AmazonCall request)
    {
        CheckPath(request);
        var included = request.Call.List("includedData", AmazonListingJson.DataSets);
        lock (request.Store.Gate)
        {
            request.Store.Settle();
            return SandboxReply.OfJson(200, AmazonListingJson.Write(Find(request), request.Store, included, request.Call.Origin));
        }
    }

    /// <summary>searchListingsItems: twenty a page, and no more than the first thousand of a search.</summary>
    public SandboxReply Search(AmazonCall request)
    {
        CheckPath(request);
        var call = request.Call;
        var included = call.List("includedData", AmazonListingJson.DataSets);
        var size = call.Number("pageSize", 10, 1, 20);
        var filter = FilterOf(call);
        var sort = call.Word("sortBy", "lastUpdatedDate", "sku", "createdDate", "lastUpdatedDate");
        var descending = call.Word("sortOrder", "DESC", "ASC", "DESC") == "DESC";
        lock (request.Store.Gate)
        {
            request.Store.Settle();
            var (id, offset) = call.QueryValue("pageToken") is { Length: > 0 } token ? ReadToken(token) : (null, 0);
            var (total, found) = id is null ? Run(request.Store, filter, sort, descending) : searches[id];
            if (id is null && found.Count > size)
            {
                id = Keep(total, found);
            }

            var pagination = found.Count <= size
                ? null
                : new
                {
                    nextToken = offset + size < found.Count ? AmazonPageTokens.Make(id!, (offset + size).ToString(CultureInfo.InvariantCulture)) : null,
                    previousToken = offset > 0 ? AmazonPageTokens.Make(id!, Math.Max(0, offset - size).ToString(CultureInfo.InvariantCulture)) : null,
                };
            return SandboxReply.OfJson(200, new
            {
                numberOfResults = total,
                pagination,
                items = found.Skip(offset).Take(size).Select(l => AmazonListingJson.Write(l, request.Store, included, call.Origin)).ToArray(),
            });
        }
    }

    /// <summary>Refuses another seller's path, and store fronts on which the seller does not trade.</summary>
    public static void CheckPath(AmazonCall request)
    {
        if (request.Call.Path["sellerId"] != request.Store.SellerId)
        {
            throw new AmazonRefusal(AmazonReplies.Denied(""));
        }

        var marketplaces = request.Call.List("marketplaceIds");
        if (marketplaces.Count == 0 || marketplaces.Any(m => m != request.Store.Region.MarketplaceId))
        {
            throw AmazonReplies.BadRequest("Invalid input", marketplaces.Count == 0 ? "'marketplaceIds' is required." : "'marketplaceIds' holds a marketplace that the seller does not take part in.");
        }
    }

    /// <summary>The listing that a path names. Hold the store's lock.</summary>
    public static AmazonListing Find(AmazonCall request) =>
        request.Store.Listing(request.Call.Path["sku"])
        ?? throw AmazonReplies.NotFound("NOT_FOUND", $"SKU '{request.Call.Path["sku"]}' not found in marketplace {request.Store.Region.MarketplaceId}");

    private static Func<AmazonListing, bool> FilterOf(SandboxCall call)
    {
        var identifiers = call.List("identifiers");
        var type = call.QueryValue("identifiersType");
        var parent = call.QueryValue("variationParentSku") is { Length: > 0 } sku ? sku : null;
        if (identifiers.Count > 20 || (identifiers.Count > 0) != (type is { Length: > 0 }) || (type is { Length: > 0 } && !IdentifierTypes.Contains(type)) || (parent is not null && identifiers.Count > 0))
        {
            throw AmazonReplies.BadRequest("Invalid input", "'identifiers' takes up to 20 values, needs 'identifiersType', and excludes 'variationParentSku'.");
        }

        var (createdAfter, createdBefore) = (call.Time("createdAfter"), call.Time("createdBefore"));
        var (updatedAfter, updatedBefore) = (call.Time("lastUpdatedAfter"), call.Time("lastUpdatedBefore"));
        var with = call.List("withStatus", Statuses);
        var without = call.List("withoutStatus", Statuses);
        var troubled = call.List("withIssueSeverity", Severities).Count > 0;
        var wanted = identifiers.ToHashSet(StringComparer.Ordinal);
        return listing =>
            !troubled
            && (wanted.Count == 0 || wanted.Contains(type switch { "SKU" => listing.Sku, "ASIN" => listing.Asin, "EAN" or "GTIN" => listing.Item.Ean, _ => "" }))
            && (parent is null || listing.Item.ParentSku == parent)
            && (createdAfter is null || listing.CreatedAt >= createdAfter) && (createdBefore is null || listing.CreatedAt <= createdBefore)
            && (updatedAfter is null || listing.UpdatedAt >= updatedAfter) && (updatedBefore is null || listing.UpdatedAt <= updatedBefore)
            && with.All(s => listing.Status.Contains(s)) && !without.Any(s => listing.Status.Contains(s));
    }

    private static (int Total, IReadOnlyList<AmazonListing> Found) Run(AmazonStore store, Func<AmazonListing, bool> filter, string sort, bool descending)
    {
        var matching = store.Shelf.Where(filter).ToList();
        Comparison<AmazonListing> order = sort switch
        {
            "sku" => (a, b) => string.CompareOrdinal(a.Sku, b.Sku),
            "createdDate" => (a, b) => a.CreatedAt != b.CreatedAt ? a.CreatedAt.CompareTo(b.CreatedAt) : string.CompareOrdinal(a.Sku, b.Sku),
            _ => (a, b) => a.UpdatedAt != b.UpdatedAt ? a.UpdatedAt.CompareTo(b.UpdatedAt) : string.CompareOrdinal(a.Sku, b.Sku),
        };
        matching.Sort(descending ? (a, b) => order(b, a) : order);
        return (matching.Count, matching.Count > Reachable ? matching.GetRange(0, Reachable) : matching);
    }

    private string Keep(int total, IReadOnlyList<AmazonListing> found)
    {
        var id = Guid.NewGuid().ToString("N");
        searches[id] = (total, found);
        searchOrder.Enqueue(id);
        if (searchOrder.Count > SearchesKept && searchOrder.TryDequeue(out var oldest))
        {
            searches.TryRemove(oldest, out _);
        }

        return id;
    }

    private (string Id, int Offset) ReadToken(string token) =>
        AmazonPageTokens.Read(token, 2) is { } parts && searches.ContainsKey(parts[0]) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? (parts[0], offset)
            : throw AmazonReplies.BadRequest("Invalid input", "'pageToken' is not valid.");
}
