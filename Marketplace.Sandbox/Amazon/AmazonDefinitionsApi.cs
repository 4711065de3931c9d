using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>Product Type Definitions 2020-09-01: which kinds of goods there are, and the schema of what a listing of a kind says.</summary>
internal sealed class AmazonDefinitionsApi(AmazonFiles files)
{
    private const string Version = "UHqSqmb4FNUk=";
    private static readonly string[] Attributes = ["item_name", "brand", "condition_type", "externally_assigned_product_identifier", "purchasable_offer", "fulfillment_availability"];
    private static readonly string[] Locales =
    [
        "DEFAULT", "ar", "ar_AE", "de", "de_DE", "en", "en_AE", "en_AU", "en_CA", "en_GB", "en_IN", "en_SG", "en_US", "es", "es_ES", "es_MX", "es_US", "fr", "fr_CA", "fr_FR", "it", "it_IT",
        "ja", "ja_JP", "nl", "nl_NL", "pl", "pl_PL", "pt", "pt_BR", "pt_PT", "sv", "sv_SE", "tr", "tr_TR", "zh", "zh_CN", "zh_TW",
    ];

    private static readonly string[] Offer = ["condition_type", "purchasable_offer", "fulfillment_availability"];

    /// <summary>searchDefinitionsProductTypes.</summary>
    public static SandboxReply Search(AmazonCall request)
    {
        CheckMarketplace(request);
        var (keywords, name) = (request.Call.List("keywords"), request.Call.QueryValue("itemName"));
        if (keywords.Count > 0 && name is not null)
        {
            throw AmazonReplies.BadRequest("keywords and itemName cannot be used together.");
        }

        return SandboxReply.OfJson(200, new
        {
            productTypes = Types(request).Where(type => keywords.Count == 0 || keywords.Any(word => type.Contains(word, StringComparison.OrdinalIgnoreCase)))
                .Select(type => new { name = type, displayName = Title(type), marketplaceIds = new[] { request.Store.Region.MarketplaceId } }).ToArray(),
            productTypeVersion = Version,
        });
    }

    /// <summary>getDefinitionsProductType.</summary>
    public SandboxReply Get(AmazonCall request)
    {
        CheckMarketplace(request);
        var type = request.Call.Path["productType"];
        if (!Types(request).Contains(type))
        {
            throw AmazonReplies.NotFound("NOT_FOUND", $"Product type {type} was not found.");
        }

        var requirements = request.Call.Word("requirements", "LISTING", "LISTING", "LISTING_PRODUCT_ONLY", "LISTING_OFFER_ONLY");
        var schema = Encoding.UTF8.GetBytes(Schema(type, requirements == "LISTING_OFFER_ONLY" ? Offer : Attributes).ToJsonString());
        var id = files.Publish(request.Store.Region, schema, "application/json; charset=UTF-8");
        return SandboxReply.OfJson(200, new
        {
            schema = new { link = new { resource = files.AddressOf(id, request.Store.Region, request.Call, "GET"), verb = "GET" }, checksum = AmazonFiles.Checksum(schema) },
            requirements,
            requirementsEnforced = request.Call.Word("requirementsEnforced", "ENFORCED", "ENFORCED", "NOT_ENFORCED"),
            propertyGroups = new Dictionary<string, object> { ["offer"] = new { title = "Offer", description = "What it is sold for.", propertyNames = Offer } },
            locale = request.Call.Word("locale", "DEFAULT", Locales) is var locale and not "DEFAULT" ? locale : "en_US",
            marketplaceIds = new[] { request.Store.Region.MarketplaceId },
            productType = type,
            displayName = Title(type),
            productTypeVersion = new { version = Version, latest = true, releaseCandidate = false },
        });
    }

    private static void CheckMarketplace(AmazonCall request)
    {
        if (!request.Call.List("marketplaceIds").Contains(request.Store.Region.MarketplaceId))
        {
            throw AmazonReplies.BadRequest("Invalid value for field [marketplaceIds].");
        }
    }

    private static List<string> Types(AmazonCall request)
    {
        lock (request.Store.Gate)
        {
            return [.. request.Store.Shelf.Select(listing => listing.ProductType).Append("PRODUCT").Distinct().Order(StringComparer.Ordinal)];
        }
    }

    private static string Title(string type) => string.Join(' ', type.Split('_').Select(word => word[..1] + word[1..].ToLowerInvariant()));

    private static JsonObject Schema(string type, IEnumerable<string> attributes) => new()
    {
        ["$schema"] = "https://schemas.amazon.com/selling-partners/definitions/product-types/meta-schema/v1",
        ["$id"] = $"https://schemas.amazon.com/selling-partners/definitions/product-types/schema/v1/{type}",
        ["type"] = "object",
        ["properties"] = new JsonObject(attributes.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject
        {
            ["title"] = Title(name),
            ["type"] = "array",
            ["items"] = new JsonObject { ["type"] = "object" },
        }))),
    };
}
