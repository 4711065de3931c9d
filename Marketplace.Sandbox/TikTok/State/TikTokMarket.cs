using System.Globalization;

namespace Marketplace.Sandbox.TikTok.State;

/// <summary>What differs between TikTok Shop's markets.</summary>
internal sealed record TikTokMarket
{
    private static readonly (string Id, string Name)[] American =
        [("7117858858072016686", "USPS"), ("7117859084333745966", "UPS"), ("7129720299146184490", "FedEx"), ("7132708894246471470", "DHL eCommerce"), ("7260127612930311982", "OnTrac"), ("7266990226124310315", "LaserShip")];

    private static readonly (string Id, string Name)[] European =
        [("7048196136893908737", "Royal Mail"), ("7049196070324373249", "Evri"), ("7049196114347804418", "DPD"), ("7051123456789012345", "DHL Parcel"), ("7052123456789012346", "UPS")];

    private static readonly (string Id, string Name)[] Asian =
        [("6841743441349706241", "J&T Express"), ("6617675021119438849", "Ninja Van"), ("7100224231034767106", "SiCepat"), ("7100224231034767107", "JNE"), ("7100224231034767108", "Flash Express")];

    private TikTokMarket(string region, string currency, bool marks, bool packagesEarly, bool hidesPackages, (string Id, string Name)[] providers)
    {
        Region = region;
        Currency = currency;
        MarksOrdersAsShipped = marks;
        HasPackagesBeforeShipping = packagesEarly;
        HidesPackagesBeforeShipping = hidesPackages;
        Providers = providers;
    }

    /// <summary>Two-letter code.</summary>
    public string Region { get; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; }

    /// <summary>Offers Mark Package As Shipped; the others ship the package that exists.</summary>
    public bool MarksOrdersAsShipped { get; }

    /// <summary>A package exists from payment on.</summary>
    public bool HasPackagesBeforeShipping { get; }

    /// <summary>Orders that sellers deliver themselves do not show it until it is shipped.</summary>
    public bool HidesPackagesBeforeShipping { get; }

    /// <summary>Carriers that sellers may use.</summary>
    public IReadOnlyList<(string Id, string Name)> Providers { get; }

    /// <summary>Splits by unit rather than by SKU.</summary>
    public bool SplitsByUnit => MarksOrdersAsShipped;

    /// <summary>The profile of a market.</summary>
    /// <exception cref="ArgumentException">The sandbox does not know the market.</exception>
    public static TikTokMarket Of(string region) => region switch
    {
        "US" => new(region, "USD", true, false, false, American),
        "GB" => new(region, "GBP", true, true, true, European),
        "DE" or "ES" or "FR" or "IE" or "IT" => new(region, "EUR", true, true, false, European),
        "JP" => new(region, "JPY", true, true, false, Asian),
        "ID" => new(region, "IDR", false, true, false, Asian),
        "MY" => new(region, "MYR", false, true, false, Asian),
        "PH" => new(region, "PHP", false, true, false, Asian),
        "SG" => new(region, "SGD", false, true, false, Asian),
        "TH" => new(region, "THB", false, true, false, Asian),
        "VN" => new(region, "VND", false, true, false, Asian),
        "BR" => new(region, "BRL", false, true, false, Asian),
        "MX" => new(region, "MXN", false, true, false, Asian),
        _ => throw new ArgumentException($"The sandbox knows no TikTok Shop market '{region}'.", nameof(region)),
    };

    /// <summary>Cents of the sample catalogue as this market writes them.</summary>
    public string Amount(long cents) => Currency is "IDR" or "VND" or "JPY"
        ? (cents * 100).ToString(CultureInfo.InvariantCulture)
        : (cents / 100m).ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>An amount of this market in cents of the sample catalogue.</summary>
    public int Cents(decimal amount) => (int)(Currency is "IDR" or "VND" or "JPY" ? amount / 100 : amount * 100);
}
