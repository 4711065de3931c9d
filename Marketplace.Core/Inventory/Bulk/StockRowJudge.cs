using System.Globalization;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Locations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.Bulk;

/// <summary>Gives each wished change a verdict in plain words, against the stock of this moment. Changes nothing.</summary>
internal sealed class StockRowJudge(MarketplaceDbContext db, Guid batchId)
{
    private readonly Dictionary<(Guid, Guid?, StockField), int> seen = [];
    private Dictionary<string, StockLocation>? locations;

    /// <summary>Judges some rows at once; rows of earlier calls are remembered, so that none is changed twice.</summary>
    public async Task<IReadOnlyList<StockBatchRow>> JudgeAsync(IReadOnlyList<StockRowWish> wishes, CancellationToken cancellationToken)
    {
        locations ??= await db.StockLocations.AsNoTracking().ToDictionaryAsync(l => l.NameKey, cancellationToken);
        var keys = wishes.Select(w => Sku.Key(w.Sku)).Distinct().ToList();
        var items = await (
            from variant in db.Variants.AsNoTracking()
            where keys.Contains(variant.SkuKey)
            join level in db.StockLevels on variant.Id equals level.VariantId
            select new Item(variant.SkuKey, level)).ToDictionaryAsync(i => i.SkuKey, cancellationToken);
        var ids = items.Values.Select(i => i.Level.VariantId).ToList();
        var places = (await db.LocationStocks.AsNoTracking().Where(s => ids.Contains(s.VariantId)).ToListAsync(cancellationToken)).ToDictionary(s => (s.VariantId, s.LocationId), s => s.OnHand);
        return [.. wishes.Select(wish => Judge(wish, items.GetValueOrDefault(Sku.Key(wish.Sku))?.Level, places))];
    }

    private StockBatchRow Judge(StockRowWish wish, StockLevel? level, Dictionary<(Guid, Guid), int> places)
    {
        var row = new StockBatchRow { BatchId = batchId, RowNumber = wish.Number, Sku = wish.Sku, Field = wish.Field, VariantId = level?.VariantId };
        if (wish.Location is { } name)
        {
            if (!locations!.TryGetValue(LocationName.Key(name), out var location))
            {
                return Refuse(row, $"You have no location called “{name}”. Correct the name, or open the location first.");
            }

            row.LocationId = location.Id;
        }

        if (level is null)
        {
            return Refuse(row, wish.Sku.Length == 0 ? "This row names no SKU." : $"No item has the SKU “{wish.Sku}”. Check the spelling, or import its listing first.");
        }

        if (!int.TryParse(wish.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value) || Math.Abs((long)value) > StockLedger.MaxOnHand)
        {
            return Refuse(row, $"“{wish.Value}” is no whole number of items.");
        }

        row.Wish = value;
        if (!seen.TryAdd((level.VariantId, row.LocationId, wish.Field), wish.Number))
        {
            return Refuse(row, $"Row {seen[(level.VariantId, row.LocationId, wish.Field)]} changes the same already. Keep one of the two.");
        }

        return wish.Field == StockField.Threshold ? Threshold(row, level, value) : OnHand(row, wish, level, row.LocationId is { } at ? places.GetValueOrDefault((level.VariantId, at)) : level.OnHand);
    }

    private static StockBatchRow Threshold(StockBatchRow row, StockLevel level, int value)
    {
        row.Before = level.LowStockThreshold;
        return value < 0 ? Refuse(row, "The number at which stock counts as low is 0 or more.")
            : row.Before == value ? Skip(row)
            : Accept(row, row.Before is { } before ? $"Low stock at {Number(before)} → {Number(value)}" : $"Low stock as for all → {Number(value)}");
    }

    private static StockBatchRow OnHand(StockBatchRow row, StockRowWish wish, StockLevel level, int here)
    {
        row.Before = here;
        var value = row.Wish!.Value;
        var after = wish.Field == StockField.OnHand ? value : (long)here + value;
        var total = level.OnHand + after - here;
        if (level.Buildable is not null)
        {
            return Refuse(row, "This is a bundle and has no stock of its own. Change the stock of its parts.");
        }

        if (after == here && (wish.Field == StockField.OnHand || value == 0))
        {
            return level.BaselineAt is null ? Accept(row, $"First count: {Number(value)}") : Skip(row);
        }

        if (after < 0 || (wish.Field == StockField.Receive && value < 0))
        {
            return Refuse(row, wish.Field == StockField.OnHand ? "On hand is 0 or more." : $"Only {Number(here)} lie there, so {Number(-value)} cannot be taken away.");
        }

        if (total < level.Reserved)
        {
            return Refuse(row, $"{Number(level.Reserved)} are held for orders that have not shipped, so on hand cannot be less than {Number(level.Reserved)}.");
        }

        var moved = int.TryParse(wish.Known, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var known) && known != here
            ? $" (it was {Number(known)} when this file was made)" : "";
        return Accept(row, $"On hand {Number(here)} → {Number((int)after)}{moved}");
    }

    private static StockBatchRow Accept(StockBatchRow row, string message) => With(row, StockRowState.Ready, message);

    private static StockBatchRow Refuse(StockBatchRow row, string message) => With(row, StockRowState.Refused, message);

    private static StockBatchRow Skip(StockBatchRow row) => With(row, StockRowState.Skipped, "As it is");

    private static StockBatchRow With(StockBatchRow row, StockRowState state, string message)
    {
        (row.State, row.Message) = (state, message);
        return row;
    }

    private static string Number(int items) => items.ToString("N0", CultureInfo.InvariantCulture);

    private sealed record Item(string SkuKey, StockLevel Level);
}
