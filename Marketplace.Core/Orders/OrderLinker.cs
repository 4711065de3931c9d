using Marketplace.Core.Changes;
using Marketplace.Core.Common;
using Marketplace.Core.Data;
using Marketplace.Core.Inventory;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders;

/// <summary>Links order lines that came before their listings, and reserves their stock after the fact.</summary>
public sealed class OrderLinker(MarketplaceDb database, OrderStock stock, ListingDemand demand, ChangeFeed changes, WorkSignal signal)
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
        var orders = await db.Orders.Include(o => o.Lines).Where(o => ids.Contains(o.Id)).AsSplitQuery().ToListAsync(cancellationToken);
        var open = orders.SelectMany(o => o.Lines).Where(l => l.VariantId is null).ToList();
        var links = await LineLinks.LoadAsync(db, store.ConnectionId, open.Select(l => l.ExternalListingId), open.Select(l => l.Sku), cancellationToken);
        open.ForEach(links.Apply);
        var linked = open.Where(l => l.VariantId is not null).ToList();
        var touched = new HashSet<Guid>();
        var desk = await stock.OpenDeskAsync(db, orders, cancellationToken);
        foreach (var order in orders.Where(o => o.Lines.Any(linked.Contains)).OrderBy(o => o.PlacedAt))
        {
            await stock.SettleAsync(db, desk, order, store.MarketplaceName, touched, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await demand.RecomputeAsync(db, touched, DemandCause.Sale, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (linked.Count > 0)
        {
            changes.Publish(new Change(store.SellerId, ChangeTopic.Orders));
            changes.Publish(new Change(store.SellerId, ChangeTopic.Inventory));
            signal.Wake();
        }

        return linked.Count;
    }
}
