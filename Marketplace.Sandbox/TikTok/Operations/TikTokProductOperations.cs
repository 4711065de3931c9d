using System.Text.Json.Nodes;
using Marketplace.Sandbox.TikTok.State;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.TikTok.Operations;

/// <summary>Searching and reading products.</summary>
internal static class TikTokProductOperations
{
    private static readonly HashSet<string> Statuses = ["ALL", "DRAFT", "PENDING", "FAILED", "ACTIVATE", "SELLER_DEACTIVATED", "PLATFORM_DEACTIVATED", "FREEZE", "DELETED"];

    /// <summary>A page of products, as a version of the search shows it.</summary>
    public static Func<TikTokRequest, JsonObject> Search(string version, TikTokSandboxOptions options) => request =>
    {
        var size = request.PageSize(100, TikTokCode.PageSizeInvalid);
        var token = request.PageToken(TikTokCode.PageNumberInvalid);
        var matches = Matches(request);
        if ((token?.Time ?? 0) + size > options.MostSearchResults && matches.Count > options.MostSearchResults)
        {
            throw new TikTokRefusal(TikTokCode.TooManyResults);
        }

        var offset = (int)(token?.Time ?? 0);
        var more = offset + size < matches.Count;
        return new JsonObject
        {
            ["total_count"] = token?.Total ?? matches.Count,
            ["next_page_token"] = more ? new TikTokPageToken(token?.Total ?? matches.Count, offset + size, 0).ToString() : "",
            ["products"] = new JsonArray([.. matches.Skip(offset).Take(size).Select(product => TikTokProductJson.Found(request.Shop, product, version))]),
        };
    };

    /// <summary>One product in detail.</summary>
    public static JsonObject Detail(TikTokRequest request)
    {
        var product = request.Shop.Product(request.Call.Path["product_id"]) ?? throw new TikTokRefusal(TikTokCode.NoSuchProduct);
        return product.Status is "FREEZE" or "DELETED"
            ? throw new TikTokRefusal(TikTokCode.ProductStatus)
            : TikTokProductJson.Detail(request.Shop, product, request.Call);
    }

    private static List<TikTokProduct> Matches(TikTokRequest request)
    {
        var body = request.Body;
        var status = body.Text("status") ?? "ALL";
        if (!Statuses.Contains(status))
        {
            throw new TikTokRefusal(TikTokCode.InvalidInput);
        }

        var created = Window(body, "create_time");
        var updated = Window(body, "update_time");
        var sellerSkus = Few(body, "seller_skus", TikTokCode.TooManySellerSkus);
        var skuIds = Few(body, "sku_ids", TikTokCode.TooManySkuIds);
        return request.Shop.Products.FindAll(product =>
            (status == "ALL" || product.Status == status)
            && product.CreateTime >= created.From && product.CreateTime <= created.To
            && product.UpdateTime >= updated.From && product.UpdateTime <= updated.To
            && (sellerSkus is null || product.Skus.Exists(sku => sellerSkus.Contains(sku.Item.Sku)))
            && (skuIds is null || product.Skus.Exists(sku => skuIds.Contains(sku.Id))));
    }

    private static IReadOnlyList<string>? Few(JsonObject body, string name, TikTokCode error) => body.Texts(name) switch
    {
        null or { Count: 0 } => null,
        { Count: > 10 } => throw new TikTokRefusal(error),
        var few => few,
    };

    // Other than in order search, both bounds are inclusive.
    private static (long From, long To) Window(JsonObject body, string field) => (body.Number(field + "_ge") ?? 0, body.Number(field + "_le") ?? long.MaxValue);
}
