using System.Text.RegularExpressions;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Files;

/// <summary>Finds a seller's orders by the marketplaces' order numbers, many at once.</summary>
internal static partial class OrderNumbers
{
    /// <summary>Orders by number as written; a number that two stores share has two. Numbers that a spreadsheet damaged are recognised where only one order fits.</summary>
    public static async Task<ILookup<string, ShippableOrder>> FindAsync(MarketplaceDbContext db, IReadOnlyCollection<string> numbers, CancellationToken cancellationToken)
    {
        // Naming the stores lets the unique index of store and number answer.
        var stores = await db.Connections.Select(c => c.Id).ToListAsync(cancellationToken);
        var found = await LoadAsync(db, stores, numbers, cancellationToken);
        var known = found.Select(o => o.Order.ExternalId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var meant = await DamagedNumbers.RecogniseAsync(db, stores, [.. numbers.Where(number => !known.Contains(number))], cancellationToken);
        var recognised = meant.Count == 0 ? [] : await LoadAsync(db, stores, [.. meant.Values], cancellationToken);
        return found.Select(order => (Written: order.Order.ExternalId, Order: order))
            .Concat(meant.SelectMany(pair => recognised.Where(order => order.Order.ExternalId == pair.Value).Select(order => (Written: pair.Key, Order: order))))
            .ToLookup(pair => pair.Written, pair => pair.Order, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Why a number leads to no order; plain words.</summary>
    public static string Unknown(string? number) => number switch
    {
        null => "This row has no order number.",
        _ when TrackingNumber.IsScientific(number) =>
            $"The spreadsheet turned the order number into {number} and lost digits. Format the column as text and paste the numbers again.",
        _ when TrackingNumber.IsDate(number) =>
            $"The spreadsheet turned the order number into the date {number}. Format the column as text and paste the numbers again.",
        { Length: > 15 } when number.All(char.IsAsciiDigit) && number.EndsWith("000", StringComparison.Ordinal) =>
            "No order has this number. Its last digits look cut off by a spreadsheet: format the column as text and paste the numbers again.",
        _ when Broken().IsMatch(number) => $"“{number}” is what a spreadsheet shows where a formula failed. Paste the order number itself as text.",
        _ => "No order has this number in your stores. Check it, or refresh the orders first.",
    };

    private static async Task<List<ShippableOrder>> LoadAsync(MarketplaceDbContext db, List<Guid> stores, IReadOnlyCollection<string> numbers, CancellationToken cancellationToken)
    {
        var orders = await db.Orders.AsNoTracking().Include(o => o.Lines).AsSplitQuery()
            .Where(o => stores.Contains(o.ConnectionId) && numbers.Contains(o.ExternalId))
            .ToListAsync(cancellationToken);
        return [.. (await ShippableOrders.WithParcelsAsync(db, orders, cancellationToken)).Values];
    }

    [GeneratedRegex(@"^#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|#+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Broken();
}
