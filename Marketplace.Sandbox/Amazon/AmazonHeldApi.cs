using System.Globalization;
using Marketplace.Sandbox.Hosting;

namespace Marketplace.Sandbox.Amazon;

/// <summary>FBA Inventory v1: what Amazon holds of the seller's goods.</summary>
internal static class AmazonHeldApi
{
    private const int PageSize = 50;
    private const int MostSkus = 50;

    /// <summary>getInventorySummaries; fifty a page, and with a token the other parameters stay as they were.</summary>
    public static SandboxReply Summaries(AmazonCall request)
    {
        var (call, store) = (request.Call, request.Store);
        if (call.Fault == Faults.FaultKind.Partial)
        {
            // An application that may not see what Amazon holds.
            return AmazonReplies.Denied("");
        }

        var skus = call.List("sellerSkus").Concat(call.List("sellerSku")).ToHashSet(StringComparer.Ordinal);
        if (call.Word("granularityType", "", "Marketplace") is { } && (call.QueryValue("granularityId") != store.Region.MarketplaceId || call.QueryValue("marketplaceIds") != store.Region.MarketplaceId))
        {
            throw AmazonReplies.Invalid("Invalid value for field [granularityId] or [marketplaceIds].");
        }

        if (skus.Count > MostSkus)
        {
            throw AmazonReplies.Invalid($"[sellerSkus] takes up to {MostSkus} values.");
        }

        var (since, offset) = (call.Time("startDateTime"), OffsetOf(call));
        var details = call.Word("details", "false", "true", "false") == "true";
        lock (store.Gate)
        {
            store.Settle();
            var found = store.Shelf.Where(l => l.HeldByAmazon && (skus.Count == 0 || skus.Contains(l.Sku)) && (since is null || l.UpdatedAt >= since)).ToList();
            var next = offset + PageSize;
            return SandboxReply.OfJson(200, new
            {
                payload = new
                {
                    granularity = new { granularityType = "Marketplace", granularityId = store.Region.MarketplaceId },
                    inventorySummaries = found.Skip(offset).Take(PageSize).Select(l => Summary(l, details)).ToArray(),
                },
                pagination = next < found.Count ? new { nextToken = AmazonPageTokens.Make("held", next.ToString(CultureInfo.InvariantCulture)) } : null,
            });
        }
    }

    private static object Summary(AmazonListing listing, bool details) => new
    {
        asin = listing.Asin,
        fnSku = "X0" + listing.Asin[2..],
        sellerSku = listing.Sku,
        condition = "NewItem",
        inventoryDetails = details
            ? new
            {
                fulfillableQuantity = listing.Quantity,
                inboundWorkingQuantity = 0,
                inboundShippedQuantity = 0,
                inboundReceivingQuantity = 0,
                reservedQuantity = new { totalReservedQuantity = 0, pendingCustomerOrderQuantity = 0, pendingTransshipmentQuantity = 0, fcProcessingQuantity = 0 },
                unfulfillableQuantity = new { totalUnfulfillableQuantity = 0 },
            }
            : null,
        lastUpdatedTime = AmazonReplies.OldTime(listing.UpdatedAt),
        productName = listing.Item.Title,
        totalQuantity = listing.Quantity,
    };

    private static int OffsetOf(SandboxCall call) => call.QueryValue("nextToken") is not { Length: > 0 } token ? 0
        : AmazonPageTokens.Read(token, 2) is { } parts && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset
        : throw AmazonReplies.Invalid("The nextToken is not valid.");
}
