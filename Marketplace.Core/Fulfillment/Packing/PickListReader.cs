using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Packing;

/// <summary>
/// Reads what must be fetched for orders, and from where. Parcels leave the default location, and what is missing there the others,
/// the fullest first; the list follows the same rule, so that it empties the shelves that the ledger will.
/// </summary>
internal static class PickListReader
{
    private const string Nowhere = "Not in stock anywhere";
    private const string Unlinked = "Not linked to stock";

    /// <summary>The list for those of the orders that have something left to ship.</summary>
    public static async Task<PickList> ReadAsync(MarketplaceDbContext db, IReadOnlyList<ShippableOrder> orders, CancellationToken cancellationToken)
    {
        var open = orders.Where(o => o.AllLeft().Count > 0).ToList();
        var wants = await WantsAsync(db, open, cancellationToken);
        var variantIds = wants.Where(w => w.VariantId is not null).Select(w => w.VariantId!.Value).Distinct().ToList();
        var codes = await ItemCodes.OfVariantsAsync(db, variantIds, cancellationToken);
        var stock = await (
            from level in db.LocationStocks.AsNoTracking()
            join place in db.StockLocations on level.LocationId equals place.Id
            where variantIds.Contains(level.VariantId) && level.OnHand > 0
            orderby place.IsDefault descending, level.OnHand descending, place.Name
            select new { level.VariantId, place.Name, place.IsDefault, level.OnHand }).ToListAsync(cancellationToken);
        var shelves = stock.ToLookup(s => s.VariantId);
        var picks = new List<(string Place, int Rank, PickLine Line)>();
        foreach (var item in wants.GroupBy(w => (w.VariantId, w.VariantId is null ? w.Sku ?? w.Title : "")))
        {
            var first = item.First();
            var left = item.Sum(w => w.Quantity);
            var line = new PickLine(first.Sku, first.Title, ItemCodes.Payload(first.VariantId is { } id ? codes[id] : [], first.Sku), left, item.Select(w => w.OrderId).Distinct().Count());
            if (first.VariantId is not { } variant)
            {
                picks.Add((Unlinked, 3, line));
                continue;
            }

            foreach (var shelf in shelves[variant])
            {
                var taken = Math.Min(left, shelf.OnHand);
                left -= taken;
                if (taken > 0)
                {
                    picks.Add((shelf.Name, shelf.IsDefault ? 0 : 1, line with { Quantity = taken }));
                }
            }

            if (left > 0)
            {
                picks.Add((Nowhere, 2, line with { Quantity = left }));
            }
        }

        return new PickList(
            [.. picks.GroupBy(p => (p.Rank, p.Place)).OrderBy(g => g.Key.Rank).ThenBy(g => g.Key.Place, StringComparer.CurrentCultureIgnoreCase)
                .Select(g => new PickPlace(g.Key.Place, [.. g.Select(p => p.Line).OrderBy(l => l.Sku ?? l.Title, StringComparer.OrdinalIgnoreCase)]))],
            [.. open.Select(o => o.Order.ExternalId)]);
    }

    /// <summary>Items that are to be put into parcels: those of lines, and the parts where a bundle was sold.</summary>
    public static async Task<IReadOnlyList<WantedItem>> WantsAsync(MarketplaceDbContext db, IReadOnlyCollection<ShippableOrder> orders, CancellationToken cancellationToken)
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
                if (order.Left(line) is not (> 0 and var left))
                {
                    continue;
                }

                var title = line.VariationTitle is null ? line.Title : $"{line.Title} ({line.VariationTitle})";
                wants.AddRange(parts[line.Id].Any()
                    ? parts[line.Id].Select(p => new WantedItem(order.Order.Id, line.Id, p.VariantId, p.Sku, p.Title, p.PerItem * left))
                    : [new WantedItem(order.Order.Id, line.Id, line.VariantId, line.VariantId is { } id ? skus.GetValueOrDefault(id, line.Sku ?? "") : line.Sku, title, left)]);
            }
        }

        return wants;
    }

    // A shelf carries the item's own SKU; the listing that was sold may call it otherwise.
    private static async Task<Dictionary<Guid, string>> SkusAsync(MarketplaceDbContext db, IReadOnlyCollection<ShippableOrder> orders, CancellationToken cancellationToken)
    {
        var ids = orders.SelectMany(o => o.Order.Lines).Select(l => l.VariantId).OfType<Guid>().Distinct().ToList();
        return await db.Variants.AsNoTracking().Where(v => ids.Contains(v.Id)).ToDictionaryAsync(v => v.Id, v => v.Sku, cancellationToken);
    }
}

/// <summary>Items that are to be put into a parcel.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="OrderLineId">Its line.</param>
/// <param name="VariantId">What it takes from stock; null while it is not linked.</param>
/// <param name="Sku">SKU.</param>
/// <param name="Title">Title with its variation.</param>
/// <param name="Quantity">Items, at least 1.</param>
internal sealed record WantedItem(Guid OrderId, Guid OrderLineId, Guid? VariantId, string? Sku, string Title, int Quantity);
