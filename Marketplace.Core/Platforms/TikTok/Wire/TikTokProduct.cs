using System.Text.Json;

namespace Marketplace.Core.Platforms.TikTok.Wire;

/// <summary>A page of products, each kept as raw JSON so that one that cannot be read does not spoil the page.</summary>
internal sealed record TikTokProductPage(string? NextPageToken, int? TotalCount, IReadOnlyList<JsonElement>? Products);

/// <summary>A product as the search shows it.</summary>
internal sealed record TikTokProduct
{
    public required string Id { get; init; }

    public string? Title { get; init; }

    public string? Status { get; init; }

    public IReadOnlyList<TikTokSku>? Skus { get; init; }

    public IReadOnlyList<string>? ProductSyncFailReasons { get; init; }

    public TikTokAudit? Audit { get; init; }

    public long? UpdateTime { get; init; }
}

/// <summary>State of TikTok Shop's review of a product.</summary>
internal sealed record TikTokAudit(string? Status, IReadOnlyList<string>? PreApprovedReasons);

/// <summary>A sellable variation.</summary>
internal sealed record TikTokSku
{
    public required string Id { get; init; }

    public string? SellerSku { get; init; }

    public TikTokPrice? Price { get; init; }

    public IReadOnlyList<TikTokWarehouseStock>? Inventory { get; init; }

    public TikTokSkuStatus? StatusInfo { get; init; }

    public IReadOnlyList<TikTokSalesAttribute>? SalesAttributes { get; init; }

    public TikTokIdentifier? IdentifierCode { get; init; }
}

/// <summary>Price; local sellers may have only the second amount.</summary>
internal sealed record TikTokPrice(string? Currency, string? SalePrice, string? TaxExclusivePrice);

/// <summary>Items that buyers can order from one warehouse.</summary>
internal sealed record TikTokWarehouseStock(string? WarehouseId, int Quantity);

/// <summary>Whether a SKU is offered.</summary>
internal sealed record TikTokSkuStatus(string? Status, string? DeactivationSource);

/// <summary>What sets a variation apart.</summary>
internal sealed record TikTokSalesAttribute(string? Name, string? ValueName, TikTokImage? SkuImg);

/// <summary>EAN, UPC and the like.</summary>
internal sealed record TikTokIdentifier(string? Code, string? Type);

/// <summary>A picture in several sizes.</summary>
internal sealed record TikTokImage(IReadOnlyList<string>? Urls, IReadOnlyList<string>? ThumbUrls);

/// <summary>A product in detail.</summary>
internal sealed record TikTokProductDetail
{
    public required string Id { get; init; }

    public string? Title { get; init; }

    public string? Status { get; init; }

    public string? ProductStatus { get; init; }

    public TikTokAudit? Audit { get; init; }

    public long? UpdateTime { get; init; }

    public string? Description { get; init; }

    public TikTokNamed? Brand { get; init; }

    public IReadOnlyList<TikTokCategory>? CategoryChains { get; init; }

    public IReadOnlyList<TikTokImage>? MainImages { get; init; }

    public IReadOnlyList<TikTokAttribute>? ProductAttributes { get; init; }

    public IReadOnlyList<TikTokAuditFailure>? AuditFailedReasons { get; init; }

    public bool? IsPreOwned { get; init; }

    public IReadOnlyList<TikTokSku>? Skus { get; init; }
}

/// <summary>Something with a name.</summary>
internal sealed record TikTokNamed(string? Id, string? Name);

/// <summary>A category on the way from root to leaf.</summary>
internal sealed record TikTokCategory(string? Id, string? LocalName, string? ParentId, bool? IsLeaf);

/// <summary>A product attribute with its values.</summary>
internal sealed record TikTokAttribute(string? Name, IReadOnlyList<TikTokNamed>? Values);

/// <summary>Why a product failed its review.</summary>
internal sealed record TikTokAuditFailure(string? Position, IReadOnlyList<string>? Reasons, IReadOnlyList<string>? Suggestions);
