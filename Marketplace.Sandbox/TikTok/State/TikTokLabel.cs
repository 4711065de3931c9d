using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Sandbox.TikTok.State;

/// <summary>TikTok Shop's own labels: their numbers, services, times of collection and the printed thing.</summary>
internal static class TikTokLabel
{
    private const int AddressHours = 24;

    /// <summary>Services that sell a label in the United States; the first is the default.</summary>
    public static readonly IReadOnlyList<TikTokLabelService> Services =
    [
        new("7208502187360519982", "USPS Ground Advantage", "7117858858072016686", "USPS", 512, 3, 5),
        new("7208502187360519983", "UPS Ground", "7117859084333745966", "UPS", 894, 2, 4),
    ];

    /// <summary>The number and carrier of a package that TikTok Shop delivers.</summary>
    public static (string Tracking, (string Id, string Name) Provider) Number(TikTokPackage package) =>
        ($"TTS{package.Id[^12..]}", ("6617675021119438849", "TT Virtual express"));

    /// <summary>Times of collection over the next three days, the first of which is taken already.</summary>
    public static IEnumerable<(long Start, long End, bool Free)> Slots(DateTimeOffset now)
    {
        var day = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        return Enumerable.Range(1, 3).SelectMany(days => (int[])[9, 14], (days, hour) => (days, hour))
            .Select((slot, i) => (day.AddDays(slot.days).AddHours(slot.hour).ToUnixTimeSeconds(), day.AddDays(slot.days).AddHours(slot.hour + 4).ToUnixTimeSeconds(), i > 0));
    }

    /// <summary>Path of a package's label, good for a day.</summary>
    public static string PathOf(TikTokPackage package, string kind, DateTimeOffset now, byte[] key)
    {
        var expires = now.AddHours(AddressHours).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"/documents/{package.Id}.pdf?kind={kind}&expires={expires}&seal={Seal(package.Id, kind, expires, key)}");
    }

    /// <summary>Whether an address of a label is one of ours, and still good.</summary>
    public static bool IsGood(string packageId, string? kind, string? expires, string? seal, DateTimeOffset now, byte[] key) =>
        long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var end) && end > now.ToUnixTimeSeconds() && seal == Seal(packageId, kind ?? "", end, key);

    private static string Seal(string packageId, string kind, long expires, byte[] key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{packageId} {kind} {expires}"))))[..32];
}

/// <summary>A service that sells a label.</summary>
internal sealed record TikTokLabelService(string Id, string Name, string ProviderId, string ProviderName, long Cents, int EarliestDays, int LatestDays);
