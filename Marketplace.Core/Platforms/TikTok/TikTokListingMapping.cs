using Marketplace.Core.Common;
using Marketplace.Core.Platforms.TikTok.Wire;

namespace Marketplace.Core.Platforms.TikTok;

/// <summary>Turns a TikTok Shop product into listings, one per SKU.</summary>
internal static class TikTokListingMapping
{
    /// <summary>The listings of a product; none for a draft without SKUs.</summary>
    /// <param name="product">As the search shows it.</param>
    /// <param name="detail">In detail; null where TikTok Shop does not show it.</param>
    /// <param name="region">Market of the shop.</param>
    /// <exception cref="FormatException">A price is no number.</exception>
    public static IEnumerable<RemoteListing> Map(TikTokProduct product, TikTokProductDetail? detail, string region)
    {
        var skus = product.Skus ?? [];
        return skus.Select(sku => MapSku(product, sku, detail, detail?.Skus?.FirstOrDefault(other => other.Id == sku.Id), skus.Count > 1, region));
    }

    private static RemoteListing MapSku(TikTokProduct product, TikTokSku sku, TikTokProductDetail? detail, TikTokSku? skuDetail, bool varies, string region)
    {
        var options = (skuDetail?.SalesAttributes ?? []).Where(option => option.Name is not null && option.ValueName is not null).ToList();
        return new RemoteListing
        {
            ExternalId = sku.Id,
            ExternalProductId = varies ? product.Id : sku.Id,
            Sku = string.IsNullOrWhiteSpace(sku.SellerSku) ? null : sku.SellerSku,
            Title = product.Title is { Length: > 0 } title ? title : $"Product {product.Id}",
            VariationTitle = varies && options.Count > 0 ? string.Join(" / ", options.Select(option => option.ValueName)) : null,
            Description = detail?.Description,
            Brand = detail?.Brand?.Name,
            CategoryPath = detail?.CategoryChains is { Count: > 0 } chain ? string.Join(" › ", chain.Select(category => category.LocalName)) : null,
            Condition = detail is null ? null : detail.IsPreOwned == true ? "PRE_OWNED" : "NEW",
            Attributes = AttributesOf(detail, options),
            Identifiers = skuDetail?.IdentifierCode is { Type: { } type, Code: { Length: > 0 } code } ? new Dictionary<string, string> { [type] = code } : new Dictionary<string, string>(),
            Images = ImagesOf(detail, options),
            Price = PriceOf(sku.Price),
            Quantity = sku.Inventory?.Sum(stock => stock.Quantity),
            Status = StatusOf(product.Status, sku.StatusInfo?.Status),
            Url = new Uri($"https://shop.tiktok.com/view/product/{product.Id}?region={region}"),
            Issues = IssuesOf(product, sku, detail),
            UpdatedAt = product.UpdateTime is > 0 ? DateTimeOffset.FromUnixTimeSeconds(product.UpdateTime.Value) : null,
            PlatformData = TikTokJson.Write(TikTokListingData.Of(product, sku)),
        };
    }

    private static RemoteListingStatus StatusOf(string? product, string? sku) => (product, sku) switch
    {
        ("DELETED", _) => RemoteListingStatus.Ended,
        ("ACTIVATE", null or "" or "NORMAL") => RemoteListingStatus.Active,
        _ => RemoteListingStatus.Inactive,
    };

    private static Dictionary<string, string> AttributesOf(TikTokProductDetail? detail, IEnumerable<TikTokSalesAttribute> options)
    {
        var attributes = new Dictionary<string, string>();
        foreach (var attribute in detail?.ProductAttributes ?? [])
        {
            if (attribute is { Name: { } name, Values.Count: > 0 })
            {
                attributes[name] = string.Join(", ", attribute.Values.Select(value => value.Name));
            }
        }

        foreach (var option in options)
        {
            attributes[option.Name!] = option.ValueName!;
        }

        return attributes;
    }

    private static List<Uri> ImagesOf(TikTokProductDetail? detail, IEnumerable<TikTokSalesAttribute> options)
    {
        IEnumerable<TikTokImage?> images = [.. options.Select(option => option.SkuImg), .. detail?.MainImages ?? []];
        return [.. images
            .Select(image => Uri.TryCreate(image?.Urls is [var first, ..] ? first : null, UriKind.Absolute, out var address) ? address : null)
            .OfType<Uri>()
            .Distinct()];
    }

    private static Money? PriceOf(TikTokPrice? price)
    {
        var amount = string.IsNullOrWhiteSpace(price?.SalePrice) ? price?.TaxExclusivePrice : price.SalePrice;
        return string.IsNullOrWhiteSpace(amount) || price?.Currency is not { Length: 3 } currency ? null : Money.Parse(amount, currency);
    }

    private static List<string> IssuesOf(TikTokProduct product, TikTokSku sku, TikTokProductDetail? detail)
    {
        var issues = new List<string>();
        foreach (var failure in detail?.AuditFailedReasons ?? [])
        {
            issues.AddRange((failure.Reasons ?? []).Select(reason => string.IsNullOrEmpty(failure.Position) ? reason : $"{failure.Position}: {reason}"));
        }

        issues.AddRange(product.ProductSyncFailReasons ?? []);
        if (product.Status is "PLATFORM_DEACTIVATED" or "FREEZE")
        {
            issues.Add("TikTok Shop has taken the product off sale. See Seller Center for the reason.");
        }

        if (sku.StatusInfo is { Status: "DEACTIVATED", DeactivationSource: "PLATFORM" })
        {
            issues.Add("TikTok Shop has taken this variation off sale. See Seller Center for the reason.");
        }

        return issues;
    }
}
