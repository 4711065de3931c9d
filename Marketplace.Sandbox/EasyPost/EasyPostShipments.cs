using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Sandbox.TikTok.Wire;

namespace Marketplace.Sandbox.EasyPost;

/// <summary>What EasyPost has stored: parcels with their rates, and the labels that were bought for them.</summary>
internal sealed class EasyPostShipments
{
    private static readonly (string Carrier, string Service, double Fixed, double PerOunce, int Days)[] Services =
        [("USPS", "GroundAdvantage", 4.10, 0.085, 4), ("USPS", "Priority", 7.20, 0.110, 2), ("UPSDAP", "Ground", 8.05, 0.060, 3), ("FedExDefault", "STANDARD_OVERNIGHT", 24.90, 0.210, 1)];

    private readonly ConcurrentDictionary<string, EasyPostParcel> parcels = new();
    private int numbers;

    /// <summary>Numbers of labels that were bought and not given back.</summary>
    public IReadOnlyList<string> Bought => [.. parcels.Values.Where(p => p is { TrackingCode: not null, RefundStatus: null }).Select(p => p.TrackingCode!)];

    /// <summary>Stores a parcel and prices it.</summary>
    public EasyPostParcel Create(JsonObject wanted, bool isTest)
    {
        var weight = (double)wanted["parcel"]!["weight"]!;
        var parcel = new EasyPostParcel
        {
            IsTest = isTest,
            Reference = (string?)wanted["reference"],
            Rates = [.. Services.Select(s => new EasyPostPrice(NewId("rate"), s.Carrier, s.Service, (s.Fixed + (s.PerOunce * weight)).ToString("0.00", CultureInfo.InvariantCulture), s.Days))],
        };
        parcels[parcel.Id] = parcel;
        return parcel;
    }

    /// <summary>A parcel; null when there is none.</summary>
    public EasyPostParcel? Find(string id) => parcels.GetValueOrDefault(id);

    /// <summary>Sells a label.</summary>
    /// <returns>False when the rate is another parcel's.</returns>
    public bool Buy(EasyPostParcel parcel, string rateId)
    {
        lock (parcel)
        {
            if (parcel.TrackingCode is null && parcel.Rates.FirstOrDefault(r => r.Id == rateId) is { } rate)
            {
                parcel.Selected = rate;
                var number = Interlocked.Increment(ref numbers);
                parcel.TrackingCode = rate.Carrier == "USPS" ? Usps(number) : string.Create(CultureInfo.InvariantCulture, $"EZ{4_000_000_000 + number}");
                return true;
            }

            return false;
        }
    }

    /// <summary>The paper of a label; null when none was bought.</summary>
    public byte[]? Paper(string file) => Find(Path.GetFileNameWithoutExtension(file)) is { TrackingCode: { } number, Selected: { } rate } parcel
        ? TikTokPdf.Write(288, 432, [$"{rate.Carrier} {rate.Service}", number, parcel.Reference ?? "", parcel.IsTest ? "SAMPLE, DO NOT MAIL" : "Postage paid"])
        : null;

    /// <summary>A new id in EasyPost's form.</summary>
    internal static string NewId(string prefix) => $"{prefix}_{Guid.NewGuid():N}";

    // 22 digits; the last one checks the others with weights 3 and 1.
    private static string Usps(int number)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"940010000000{number:D9}");
        var sum = body.Reverse().Select((digit, i) => (digit - '0') * (i % 2 == 0 ? 3 : 1)).Sum();
        return body + (char)('0' + ((10 - (sum % 10)) % 10));
    }
}

/// <summary>A price of a service.</summary>
internal sealed record EasyPostPrice(string Id, string Carrier, string Service, string Rate, int Days)
{
    public JsonObject ToJson(string parcelId) => new()
    {
        ["id"] = Id,
        ["object"] = "Rate",
        ["carrier"] = Carrier,
        ["service"] = Service,
        ["rate"] = Rate,
        ["currency"] = "USD",
        ["delivery_days"] = Days,
        ["shipment_id"] = parcelId,
    };
}

/// <summary>A parcel as it is stored.</summary>
internal sealed class EasyPostParcel
{
    public string Id { get; } = EasyPostShipments.NewId("shp");

    public bool IsTest { get; init; }

    public string? Reference { get; init; }

    public IReadOnlyList<EasyPostPrice> Rates { get; init; } = [];

    public EasyPostPrice? Selected { get; set; }

    public string? TrackingCode { get; set; }

    public string? RefundStatus { get; set; }

    public JsonObject ToJson(string labels) => new()
    {
        ["id"] = Id,
        ["object"] = "Shipment",
        ["mode"] = IsTest ? "test" : "production",
        ["reference"] = Reference,
        ["rates"] = new JsonArray([.. Rates.Select(r => (JsonNode)r.ToJson(Id))]),
        ["selected_rate"] = Selected?.ToJson(Id),
        ["tracking_code"] = TrackingCode,
        ["refund_status"] = RefundStatus,
        ["messages"] = new JsonArray(),
        ["postage_label"] = TrackingCode is null ? null : new JsonObject { ["object"] = "PostageLabel", ["label_file_type"] = "application/pdf", ["label_url"] = $"{labels}{Id}.pdf" },
    };
}
