using System.Text.Json.Nodes;

namespace Marketplace.Sandbox.Amazon;

/// <summary>The rules of the one attribute that carries the quantity.</summary>
internal static class AmazonAvailabilityPatch
{
    private const string Attribute = "fulfillment_availability";

    /// <summary>Adds what the patch would do, or what is wrong with it.</summary>
    public static void Plan(
        AmazonListing listing, string op, JsonArray value, AmazonRegion region, List<Action<DateTimeOffset, string>> effects, List<AmazonIssue> issues)
    {
        if (value.Count == 0)
        {
            issues.Add(new AmazonIssue("90220", $"'{Attribute}' does not have enough values. The required minimum is '1' value(s).", Attribute));
            return;
        }

        foreach (var entry in value)
        {
            var channel = AmazonBody.Text(entry, "fulfillment_channel_code");
            if (channel is null)
            {
                issues.Add(new AmazonIssue("90220", "'fulfillment_channel_code' does not have enough values. The required minimum is '1' value(s).", Attribute));
            }
            else if (channel != "DEFAULT" && channel != AmazonListingJson.ChannelOf(region))
            {
                issues.Add(new AmazonIssue("90244", $"'{channel}' is not a valid value for 'fulfillment_channel_code'.", Attribute));
            }
            else if (listing.HeldByAmazon != (channel != "DEFAULT"))
            {
                issues.Add(new AmazonIssue("90111", $"The SKU is fulfilled through another channel than '{channel}'.", Attribute));
            }
            else if (op is "delete")
            {
                effects.Add((at, cause) => listing.SetQuantity(0, at, cause));
            }
            else if (channel == "DEFAULT")
            {
                PlanQuantity(listing, op, (JsonObject)entry!, effects, issues);
            }
        }
    }

    private static void PlanQuantity(AmazonListing listing, string op, JsonObject entry, List<Action<DateTimeOffset, string>> effects, List<AmazonIssue> issues)
    {
        var quantity = AmazonBody.Number(entry, "quantity");
        if (quantity is < 0 || (quantity is null && entry["quantity"] is not null))
        {
            issues.Add(new AmazonIssue("90117", "'quantity' must be a whole number of 0 or more.", Attribute));
            return;
        }

        effects.Add((at, cause) =>
        {
            // A merge leaves out what is not named; everything else replaces the whole entry.
            if (op != "merge" || entry["lead_time_to_ship_max_days"] is not null)
            {
                listing.LeadTimeDays = AmazonBody.Number(entry, "lead_time_to_ship_max_days");
            }

            if (op != "merge" || entry["restock_date"] is not null)
            {
                listing.RestockDate = AmazonBody.Text(entry, "restock_date");
            }

            if (op != "merge" || quantity is not null)
            {
                listing.SetQuantity(quantity ?? 0, at, cause);
            }
        });
    }
}
