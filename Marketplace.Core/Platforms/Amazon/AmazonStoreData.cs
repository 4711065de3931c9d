using System.Text.Json;

namespace Marketplace.Core.Platforms.Amazon;

/// <summary>What is kept with a connection: the store fronts on which the seller trades.</summary>
/// <param name="MarketplaceIds">Amazon's marketplace ids, the main one first.</param>
internal sealed record AmazonStoreData(IReadOnlyList<string> MarketplaceIds)
{
    /// <summary>Reads it back from the connection.</summary>
    /// <exception cref="NeedsReauthorizationException">Nothing usable is stored.</exception>
    public static AmazonStoreData Of(ConnectionContext connection) =>
        AmazonJson.Opaque<AmazonStoreData>(connection.PlatformData) is { MarketplaceIds.Count: > 0 } data
            ? data
            : throw new NeedsReauthorizationException("The Amazon store's list of marketplaces is missing. Connect the store again.");
}

/// <summary>What is kept with a listing.</summary>
/// <param name="MarketplaceId">The store front it is on.</param>
/// <param name="Sku">The SKU exactly as Amazon spells it.</param>
/// <param name="ProductType">Amazon's product type, which a patch must name.</param>
internal sealed record AmazonListingData(string MarketplaceId, string Sku, string ProductType)
{
    /// <summary>Good for patches of the offer alone, where the product's own type is not known.</summary>
    public const string AnyProduct = "PRODUCT";

    /// <summary>The listing's id within a connection: one SKU may be on several store fronts, each with its own quantity.</summary>
    public static string IdOf(string marketplaceId, string sku) => $"{marketplaceId}:{sku}";
}

/// <summary>What is kept with an order.</summary>
/// <param name="MarketplaceId">The store front it was placed on.</param>
/// <param name="FulfilledByAmazon">Amazon ships it, so that it must not be confirmed.</param>
internal sealed record AmazonOrderData(string MarketplaceId, bool FulfilledByAmazon);

/// <summary>One way of writing and reading JSON for the whole folder.</summary>
internal static class AmazonJson
{
    /// <summary>Camel case; nulls are left out.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
    };

    /// <summary>Names as the records have them; nulls are left out.</summary>
    public static readonly JsonSerializerOptions OwnNames = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Text for a PlatformData field.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Reads a PlatformData field; null when there is none or it is not ours.</summary>
    public static T? Opaque<T>(string? json)
        where T : class
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<T>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
