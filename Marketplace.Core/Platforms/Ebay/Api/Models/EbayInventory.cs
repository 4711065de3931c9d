using System.Text.Json;

namespace Marketplace.Core.Platforms.Ebay.Api.Models;

/// <summary>A page of inventory items; each is read by itself.</summary>
internal sealed record EbayItemPage(int Total, string? Next, IReadOnlyList<JsonElement>? InventoryItems);

/// <summary>What a seller has, apart from where it is offered.</summary>
internal sealed record EbayItem
{
    public string? Sku { get; init; }

    public string? Condition { get; init; }

    public EbayProduct? Product { get; init; }

    public EbayAvailability? Availability { get; init; }

    /// <summary>Groups that the item is a variation of, in answers about single items and in pages.</summary>
    public IReadOnlyList<string>? GroupIds { get; init; }

    /// <summary>The same in bulk answers, and beside the other name.</summary>
    public IReadOnlyList<string>? InventoryItemGroupKeys { get; init; }

    /// <summary>Group that the item is a variation of; null for single products.</summary>
    public string? GroupKey => GroupIds?.FirstOrDefault() ?? InventoryItemGroupKeys?.FirstOrDefault();
}

/// <summary>Product data. The contract calls <see cref="Aspects"/> a text; it is an object of name to values.</summary>
internal sealed record EbayProduct
{
    public string? Title { get; init; }

    public string? Description { get; init; }

    public string? Brand { get; init; }

    public string? Mpn { get; init; }

    public string? Epid { get; init; }

    public IReadOnlyList<string>? Upc { get; init; }

    public IReadOnlyList<string>? Ean { get; init; }

    public IReadOnlyList<string>? Isbn { get; init; }

    public IReadOnlyList<string>? ImageUrls { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Aspects { get; init; }
}

/// <summary>Where items can be had.</summary>
internal sealed record EbayAvailability(EbayShipToHome? ShipToLocationAvailability);

/// <summary>Items that can be sent, over all sites.</summary>
internal sealed record EbayShipToHome(int? Quantity);

/// <summary>The variations of one product.</summary>
internal sealed record EbayItemGroup
{
    public string? Title { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string>? ImageUrls { get; init; }

    /// <summary>What all variations have in common.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Aspects { get; init; }

    public EbayVariesBy? VariesBy { get; init; }
}

/// <summary>What variations differ in.</summary>
internal sealed record EbayVariesBy(IReadOnlyList<EbaySpecification>? Specifications);

/// <summary>One thing in which variations differ.</summary>
internal sealed record EbaySpecification(string? Name);

/// <summary>Answer of a bulk read.</summary>
internal sealed record EbayBulkItems(IReadOnlyList<EbayBulkItem>? Responses);

/// <summary>One item of a bulk read.</summary>
internal sealed record EbayBulkItem(string? Sku, int StatusCode, EbayItem? InventoryItem);
