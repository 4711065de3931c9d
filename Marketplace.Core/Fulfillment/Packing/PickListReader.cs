using Marketplace.Core.Data;
using Marketplace.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Packing;

/// <summary>
/// Reads what must be fetched for orders, and from where. Parcels leave the order's own location, else the default one, and what is
/// missing there the others, the fullest first; the list follows the same rule, so that it empties the shelves that the ledger will.
/// </summary>
internal static class PickListReader
{
    private const string Nowhere = "Not in stock anywhere";
    private const string Unlinked = "Not linked to stock";

    /// <summary>The list for those of the orders that have something left to ship.</summary>
    public static async Task<PickList> ReadAsync(MarketplaceDbContext db, IReadOnlyList<ShippableOrder> orders, CancellationToken cancellationToken)
    {
        var open = orders.Where(o => o.AllLeft().Count > 0).ToList();
        var wants = await WantsAsync(db, open, (order, line) => order.Left(line), cancellationToken);
        var variantIds = wants.Where(w => w.VariantId is not null).Select(w => w.VariantId!.Value).Distinct().ToList();
        var codes = await ItemCodes.OfVariantsAsync(db, variantIds, cancellationToken);
        var stock = await (
            from level in db.LocationStocks.AsNoTracking()
            join place in db.StockLocations on level.LocationId equals place.Id
            where variantIds.Contains(level.VariantId) && level.OnHand > 0
            orderby place.IsDefault descending, level.OnHand descending, place.Name
            select new { level.VariantId, level.LocationId, place.Name, place.IsDefault, level.OnHand }).ToListAsync(cancellationToken);
        var onShelves = stock.ToDictionary(s => (s.VariantId, s.LocationId), s => s.OnHand);
        var shelves = stock.ToLookup(s => s.VariantId);
        var picks = new List<Pick>();

        // Orders that have a location of their own are served first, so that others do not empty its shelf.
        foreach (var want in wants.OrderBy(w => w.LocationId is null))
        {
            var line = new PickLine(want.Sku, want.Title, ItemCodes.Payload(want.VariantId is { } id ? codes[id] : [], want.Sku), want.Quantity, 1);
            if (want.VariantId is not { } variant)
            {
                picks.Add(new Pick(Unlinked, 3, want.OrderId, null, line));
                continue;
            }

            var left = want.Quantity;
            foreach (var shelf in shelves[variant].OrderBy(s => s.LocationId != want.LocationId))
            {
                var taken = Math.Min(left, onShelves[(variant, shelf.LocationId)]);
                onShelves[(variant, shelf.LocationId)] -= taken;
                left -= taken;
                if (taken > 0)
                {
                    picks.Add(new Pick(shelf.Name, shelf.IsDefault ? 0 : 1, want.OrderId, variant, line with { Quantity = taken }));
                }
            }

            if (left > 0)
            {
                picks.Add(new Pick(Nowhere, 2, want.OrderId, variant, line with { Quantity = left }));
            }
        }

        return new PickList(
            [.. picks.GroupBy(p => (p.Rank, p.Place)).OrderBy(g => g.Key.Rank).ThenBy(g => g.Key.Place, StringComparer.CurrentCultureIgnoreCase)
                .Select(g => new PickPlace(g.Key.Place, [.. Lines(g).OrderBy(l => l.Sku ?? l.Title, StringComparer.OrdinalIgnoreCase)]))],
            [.. open.Select(o => o.Order.ExternalId)]);
    }

    /// <summary>Items that are to be put into parcels: those of lines, and the parts where a bundle was sold.</summary>
    /// <param name="db">The seller's rows.</param>
    /// <param name="orders">The orders.</param>
    /// <param name="quantity">How many of a line.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<IReadOnlyList<WantedItem>> WantsAsync(
        MarketplaceDbContext db, IReadOnlyCollection<ShippableOrder> orders, Func<ShippableOrder, OrderLine, int> quantity, CancellationToken cancellationToken)
    {
        var orderIds = orders.Select(o => o.Order.Id).ToList();
        var parts = (await (
            from reservation in db.Reservations.AsNoTracking()
            join variant in db.Variants on reservation.VariantId equals variant.Id
            where orderIds.Contains(reservation.OrderId) && reservation.IsPart
            select new { reservation.OrderLineId, reservation.VariantId, reservation.PerItem, variant.Sku, variant.Title }).ToListAsync(cancellationToken)).ToLookup(p => p.OrderLineId);
        var skus = await SkusAsync(db, orders, cancellationToken);
        var wants = new List<WantedItem>();
        foreach (var order in orders)
        {
            foreach (var line in order.Order.Lines)
            {
                if (quantity(order, line) is not (> 0 and var left))
                {
                    continue;
                }

                var title = line.VariationTitle is null ? line.Title : $"{line.Title} ({line.VariationTitle})";
                wants.AddRange(parts[line.Id].Any()
                    ? parts[line.Id].Select(p => new WantedItem(order.Order.Id, order.Order.LocationId, line.Id, p.VariantId, p.Sku, p.Title, p.PerItem * left))
                    : [new WantedItem(order.Order.Id, order.Order.LocationId, line.Id, line.VariantId, line.VariantId is { } id ? skus.GetValueOrDefault(id, line.Sku ?? "") : line.Sku, title, left)]);
            }
        }

        return wants;
    }

    private static IEnumerable<PickLine> Lines(IEnumerable<Pick> picks) => picks
        .GroupBy(p => (p.VariantId, p.VariantId is null ? p.Line.Sku ?? p.Line.Title : ""))
        .Select(g => g.First().Line with { Quantity = g.Sum(p => p.Line.Quantity), Orders = g.Select(p => p.OrderId).Distinct().Count() });

    // A shelf carries the item's own SKU; the listing that was sold may call it otherwise.
    private static async Task<Dictionary<Guid, string>> SkusAsync(MarketplaceDbContext db, IReadOnlyCollection<ShippableOrder> orders, CancellationToken cancellationToken)
    {
        var ids = orders.SelectMany(o => o.Order.Lines).Select(l => l.VariantId).OfType<Guid>().Distinct().ToList();
        return await db.Variants.AsNoTracking().Where(v => ids.Contains(v.Id)).ToDictionaryAsync(v => v.Id, v => v.Sku, cancellationToken);
    }

    private sealed record Pick(string Place, int Rank, Guid OrderId, Guid? VariantId, PickLine Line);
}

/// <summary>Items that are to be put into a parcel.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="LocationId">Location that its items are taken from first; null leaves it to the default one.</param>
/// <param name="OrderLineId">Its line.</param>
/// <param name="VariantId">What it takes from stock; null while it is not linked.</param>
/// <param name="Sku">SKU.</param>
/// <param name="Title">Title with its variation.</param>
/// <param name="Quantity">Items, at least 1.</param>
internal sealed record WantedItem(Guid OrderId, Guid? LocationId, Guid OrderLineId, Guid? VariantId, string? Sku, string Title, int Quantity);
