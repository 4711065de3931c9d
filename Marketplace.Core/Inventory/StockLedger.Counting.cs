using System.Globalization;
using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Inventory;

public sealed partial class StockLedger
{
    /// <summary>Largest count that is believed, in items.</summary>
    public const int MaxOnHand = 10_000_000;

    private const int CountTries = 8;

    /// <summary>
    /// Sets on hand to what the seller counted. All linked listings follow within seconds; sales that had no stock are served
    /// first. Refused where fewer are counted than are held for orders.
    /// </summary>
    /// <param name="sellerId">Whose stock.</param>
    /// <param name="variantId">Of what.</param>
    /// <param name="onHand">Items counted, 0 to <see cref="MaxOnHand"/>.</param>
    /// <param name="actor">Who counted, for the ledger.</param>
    /// <param name="note">Why, for the ledger.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is changed then.</param>
    public async Task<StockChangeResult> SetOnHandAsync(
        Guid sellerId, Guid variantId, int onHand, string actor, string? note, CancellationToken cancellationToken)
    {
        if (onHand is < 0 or > MaxOnHand)
        {
            return StockChangeResult.Refused(string.Create(CultureInfo.InvariantCulture, $"On hand must be between 0 and {MaxOnHand:N0}."));
        }

        // Orders may take or give back stock of the same item at the same moment; what is there then is counted anew.
        return await WriterRace.RunAsync(() => CountAsync(sellerId, variantId, onHand, actor, note, cancellationToken), CountTries);
    }

    private async Task<StockChangeResult> CountAsync(
        Guid sellerId, Guid variantId, int onHand, string actor, string? note, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var book = new StockBook(db, variantId, null, actor, time.GetUtcNow());
        StockLevel? level;
        do
        {
            level = await ReadAsync(db, variantId, cancellationToken);
            if (level is null)
            {
                return StockChangeResult.Refused("This item is not there any more. Reload the page to see what is.");
            }

            if (onHand < level.Reserved)
            {
                return StockChangeResult.Refused(
                    $"{level.Reserved} of these are held for orders that have not shipped, so on hand cannot be less than {level.Reserved}. Ship or cancel those orders first.");
            }
        }
        while (!await book.AdjustAsync(level.OnHand, onHand, note, cancellationToken));

        await FillAsync(db, variantId, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await demand.RecomputeAsync(db, [variantId], cancellationToken);
        var after = await ReadAsync(db, variantId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(new Change(sellerId, ChangeTopic.Inventory, variantId));
        signal.Wake();
        return StockChangeResult.Changed(after!);
    }

    private static Task<StockLevel?> ReadAsync(MarketplaceDbContext db, Guid variantId, CancellationToken cancellationToken) =>
        db.StockLevels.AsNoTracking().SingleOrDefaultAsync(s => s.VariantId == variantId, cancellationToken);
}

/// <summary>What became of a change of stock.</summary>
/// <param name="Problem">Why it was refused and what to do; null when it was done.</param>
/// <param name="OnHand">On hand afterwards.</param>
/// <param name="Reserved">Reserved afterwards.</param>
/// <param name="Available">Available afterwards.</param>
public sealed record StockChangeResult(string? Problem, int OnHand, int Reserved, int Available)
{
    /// <summary>Whether it was done.</summary>
    public bool Done => Problem is null;

    internal static StockChangeResult Refused(string problem) => new(problem, 0, 0, 0);

    internal static StockChangeResult Changed(StockLevel level) => new(null, level.OnHand, level.Reserved, level.Available);
}
