using Marketplace.Core.Platforms;

namespace Marketplace.Core.Fulfillment;

/// <summary>Finds the carrier that is meant, in a marketplace's own spelling, and guesses it from the tracking number.</summary>
public static class CarrierDirectory
{
    /// <summary>Matches what was written to a carrier of the marketplace.</summary>
    /// <param name="marketplace">Whose list of carriers counts.</param>
    /// <param name="code">Code chosen from that list, if any.</param>
    /// <param name="name">Name as written; may be empty.</param>
    /// <returns>The carrier, or a reason in plain words.</returns>
    public static CarrierMatch Match(MarketplaceDescriptor marketplace, string? code, string? name)
    {
        string[] given = [.. new[] { code, name }.Select(g => g?.Trim() ?? "").Where(g => g.Length > 0 && !IsOther(g))];
        foreach (var written in given)
        {
            if (Find(marketplace, written) is { } carrier)
            {
                return new CarrierMatch(carrier.Code, carrier.Name, null);
            }
        }

        if (given.Length == 0)
        {
            return new CarrierMatch(null, "", "Name the carrier.");
        }

        var wanted = given[^1];

        if (marketplace.AcceptsOtherCarriers)
        {
            return new CarrierMatch(null, wanted, null);
        }

        var known = string.Join(", ", Choices(marketplace).Take(6).Select(c => c.Name));
        return new CarrierMatch(null, wanted, $"{marketplace.Name} does not know the carrier “{wanted}”. Use one of its carriers, such as {known}, or say on the page Carriers what “{wanted}” means there.");
    }

    /// <summary>The carriers to choose from; the entry by which a marketplace marks a carrier sent by name is none.</summary>
    public static IEnumerable<Carrier> Choices(MarketplaceDescriptor marketplace) => marketplace.Carriers.Where(c => !IsOther(c.Code));

    /// <summary>The carrier that a tracking number's shape points to, in the marketplace's spelling; null when it points to none, or to one that the marketplace lacks.</summary>
    public static Carrier? Detect(MarketplaceDescriptor marketplace, string trackingNumber) =>
        CarrierShapes.Detect(TrackingNumber.Normalize(trackingNumber)) is { } key ? ByKey(marketplace, key) : null;

    /// <summary>A remark when the number looks like another carrier's than the one named, or mistyped; null when nothing speaks against it.</summary>
    public static string? Doubt(string trackingNumber, string carrierName)
    {
        var shape = CarrierShapes.Of(TrackingNumber.Normalize(trackingNumber));
        var named = CarrierSynonyms.Key(CarrierSynonyms.Fold(carrierName));
        return shape switch
        {
            null => null,
            _ when named is not null && shape.Key != named && !SameHouse(shape.Key, named) => $"The number looks like one of {CarrierSynonyms.DisplayName(shape.Key)}, not {carrierName}. Check it.",
            { Fits: false } when shape.Key == named => $"The last digit does not fit the rest, as it does in every number of {CarrierSynonyms.DisplayName(shape.Key)}: perhaps it is mistyped.",
            _ => null,
        };
    }

    /// <summary>
    /// The carrier where a form that no other has, and its check digit, leave no doubt; in the marketplace's spelling. Null where they do, or where the
    /// marketplace lacks it.
    /// </summary>
    internal static Carrier? Certain(MarketplaceDescriptor marketplace, string number) =>
        CarrierShapes.Of(number) is { Fits: true, Key: "ups" or "usps" } shape ? ByKey(marketplace, shape.Key) : null;

    private static bool IsOther(string written) => CarrierSynonyms.Fold(written) is "other" or "others";

    private static Carrier? Find(MarketplaceDescriptor marketplace, string written)
    {
        var folded = CarrierSynonyms.Fold(written);
        var exact = Choices(marketplace).FirstOrDefault(c => string.Equals(c.Code, written, StringComparison.OrdinalIgnoreCase))
            ?? Choices(marketplace).FirstOrDefault(c => CarrierSynonyms.Fold(c.Name) == folded || CarrierSynonyms.Fold(c.Code) == folded);
        return exact ?? (CarrierSynonyms.Key(folded) is { } key ? ByKey(marketplace, key) : null);
    }

    // The shortest name is the carrier itself rather than one of its services.
    private static Carrier? ByKey(MarketplaceDescriptor marketplace, string key) =>
        Choices(marketplace)
            .Where(c => CarrierSynonyms.Key(CarrierSynonyms.Fold(c.Name)) == key || CarrierSynonyms.Key(CarrierSynonyms.Fold(c.Code)) == key)
            .MinBy(c => c.Name.Length);

    // Numbers of one house's brands, and of posts that finish each other's parcels, look alike.
    private static bool SameHouse(string left, string right)
    {
        string[][] houses =
        [
            ["dhl", "dhlecommerce", "deutschepost"], ["royalmail", "parcelforce"], ["ontrac", "lasership"],
            ["usps", "ups"], ["usps", "fedex"], ["usps", "dhlecommerce"], ["usps", "asendia"], ["usps", "osm"], ["usps", "amazonshipping"],
        ];
        return houses.Any(house => house.Contains(left) && house.Contains(right));
    }
}

/// <summary>A carrier in a marketplace's spelling.</summary>
/// <param name="Code">The marketplace's code; null when it is sent by name.</param>
/// <param name="Name">Name to show and to send.</param>
/// <param name="Problem">Why it cannot be used, in plain words; null when it can.</param>
public sealed record CarrierMatch(string? Code, string Name, string? Problem);
