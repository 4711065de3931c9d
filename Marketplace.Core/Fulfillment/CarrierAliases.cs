using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment;

/// <summary>The seller's table of carriers: what a name in files and dialogs means on each marketplace.</summary>
public sealed class CarrierAliases(MarketplaceDb database, PlatformCatalog platforms, ChangeFeed changes)
{
    /// <summary>The table, by marketplace and name.</summary>
    public async Task<IReadOnlyList<CarrierAlias>> ListAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await db.Set<CarrierAlias>().AsNoTracking().OrderBy(a => a.Marketplace).ThenBy(a => a.Written).ToListAsync(cancellationToken);
    }

    /// <summary>Says what a name means on a marketplace; a name that is in the table already gets the new meaning.</summary>
    /// <param name="sellerId">Whose table.</param>
    /// <param name="marketplace">Key of the marketplace.</param>
    /// <param name="written">The name as files and people write it; letters' case, blanks and signs do not count.</param>
    /// <param name="carrier">The marketplace's carrier, by its name or code.</param>
    /// <param name="cancellationToken">Leaves the table as it was.</param>
    /// <returns>Why it cannot be, in plain words; null when it is stored.</returns>
    public async Task<string?> SetAsync(Guid sellerId, string marketplace, string written, string carrier, CancellationToken cancellationToken)
    {
        var name = written.Trim();
        var folded = CarrierSynonyms.Fold(name);
        if (folded.Length == 0 || name.Length > CarrierAlias.MaxLength)
        {
            return $"Write the name as it stands in your files: letters or digits, {CarrierAlias.MaxLength} characters at most.";
        }

        if (!platforms.TryGet(marketplace, out var platform))
        {
            return "Choose the marketplace on which the name holds.";
        }

        var match = CarrierDirectory.Match(platform.Descriptor, null, carrier);
        if (match.Problem is not null || match.Name.Length > CarrierAlias.MaxLength)
        {
            return match.Problem ?? $"A carrier's name has {CarrierAlias.MaxLength} characters at most.";
        }

        await WriterRace.RunAsync(() => StoreAsync(sellerId, new CarrierAlias { Marketplace = platform.Descriptor.Key.Value, Written = name, Folded = folded, CarrierCode = match.Code, CarrierName = match.Name }, cancellationToken));
        changes.Publish(new Change(sellerId, ChangeTopic.Fulfillment, null));
        return null;
    }

    /// <summary>Takes a name out of the table.</summary>
    /// <returns>False when it is not there.</returns>
    public async Task<bool> RemoveAsync(Guid sellerId, Guid aliasId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var removed = await db.Set<CarrierAlias>().Where(a => a.Id == aliasId).ExecuteDeleteAsync(cancellationToken);
        changes.Publish(new Change(sellerId, ChangeTopic.Fulfillment, null));
        return removed > 0;
    }

    /// <summary>The table for looking up, by marketplace and folded name.</summary>
    internal static async Task<IReadOnlyDictionary<(string Marketplace, string Folded), CarrierMatch>> LoadAsync(MarketplaceDbContext db, CancellationToken cancellationToken) =>
        await db.Set<CarrierAlias>().AsNoTracking().ToDictionaryAsync(a => (a.Marketplace, a.Folded), a => new CarrierMatch(a.CarrierCode, a.CarrierName, null), cancellationToken);

    private async Task<bool> StoreAsync(Guid sellerId, CarrierAlias wanted, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        if (await db.Set<CarrierAlias>().SingleOrDefaultAsync(a => a.Marketplace == wanted.Marketplace && a.Folded == wanted.Folded, cancellationToken) is { } known)
        {
            (known.Written, known.CarrierCode, known.CarrierName) = (wanted.Written, wanted.CarrierCode, wanted.CarrierName);
        }
        else
        {
            db.Add(wanted);
        }

        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
