using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory.Locations;

/// <summary>A location with what lies there, as lists show it.</summary>
/// <param name="Id">The location.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsDefault">First counts land here, and parcels leave from here.</param>
/// <param name="Skus">Different variants that lie there.</param>
/// <param name="Items">Items that lie there.</param>
public sealed record LocationView(Guid Id, string Name, bool IsDefault, int Skus, long Items);

/// <summary>The seller's locations: lists them, opens, renames and closes them.</summary>
public sealed class LocationEditor(MarketplaceDb database, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Most locations of a seller.</summary>
    public const int MaxLocations = 100;

    /// <summary>All locations, the default one first; makes the first one where there is none yet.</summary>
    public async Task<IReadOnlyList<LocationView>> ListAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await new StockPlaces(db, time).DefaultAsync(cancellationToken);
        var locations = await db.StockLocations.AsNoTracking().OrderByDescending(l => l.IsDefault).ThenBy(l => l.NameKey).ToListAsync(cancellationToken);
        var sums = locations.Count == 1 ? [] : await db.LocationStocks.Where(s => s.OnHand > 0).GroupBy(s => s.LocationId)
            .Select(g => new { g.Key, Skus = g.Count(), Items = g.Sum(s => (long)s.OnHand) }).ToDictionaryAsync(g => g.Key, cancellationToken);
        return [.. locations.Select(l => new LocationView(l.Id, l.Name, l.IsDefault, sums.GetValueOrDefault(l.Id)?.Skus ?? 0, sums.GetValueOrDefault(l.Id)?.Items ?? 0))];
    }

    /// <summary>Opens a location.</summary>
    /// <returns>Its id; or why it was refused and what to do.</returns>
    public async Task<(Guid? Id, string? Problem)> AddAsync(Guid sellerId, string name, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await new StockPlaces(db, time).DefaultAsync(cancellationToken);
        if (await RefusalOfAsync(db, null, name, cancellationToken) is { } refusal)
        {
            return (null, refusal);
        }

        if (await db.StockLocations.CountAsync(cancellationToken) >= MaxLocations)
        {
            return (null, $"You have {MaxLocations} locations, which is the most. Close one that is empty first.");
        }

        var location = new StockLocation { Name = name.Trim(), NameKey = LocationName.Key(name), CreatedAt = time.GetUtcNow() };
        db.StockLocations.Add(location);
        await db.SaveChangesAsync(cancellationToken);
        changes.Publish(new Change(sellerId, ChangeTopic.Inventory));
        return (location.Id, null);
    }

    /// <summary>Gives a location another name.</summary>
    /// <returns>Why it was refused and what to do; null when it was done.</returns>
    public async Task<string?> RenameAsync(Guid sellerId, Guid locationId, string name, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        if (await RefusalOfAsync(db, locationId, name, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var (shown, key) = (name.Trim(), LocationName.Key(name));
        return Done(sellerId, await db.StockLocations.Where(l => l.Id == locationId).ExecuteUpdateAsync(
            set => set.SetProperty(l => l.Name, shown).SetProperty(l => l.NameKey, key), cancellationToken));
    }

    /// <summary>Makes a location the one from which parcels leave and into which first counts go. What lies where stays.</summary>
    /// <returns>Why it was refused and what to do; null when it was done.</returns>
    public async Task<string?> MakeDefaultAsync(Guid sellerId, Guid locationId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // The old one first: the database allows no two at any moment.
        await db.StockLocations.Where(l => l.IsDefault).ExecuteUpdateAsync(set => set.SetProperty(l => l.IsDefault, false), cancellationToken);
        var made = await db.StockLocations.Where(l => l.Id == locationId).ExecuteUpdateAsync(set => set.SetProperty(l => l.IsDefault, true), cancellationToken);
        if (made == 1)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return Done(sellerId, made);
    }

    /// <summary>Closes an empty location that nothing was ever moved at and nothing is expected at; the ledger keeps the names of the others.</summary>
    /// <returns>Why it was refused and what to do; null when it was done.</returns>
    public async Task<string?> RemoveAsync(Guid sellerId, Guid locationId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.StockLocations.AnyAsync(l => l.Id == locationId && l.IsDefault, cancellationToken))
        {
            return "Parcels leave from here. Make another location the default first.";
        }

        if (await db.LocationStocks.AnyAsync(s => s.LocationId == locationId && s.OnHand > 0, cancellationToken))
        {
            return "Stock lies here. Transfer it to another location first.";
        }

        if (await db.StockMovements.AnyAsync(m => m.LocationId == locationId, cancellationToken) || await db.IncomingStocks.AnyAsync(i => i.LocationId == locationId, cancellationToken))
        {
            return "The ledger tells of this location, so it must stay. Rename it if you use it for something else.";
        }

        await db.LocationStocks.Where(s => s.LocationId == locationId).ExecuteDeleteAsync(cancellationToken);
        var removed = await db.StockLocations.Where(l => l.Id == locationId).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Done(sellerId, removed);
    }

    private string? Done(Guid sellerId, int rows)
    {
        if (rows == 1)
        {
            changes.Publish(new Change(sellerId, ChangeTopic.Inventory));
        }

        return rows == 1 ? null : "This location is not there any more. Reload the page to see what is.";
    }

    private static async Task<string?> RefusalOfAsync(MarketplaceDbContext db, Guid? own, string name, CancellationToken cancellationToken)
    {
        var key = LocationName.Key(name);
        return key.Length == 0 ? "A location needs a name."
            : key.Length > StockLocation.MaxName ? $"A location's name can have at most {StockLocation.MaxName} characters."
            : await db.StockLocations.AnyAsync(l => l.NameKey == key && l.Id != own, cancellationToken) ? $"You have a location called “{name.Trim()}” already."
            : null;
    }
}
