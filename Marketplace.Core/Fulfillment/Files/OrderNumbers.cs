using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Files;

/// <summary>Finds a seller's orders by the marketplaces' order numbers, many at once.</summary>
internal static class OrderNumbers
{
    /// <summary>Orders by number; a number that two stores share has two.</summary>
    public static async Task<ILookup<string, ShippableOrder>> FindAsync(MarketplaceDbContext db, IReadOnlyCollection<string> numbers, CancellationToken cancellationToken)
    {
        // Naming the stores lets the unique index of store and number answer.
        var stores = await db.Connections.Select(c => c.Id).ToListAsync(cancellationToken);
        var orders = await db.Orders.AsNoTracking().Include(o => o.Lines).AsSplitQuery()
            .Where(o => stores.Contains(o.ConnectionId) && numbers.Contains(o.ExternalId))
            .ToListAsync(cancellationToken);
        var shippable = await ShippableOrders.WithParcelsAsync(db, orders, cancellationToken);
        return shippable.Values.ToLookup(o => o.Order.ExternalId, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Why a number leads to no order; plain words.</summary>
    public static string Unknown(string? number) => number switch
    {
        null => "This row has no order number.",
        _ when TrackingNumber.IsScientific(number) =>
            $"The spreadsheet turned the order number into {number} and lost digits. Format the column as text and paste the numbers again.",
        { Length: > 15 } when number.All(char.IsAsciiDigit) && number.EndsWith("000", StringComparison.Ordinal) =>
            "No order has this number. Its last digits look cut off by a spreadsheet: format the column as text and paste the numbers again.",
        _ => "No order has this number in your stores. Check it, or refresh the orders first.",
    };
}
