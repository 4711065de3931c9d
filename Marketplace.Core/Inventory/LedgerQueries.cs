using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

/// <summary>Which entries of a ledger are shown.</summary>
public sealed record LedgerFilter
{
    /// <summary>What happened; none for everything.</summary>
    public IReadOnlyCollection<MovementKind> Kinds { get; init; } = [];

    /// <summary>Where; null for everywhere.</summary>
    public Guid? LocationId { get; init; }

    /// <summary>Not before, UTC.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <summary>An entry of the ledger. Counts are items, time UTC.</summary>
/// <param name="Id">The entry.</param>
/// <param name="At">When.</param>
/// <param name="Kind">Why.</param>
/// <param name="OnHandChange">Change of on hand at the location.</param>
/// <param name="ReservedChange">Change of reserved.</param>
/// <param name="OnHandAfter">On hand after it, over all locations.</param>
/// <param name="Actor">Person or job that caused it.</param>
/// <param name="Note">A note.</param>
/// <param name="OrderId">Order that caused it.</param>
/// <param name="LocationId">Where; null for what is promised and not moved.</param>
/// <param name="LocationName">Where, by name.</param>
/// <param name="BatchId">Bulk change that it was part of.</param>
public sealed record MovementView(
    Guid Id, DateTimeOffset At, MovementKind Kind, int OnHandChange, int ReservedChange, int OnHandAfter,
    string Actor, string? Note, Guid? OrderId, Guid? LocationId, string? LocationName, Guid? BatchId);

/// <summary>Reads of the ledger.</summary>
public sealed class LedgerQueries(MarketplaceDb database)
{
    /// <summary>Most entries of one page.</summary>
    public const int MaxPage = 200;

    /// <summary>A page of the ledger of a variant, newest first.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="variantId">Of what.</param>
    /// <param name="filter">Which entries.</param>
    /// <param name="skip">Entries before the page.</param>
    /// <param name="take">Entries of the page; at most <see cref="MaxPage"/>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Page<MovementView>> ListAsync(Guid sellerId, Guid variantId, LedgerFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var onHand = await db.StockLevels.Where(s => s.VariantId == variantId).Select(s => s.OnHand).SingleOrDefaultAsync(cancellationToken);
        var all = db.StockMovements.AsNoTracking().Where(m => m.VariantId == variantId);
        var matching = Matching(all, filter);
        var total = await matching.CountAsync(cancellationToken);
        var page = await matching.OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Skip(skip).Take(Math.Min(take, MaxPage)).ToListAsync(cancellationToken);
        if (page.Count == 0)
        {
            return new Page<MovementView>([], total);
        }

        var names = await db.StockLocations.ToDictionaryAsync(l => l.Id, l => l.Name, cancellationToken);
        var after = await BalancesAsync(all, page[^1].At, onHand, cancellationToken);
        return new Page<MovementView>(
            [.. page.Select(m => new MovementView(
                m.Id, m.At, m.Kind, m.OnHandChange, m.ReservedChange, after[m.Id], m.Actor, m.Note, m.OrderId, m.LocationId,
                m.LocationId is { } location ? names.GetValueOrDefault(location) : null, m.BatchId))],
            total);
    }

    private static IQueryable<StockMovement> Matching(IQueryable<StockMovement> movements, LedgerFilter filter)
    {
        if (filter.Kinds.Count > 0)
        {
            movements = movements.Where(m => filter.Kinds.Contains(m.Kind));
        }

        if (filter.LocationId is { } location)
        {
            movements = movements.Where(m => m.LocationId == location);
        }

        return filter.Since is { } since ? movements.Where(m => m.At >= since) : movements;
    }

    // From what is on hand now backwards, over the entries that the filter leaves out as well.
    private static async Task<Dictionary<Guid, int>> BalancesAsync(IQueryable<StockMovement> all, DateTimeOffset since, int onHand, CancellationToken cancellationToken)
    {
        var steps = await all.Where(m => m.At >= since).OrderByDescending(m => m.At).ThenByDescending(m => m.Id)
            .Select(m => new { m.Id, m.OnHandChange }).ToListAsync(cancellationToken);
        var after = new Dictionary<Guid, int>(steps.Count);
        foreach (var step in steps)
        {
            after.Add(step.Id, onHand);
            onHand -= step.OnHandChange;
        }

        return after;
    }
}
