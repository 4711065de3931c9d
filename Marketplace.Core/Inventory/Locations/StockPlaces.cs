using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.Locations;

/// <summary>Items taken from or put to a location.</summary>
/// <param name="LocationId">The location.</param>
/// <param name="Items">How many; above zero.</param>
internal readonly record struct Part(Guid LocationId, int Items);

/// <summary>
/// Where stock lies, within one open transaction. Whoever changes it has changed the variant's level in the same transaction
/// before, and so waits there for others that do; the rows of the places need no order of their own.
/// </summary>
internal sealed class StockPlaces(MarketplaceDbContext db, TimeProvider time)
{
    /// <summary>Name of the location that a seller starts with.</summary>
    public const string FirstName = "Main warehouse";

    private Guid? defaultId;

    /// <summary>The default location; makes the seller's first where there is none.</summary>
    public async Task<Guid> DefaultAsync(CancellationToken cancellationToken)
    {
        defaultId ??= await FindDefaultAsync(cancellationToken);
        if (defaultId is null)
        {
            // Two transactions may come here at once; the second one waits for the first and takes its row.
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "StockLocations" ("Id", "SellerId", "Name", "NameKey", "IsDefault", "CreatedAt")
                VALUES ({Guid.CreateVersion7()}, {db.SellerId}, {FirstName}, {LocationName.Key(FirstName)}, {true}, {StoredTime.Parameter(db, time.GetUtcNow())})
                ON CONFLICT DO NOTHING
                """,
                cancellationToken);
            defaultId = await FindDefaultAsync(cancellationToken) ?? throw new InvalidOperationException("The seller has locations, but none of them is the default.");
        }

        return defaultId.Value;
    }

    /// <summary>Items of a variant at a location.</summary>
    public Task<int> AtAsync(Guid variantId, Guid locationId, CancellationToken cancellationToken) =>
        db.LocationStocks.Where(s => s.VariantId == variantId && s.LocationId == locationId).Select(s => s.OnHand).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Puts items to a location.</summary>
    public Task PutAsync(Guid variantId, Part part, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO "LocationStocks" ("VariantId", "LocationId", "SellerId", "OnHand")
        VALUES ({variantId}, {part.LocationId}, {db.SellerId}, {part.Items})
        ON CONFLICT ("VariantId", "LocationId") DO UPDATE SET "OnHand" = "LocationStocks"."OnHand" + {part.Items}
        """,
        cancellationToken);

    /// <summary>Takes items from one location; false where fewer lie there, and then none are taken.</summary>
    public async Task<bool> TakeAsync(Guid variantId, Part part, CancellationToken cancellationToken) =>
        await db.LocationStocks
            .Where(s => s.VariantId == variantId && s.LocationId == part.LocationId && s.OnHand >= part.Items)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.OnHand, s => s.OnHand - part.Items), cancellationToken) == 1;

    /// <summary>Takes items wherever they lie: from one location first, the rest from the fullest of the others.</summary>
    /// <param name="variantId">The variant.</param>
    /// <param name="items">How many; above zero.</param>
    /// <param name="preferred">Where they are taken from first; null for the default location.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was taken where.</returns>
    public async Task<IReadOnlyList<Part>> TakeAnywhereAsync(Guid variantId, int items, Guid? preferred, CancellationToken cancellationToken)
    {
        var first = new Part(preferred ?? await DefaultAsync(cancellationToken), items);
        if (await TakeAsync(variantId, first, cancellationToken))
        {
            return [first];
        }

        var places = await db.LocationStocks.Where(s => s.VariantId == variantId && s.OnHand > 0)
            .OrderByDescending(s => s.LocationId == first.LocationId).ThenByDescending(s => s.OnHand).ThenBy(s => s.LocationId)
            .Select(s => new Part(s.LocationId, s.OnHand)).ToListAsync(cancellationToken);
        var taken = new List<Part>();
        foreach (var place in places)
        {
            if (items > 0 && new Part(place.LocationId, Math.Min(items, place.Items)) is var part && await TakeAsync(variantId, part, cancellationToken))
            {
                taken.Add(part);
                items -= part.Items;
            }
        }

        return items == 0 ? taken : throw new InvalidOperationException($"The locations of variant {variantId} hold {items} items fewer than its level says; nothing was changed.");
    }

    private Task<Guid?> FindDefaultAsync(CancellationToken cancellationToken) =>
        db.StockLocations.Where(l => l.IsDefault).Select(l => (Guid?)l.Id).SingleOrDefaultAsync(cancellationToken);
}
