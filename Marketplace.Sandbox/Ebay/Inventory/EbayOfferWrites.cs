using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Ebay.Inventory;

/// <summary>Making offers, and showing them to buyers. A listing that is withdrawn and published again gets a new number.</summary>
internal sealed class EbayOfferWrites(EbayStore store)
{
    private static readonly string[] Formats = ["FIXED_PRICE", "AUCTION"];

    /// <summary>POST /offer.</summary>
    public SandboxReply Create(SandboxCall call) => EbayItemWrites.Parse(call) is not { } body
        ? EbayRefusal.Inventory(400, 25709, "Invalid value for the request body.")
        : store.Write(s =>
        {
            var (fault, offerId) = Make(s, body);
            return fault is null ? SandboxReply.OfJson(201, new { offerId }) : EbayRefusal.Of(400, fault);
        });

    /// <summary>POST /bulk_create_offer.</summary>
    public SandboxReply BulkCreate(SandboxCall call) => Bulk(call, (s, request) =>
    {
        var (fault, offerId) = Make(s, request);
        var status = fault is null ? 201 : 400;
        return (status, new
        {
            sku = (string?)request["sku"] ?? "",
            marketplaceId = EbaySite.All.FirstOrDefault(site => site.Id == (string?)request["marketplaceId"])?.Id ?? s.Site.Id,
            format = Formats.FirstOrDefault(format => format == (string?)request["format"]) ?? "FIXED_PRICE",
            offerId,
            statusCode = status,
            errors = Errors(fault),
        });
    });

    /// <summary>PUT /offer/{offerId}: replaces all terms.</summary>
    public SandboxReply Update(SandboxCall call) => EbayItemWrites.Parse(call) is not { } body
        ? EbayRefusal.Inventory(400, 25709, "Invalid value for the request body.")
        : On(call, (s, listing) =>
        {
            var terms = (JsonObject)body.DeepClone();
            terms["marketplaceId"] = s.Site.Id;
            terms["format"] = "FIXED_PRICE";
            listing.Terms = terms;
            Apply(s, listing, body);
            return SandboxReply.Empty(204);
        });

    /// <summary>DELETE /offer/{offerId}.</summary>
    public SandboxReply Delete(SandboxCall call) => On(call, (s, listing) =>
    {
        s.Shelf.RemoveOffer(listing);
        return SandboxReply.Empty(204);
    });

    /// <summary>POST /offer/{offerId}/publish: what is public already stays so, under its number.</summary>
    public SandboxReply Publish(SandboxCall call) => On(call, (s, listing) =>
        Missing(s, listing) is { } fault ? EbayRefusal.Of(400, fault) : SandboxReply.OfJson(200, new { listingId = Show(s, listing) }));

    /// <summary>POST /bulk_publish_offer.</summary>
    public SandboxReply BulkPublish(SandboxCall call) => Bulk(call, (s, request) =>
    {
        var offerId = (string?)request["offerId"] ?? "";
        var fault = s.Offer(offerId) is { } listing ? Missing(s, listing) : EbayRefusal.InventoryFault(25713, "This Offer is not available.");
        var status = fault is null ? 200 : 400;
        return (status, new { offerId, listingId = fault is null ? Show(s, s.Offer(offerId)!) : null, statusCode = status, errors = Errors(fault) });
    });

    /// <summary>POST /offer/publish_by_inventory_item_group: all variations under one number.</summary>
    public SandboxReply PublishGroup(SandboxCall call) => store.Write(s =>
    {
        // A group is there on its own site alone.
        var body = EbayItemWrites.Parse(call);
        var key = (string?)body?["inventoryItemGroupKey"] ?? "";
        if ((string?)body?["marketplaceId"] != s.Site.Id || s.Group(key) is not { Count: > 0 } members)
        {
            return EbayRefusal.Inventory(400, 25705, $"The Inventory Item Group named {key} could not be found or is not available in the system.");
        }

        return members.Select(member => Missing(s, member)).FirstOrDefault(fault => fault is not null) is { } missing
            ? EbayRefusal.Of(400, missing)
            : SandboxReply.OfJson(200, new { listingId = members.Select(member => Show(s, member)).Last() });
    });

    /// <summary>POST /offer/{offerId}/withdraw.</summary>
    public SandboxReply Withdraw(SandboxCall call) => On(call, (s, listing) =>
    {
        var listingId = listing.ListingId;
        s.Shelf.Hide(listing);
        return SandboxReply.OfJson(200, new { listingId });
    });

    /// <summary>POST /offer/withdraw_by_inventory_item_group: ends the listing of all variations at once.</summary>
    public SandboxReply WithdrawGroup(SandboxCall call) => store.Write(s =>
    {
        var key = (string?)EbayItemWrites.Parse(call)?["inventoryItemGroupKey"] ?? "";
        if (s.Group(key) is not { Count: > 0 } members || !members.Any(member => member.IsPublic))
        {
            return EbayRefusal.Inventory(400, 25725, "No offer found", "inventoryItemGroupKey", key);
        }

        foreach (var member in members.ToList())
        {
            s.Shelf.Hide(member);
        }

        return SandboxReply.Empty(204);
    });

    /// <summary>POST /offer/get_listing_fees: nothing costs anything here.</summary>
    public SandboxReply Fees(SandboxCall call) => call.Body.Length > 0 && (EbayItemWrites.Parse(call) is not { } body || (body["offers"] as JsonArray ?? []).Any(offer => offer?["offerId"] is null))
        ? EbayRefusal.Inventory(400, 25709, "Invalid value for offers.", "offers")
        : store.Read(s => SandboxReply.OfJson(200, new
        {
            feeSummaries = new[] { new { marketplaceId = s.Site.Id, fees = new[] { new { feeType = "INSERTION_FEE", amount = EbayWire.Amount(0, s.Site.Currency) } } } },
        }));

    /// <summary>POST /bulk_migrate_listing: lets the Inventory API see listings that were made outside it, for good.</summary>
    public SandboxReply Migrate(SandboxCall call) => Bulk(call, (s, request) =>
    {
        var listingId = (string?)request["listingId"] ?? "";
        var variations = s.Number(listingId);
        var fault = variations is null ? EbayRefusal.InventoryFault(25718, "Cannot migrate listing. The listing does not exist.", "listingId", listingId)
            : variations[0].InInventory ? EbayRefusal.InventoryFault(25718, "Cannot migrate listing. It is managed by the Inventory API already.", "listingId", listingId)
            : variations.Any(variation => variation.Sku is null) ? EbayRefusal.InventoryFault(25718, "Cannot migrate listing. Every variation needs a SKU.", "listingId", listingId)
            : null;
        if (fault is null)
        {
            foreach (var variation in variations!)
            {
                s.Shelf.Migrate(variation);
            }
        }

        var status = fault is null ? 200 : 400;
        return (status, new
        {
            listingId,
            marketplaceId = s.Site.Id,
            statusCode = status,
            inventoryItemGroupKey = fault is null ? variations![0].GroupKey : null,
            inventoryItems = (fault is null ? variations! : []).Select(variation => new { sku = variation.Sku, offerId = variation.OfferId }).ToList(),
            errors = Errors(fault),
        });
    }, EbayRefusal.InventoryFault(25718, "Cannot migrate listing. Invalid value for requests.", "requests"));

    private static (EbayFault? Fault, string? OfferId) Make(EbayStore s, JsonObject body)
    {
        var sku = (string?)body["sku"] ?? "";
        if (s.Item(sku) is not { } listing)
        {
            return (EbayItemCalls.NoSku(sku), null);
        }

        if (listing.OfferId is { } known)
        {
            return (EbayRefusal.InventoryFault(25002, "A user error has occurred. Offer entity already exists.", "offerId", known), null);
        }

        if ((string?)body["marketplaceId"] is { } site && site != s.Site.Id)
        {
            return (EbayRefusal.InventoryFault(25709, "Invalid value for marketplaceId.", "marketplaceId", site), null);
        }

        if ((string?)body["format"] is { } format && !Formats.Contains(format))
        {
            return (EbayRefusal.InventoryFault(25709, "Invalid value for format.", "format", format), null);
        }

        var terms = (JsonObject)body.DeepClone();
        terms["marketplaceId"] ??= s.Site.Id;
        terms["format"] ??= "FIXED_PRICE";
        var offerId = s.Shelf.MakeOffer(listing, terms);
        Apply(s, listing, body);
        return (null, offerId);
    }

    private static void Apply(EbayStore s, EbayListing listing, JsonObject body)
    {
        if (body["availableQuantity"] is JsonValue value && value.TryGetValue<int>(out var quantity))
        {
            listing.Set(quantity, "update", s.Now);
        }

        if (decimal.TryParse((string?)body["pricingSummary"]?["price"]?["value"], NumberStyles.Float, CultureInfo.InvariantCulture, out var price))
        {
            listing.PriceCents = (long)Math.Round(price * 100);
        }
    }

    // What an offer may lack until it is published.
    private static EbayFault? Missing(EbayStore s, EbayListing listing) =>
        listing.OfferId is null ? EbayRefusal.InventoryFault(25713, "This Offer is not available.")
        : listing.PriceCents <= 0 ? EbayRefusal.InventoryFault(25003, "The offer has an invalid price.", "price")
        : listing.Content is { } content && content["product"]?["title"] is null ? EbayRefusal.InventoryFault(25016, "The title value is invalid.", "title")
        : listing.Content is { } item && item["condition"] is null ? EbayRefusal.InventoryFault(25021, "The item condition is missing.", "condition")
        : listing.Terms is not { } terms ? null
        : terms["categoryId"] is null ? EbayRefusal.InventoryFault(25005, "The offer has an invalid category ID.", "categoryId")
        : terms["listingPolicies"]?["fulfillmentPolicyId"] is null ? EbayRefusal.InventoryFault(25007, "The offer has invalid data in the associated fulfillment policy.", "fulfillmentPolicyId")
        : terms["listingPolicies"]?["paymentPolicyId"] is null ? EbayRefusal.InventoryFault(25008, "The offer has invalid data in the associated payment policy.", "paymentPolicyId")
        : terms["listingPolicies"]?["returnPolicyId"] is null ? EbayRefusal.InventoryFault(25009, "The offer has invalid data in the associated return policy.", "returnPolicyId")
        : terms["merchantLocationKey"] is null || !s.Locations.ContainsKey((string?)terms["merchantLocationKey"] ?? "") ? EbayRefusal.InventoryFault(25012, "Invalid inventory location.", "merchantLocationKey")
        : null;

    private static string Show(EbayStore s, EbayListing listing)
    {
        if (!listing.IsPublic)
        {
            var sibling = listing.GroupKey is { } key ? s.Group(key)?.FirstOrDefault(member => member.IsPublic)?.ListingId : null;
            s.Shelf.Show(listing, sibling ?? s.Shelf.NewNumber());
        }

        return listing.ListingId;
    }

    private SandboxReply On(SandboxCall call, Func<EbayStore, EbayListing, SandboxReply> act) => store.Write(s => s.Offer(call.Path["offerId"]) is { } listing
        ? act(s, listing)
        : EbayRefusal.Inventory(404, 25713, "This Offer is not available."));

    private SandboxReply Bulk(SandboxCall call, Func<EbayStore, JsonObject, (int Status, object Answer)> act, EbayFault? whenMalformed = null)
    {
        if (EbayItemWrites.Parse(call)?["requests"] is not JsonArray { Count: > 0 and <= 25 } requests)
        {
            return EbayRefusal.Of(400, whenMalformed ?? EbayRefusal.InventoryFault(25709, "Invalid value for requests.", "requests"));
        }

        return store.Write(s =>
        {
            var answers = requests.OfType<JsonObject>().Select(request => act(s, request)).ToList();
            return SandboxReply.OfJson(answers.TrueForAll(answer => answer.Status < 300) ? 200 : 207, new { responses = answers.Select(answer => answer.Answer).ToList() });
        });
    }

    private static EbayFault[] Errors(EbayFault? fault) => fault is null ? [] : [fault];
}
