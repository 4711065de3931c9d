using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Marketplace.Sandbox.Amazon;

/// <summary>What carriers offer, under tokens that hold for one order and ten minutes.</summary>
internal sealed class AmazonOfferTokens(int seed)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);
    private readonly byte[] key = SHA256.HashData(Encoding.UTF8.GetBytes($"amazon offers {seed}"));

    /// <summary>The services for a parcel; dearer with its weight.</summary>
    public static IReadOnlyList<AmazonOffer> For(JsonObject details)
    {
        var weight = details["Weight"]?["Value"] is JsonValue value && value.TryGetValue<decimal>(out var amount) ? amount : 0;
        var grams = AmazonBody.Text(details["Weight"], "Unit") == "oz" ? weight * 28.35m : weight;
        var extra = Math.Round(grams / 500m, 2);
        return
        [
            new AmazonOffer("USPS_PTP_GND_ADV", "USPS Ground Advantage", "USPS", 5.15m + extra, 4),
            new AmazonOffer("UPS_PTP_GND", "UPS Ground", "UPS", 8.40m + extra, 3),
            new AmazonOffer("UPS_PTP_NEXT_DAY_AIR_SAVER", "UPS Next Day Air Saver", "UPS", 31.90m + 2 * extra, 1),
        ];
    }

    /// <summary>A token for an offer.</summary>
    public string Make(string orderId, string serviceId, DateTimeOffset now)
    {
        var content = string.Create(CultureInfo.InvariantCulture, $"{orderId}|{serviceId}|{now.ToUnixTimeSeconds()}");
        return Convert.ToBase64String([.. HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(content)), .. Encoding.UTF8.GetBytes(content)]);
    }

    /// <summary>Whether a token still stands for an offer.</summary>
    public bool IsGood(string token, string orderId, string serviceId, DateTimeOffset now)
    {
        var buffer = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, buffer, out var count) || count <= 32)
        {
            return false;
        }

        return Encoding.UTF8.GetString(buffer, 32, count - 32).Split('|') is [var order, var service, var seconds]
            && long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var made)
            && order == orderId && service == serviceId
            && Make(orderId, serviceId, DateTimeOffset.FromUnixTimeSeconds(made)) == token
            && DateTimeOffset.FromUnixTimeSeconds(made) + Lasts > now;
    }
}
