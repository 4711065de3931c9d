using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Files;

/// <summary>
/// Finds the order that is meant where a spreadsheet has damaged its number: zeros in front dropped, or the end cut off by a power of
/// ten. A number counts as recognised only where a single order of the seller's stores fits.
/// </summary>
internal static class DamagedNumbers
{
    // Spreadsheets keep 15 digits; the last of those is rounded, and with fewer than this many left a match would be chance.
    private const int FewestDigits = 12;
    private const int MostZeros = 3;

    // Each costs a look into the index.
    private const int MostLooks = 200;

    /// <summary>What each damaged number stands for; numbers that no order, or several, would fit are absent.</summary>
    public static async Task<Dictionary<string, string>> RecogniseAsync(
        MarketplaceDbContext db, IReadOnlyList<Guid> stores, IReadOnlyCollection<string> written, CancellationToken cancellationToken)
    {
        var found = await WithZerosAsync(db, stores, written, cancellationToken);
        foreach (var number in written.Where(TrackingNumber.IsScientific).Take(MostLooks))
        {
            if (Range(number) is { } range && await OnlyAsync(db, stores, range, cancellationToken) is { } order)
            {
                found[number] = order;
            }
        }

        return found;
    }

    private static async Task<Dictionary<string, string>> WithZerosAsync(
        MarketplaceDbContext db, IReadOnlyList<Guid> stores, IReadOnlyCollection<string> written, CancellationToken cancellationToken)
    {
        var whole = written.Where(number => number.All(char.IsAsciiDigit) && number[0] != '0')
            .SelectMany(number => Enumerable.Range(1, MostZeros).Select(zeros => (Number: number, Whole: new string('0', zeros) + number)))
            .ToLookup(pair => pair.Whole, pair => pair.Number);
        if (whole.Count == 0)
        {
            return [];
        }

        var wanted = whole.Select(group => group.Key).ToList();
        var orders = await db.Orders.Where(o => stores.Contains(o.ConnectionId) && wanted.Contains(o.ExternalId)).Select(o => o.ExternalId).ToListAsync(cancellationToken);
        return orders.SelectMany(order => whole[order].Select(number => (number, order))).GroupBy(pair => pair.number)
            .Where(group => group.Count() == 1).ToDictionary(group => group.Key, group => group.Single().order);
    }

    // Digits are in the same order in every collation, so that the unique index of store and number answers.
    [SuppressMessage("Globalization", "CA1309", Justification = "The database compares, and knows no other form of this call.")]
    private static async Task<string?> OnlyAsync(MarketplaceDbContext db, IReadOnlyList<Guid> stores, (string From, string To) range, CancellationToken cancellationToken)
    {
        var (from, to) = range;
        // All are one seller's, so this order costs the database nothing; a bound without any would draw a warning.
        var orders = await db.Orders.OrderBy(o => o.SellerId)
            .Where(o => stores.Contains(o.ConnectionId) && string.Compare(o.ExternalId, from) >= 0 && string.Compare(o.ExternalId, to) <= 0)
            .Select(o => o.ExternalId).Take(MostLooks).ToListAsync(cancellationToken);
        return orders.Where(order => order.Length == from.Length).Take(2).ToList() is [var only] ? only : null;
    }

    // The numbers that a spreadsheet would show so: one unit of the last digit around it.
    private static (string From, string To)? Range(string scientific)
    {
        var parts = scientific.Trim().Replace(',', '.').ToUpperInvariant().Split('E');
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        if (digits.Length is < FewestDigits or > 18 || digits[0] == '0' || !int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power)
            || power is > 40 || power + 1 < digits.Length)
        {
            return null;
        }

        var (number, cut) = (long.Parse(digits, CultureInfo.InvariantCulture), power + 1 - digits.Length);
        return ($"{number - 1}{new string('0', cut)}", $"{number + 1}{new string('0', cut)}");
    }
}
