using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory.Locations;

namespace Marketplace.Core.Inventory;

public sealed partial class StockLedger
{
    /// <summary>Largest count that is believed, in items.</summary>
    public const int MaxOnHand = 10_000_000;

    /// <summary>Most changes of one call.</summary>
    public const int MaxActs = 500;

    /// <summary>
    /// Sets on hand to what the seller counted over all locations; the default one takes the difference. All linked listings follow
    /// within seconds; sales that had no stock are served first. Refused where fewer are counted than are held for orders.
    /// </summary>
    /// <param name="sellerId">Whose stock.</param>
    /// <param name="variantId">Of what.</param>
    /// <param name="onHand">Items counted, 0 to <see cref="MaxOnHand"/>.</param>
    /// <param name="actor">Who counted, for the ledger.</param>
    /// <param name="note">Why, for the ledger.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is changed then.</param>
    public Task<StockChangeResult> SetOnHandAsync(Guid sellerId, Guid variantId, int onHand, string actor, string? note, CancellationToken cancellationToken) =>
        DoAsync(sellerId, new StockAct { VariantId = variantId, Kind = StockActKind.CountAll, Items = onHand, Note = note }, actor, cancellationToken);

    /// <summary>Carries out one change of stock.</summary>
    public async Task<StockChangeResult> DoAsync(Guid sellerId, StockAct act, string actor, CancellationToken cancellationToken) =>
        (await DoAsync(sellerId, [act], actor, cancellationToken))[0];

    /// <summary>
    /// Carries out changes of stock in one transaction. Each has a verdict of its own, and one that is refused holds up no other.
    /// Listings follow within seconds; sales that had no stock are served first.
    /// </summary>
    /// <param name="sellerId">Whose stock.</param>
    /// <param name="acts">At most <see cref="MaxActs"/>.</param>
    /// <param name="actor">Who does it, for the ledger.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is changed then.</param>
    /// <returns>What became of each, in their order.</returns>
    public async Task<IReadOnlyList<StockChangeResult>> DoAsync(Guid sellerId, IReadOnlyList<StockAct> acts, string actor, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(acts.Count, MaxActs);
        var results = new StockChangeResult[acts.Count];
        await InTransactionAsync(sellerId, async db =>
        {
            var writer = new StockActWriter(this, db, new StockPlaces(db, time), actor, time.GetUtcNow());

            // Always in the same sequence, so that two such calls cannot wait for each other.
            foreach (var index in Enumerable.Range(0, acts.Count).OrderBy(i => acts[i].VariantId))
            {
                results[index] = await writer.WriteAsync(acts[index], cancellationToken);
            }

            return [.. acts.Where((_, i) => results[i].Done).Select(a => a.VariantId)];
        }, cancellationToken);
        return results;
    }

    /// <summary>
    /// Runs a change of stock in a transaction of its own, tells the listings that must follow, and announces it. Where another
    /// writer takes the same stock at the same moment it runs anew.
    /// </summary>
    /// <param name="sellerId">Whose stock.</param>
    /// <param name="change">Changes levels, and names their variants; may run several times.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is changed then.</param>
    internal async Task InTransactionAsync(Guid sellerId, Func<MarketplaceDbContext, Task<IReadOnlyList<Guid>>> change, CancellationToken cancellationToken)
    {
        // Orders may take or give back stock of the same item at the same moment; what is there then is changed anew.
        var variants = await WriterRace.RunAsync(() => WriteAsync(sellerId, change, cancellationToken));
        changes.Publish(new Change(sellerId, ChangeTopic.Inventory, variants.Count == 1 ? variants[0] : null));
        signal.Wake();
    }

    private async Task<IReadOnlyList<Guid>> WriteAsync(Guid sellerId, Func<MarketplaceDbContext, Task<IReadOnlyList<Guid>>> change, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var variants = await change(db);
        await db.SaveChangesAsync(cancellationToken);
        await demand.RecomputeAsync(db, variants, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return variants;
    }
}
