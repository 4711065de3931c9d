using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders;

/// <summary>Links order lines that came before their listings, and reserves their stock after the fact; takes it back where a link was wrong.</summary>
public sealed class OrderLinker(MarketplaceDb database, OrderStock stock, ListingDemand demand, ChangeFeed changes, WorkSignal signal, TimeProvider time)
{
    private const int GroupSize = 100;

    /// <summary>Goes through the unlinked lines of a store; call it after listings were imported. Returns how many lines were linked.</summary>
    public async Task<int> LinkAsync(StoreReference store, CancellationToken cancellationToken)
    {
        var linked = 0;
        foreach (var ids in (await UnlinkedAsync(store, cancellationToken)).Chunk(GroupSize))
        {
            linked += await LinkGroupAsync(store, ids, cancellationToken);
        }

        return linked;
    }

    /// <summary>Links what can be linked of some orders, in the caller's open transaction: it saves, and works out the listings of the touched variants.</summary>
    /// <param name="db">The transaction's context, in the seller's name.</param>
    /// <param name="store">The store that the orders are of.</param>
    /// <param name="orderIds">The orders.</param>
    /// <param name="touched">Gets the variants whose stock was touched.</param>
    /// <param name="cancellationToken">Ends the work; the caller's transaction rolls back.</param>
    /// <returns>How many lines were linked.</returns>
    public async Task<int> LinkOrdersAsync(
        MarketplaceDbContext db, StoreReference store, IReadOnlyCollection<Guid> orderIds, ISet<Guid> touched, CancellationToken cancellationToken)
    {
        var orders = await LoadAsync(db, orderIds, cancellationToken);
        var open = orders.SelectMany(o => o.Lines).Where(l => l.VariantId is null).ToList();
        var links = await LineLinks.LoadAsync(db, store.ConnectionId, open.Select(l => l.ExternalListingId), open.Select(l => l.Sku), cancellationToken);
        open.ForEach(links.Apply);
        return await SettleAsync(db, store, orders, [.. open.Where(l => l.VariantId is not null)], touched, cancellationToken);
    }

    /// <summary>Links some lines to a variant that the seller chose; otherwise like <see cref="LinkOrdersAsync"/>. Lines that are linked already stay.</summary>
    public async Task<int> LinkLinesAsync(
        MarketplaceDbContext db, StoreReference store, IReadOnlyCollection<Guid> lineIds, Guid variantId, ISet<Guid> touched, CancellationToken cancellationToken)
    {
        var orderIds = await db.OrderLines.Where(l => lineIds.Contains(l.Id) && l.VariantId == null).Select(l => l.OrderId).Distinct().ToListAsync(cancellationToken);
        var orders = await LoadAsync(db, orderIds, cancellationToken);
        var chosen = orders.SelectMany(o => o.Lines).Where(l => l.VariantId is null && lineIds.Contains(l.Id)).ToList();
        chosen.ForEach(l => l.VariantId = variantId);
        return await SettleAsync(db, store, orders, chosen, touched, cancellationToken);
    }

    /// <summary>
    /// Takes the lines of a listing off its variant and gives their stock back, in the caller's open transaction. What has left the
    /// shed stays as it is: that stock is gone.
    /// </summary>
    /// <returns>How many lines were unlinked.</returns>
    public async Task<int> UnlinkListingAsync(
        MarketplaceDbContext db, StoreReference store, Guid listingId, ISet<Guid> touched, CancellationToken cancellationToken)
    {
        var ids = await db.OrderLines.Where(l => l.ListingId == listingId && l.VariantId != null && l.QuantityShipped == 0).Select(l => l.OrderId).Distinct().ToListAsync(cancellationToken);
        var orders = (await LoadAsync(db, ids, cancellationToken)).Where(o => !OrderStateMachine.HasLeft(o.State)).ToList();
        var lines = orders.OrderBy(o => o.PlacedAt)
            .SelectMany(o => o.Lines.Where(l => l.ListingId == listingId && l.VariantId is not null && l.QuantityShipped == 0).Select(l => (Order: o, Line: l))).ToList();
        await stock.ReleaseAsync(db, lines, store.MarketplaceName, touched, cancellationToken);
        foreach (var (order, line) in lines)
        {
            line.VariantId = null;
            db.OrderEvents.Add(new OrderEvent
            {
                SellerId = order.SellerId,
                OrderId = order.Id,
                At = time.GetUtcNow(),
                Actor = "Linking",
                Text = $"{line.Sku ?? line.Title} is no longer linked to an item, so no stock is held for it. Link it again to hold some.",
            });
        }

        await db.SaveChangesAsync(cancellationToken);
        return lines.Count;
    }

    private async Task<List<Guid>> UnlinkedAsync(StoreReference store, CancellationToken cancellationToken)
    {
        await using var db = database.Open(store.SellerId);
        return await db.Orders.Where(o => o.ConnectionId == store.ConnectionId && !o.FulfilledByMarketplace && o.Lines.Any(l => l.VariantId == null))
            .OrderBy(o => o.PlacedAt).Select(o => o.Id).ToListAsync(cancellationToken);
    }

    private async Task<int> LinkGroupAsync(StoreReference store, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var db = database.Open(store.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var touched = new HashSet<Guid>();
        var linked = await LinkOrdersAsync(db, store, ids, touched, cancellationToken);
        await demand.RecomputeAsync(db, touched, DemandCause.Sale, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (linked > 0)
        {
            changes.Publish(new Change(store.SellerId, ChangeTopic.Orders));
            changes.Publish(new Change(store.SellerId, ChangeTopic.Inventory));
            signal.Wake();
        }

        return linked;
    }

    private async Task<int> SettleAsync(
        MarketplaceDbContext db, StoreReference store, List<Order> orders, List<OrderLine> linked, ISet<Guid> touched, CancellationToken cancellationToken)
    {
        var settled = orders.Where(o => o.Lines.Any(linked.Contains)).OrderBy(o => o.PlacedAt).ToList();
        await stock.SettleAsync(db, settled, store.MarketplaceName, touched, cancellationToken);
        await NewRows.SaveAsync(db, cancellationToken);
        return linked.Count;
    }

    private static Task<List<Order>> LoadAsync(MarketplaceDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        db.Orders.Include(o => o.Lines).Where(o => ids.Contains(o.Id)).AsSplitQuery().ToListAsync(cancellationToken);
}
