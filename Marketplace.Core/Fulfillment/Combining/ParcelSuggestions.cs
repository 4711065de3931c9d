using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Fulfillment.Actions;
using Marketplace.Core.Orders;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Fulfillment.Combining;

/// <summary>Orders that could leave in one parcel.</summary>
/// <param name="ProposalId">The marketplace's id of its proposal; null for orders of one recipient that we found ourselves.</param>
/// <param name="Orders">The orders, the most urgent first.</param>
public sealed record ParcelSuggestion(string? ProposalId, IReadOnlyList<SuggestedOrder> Orders);

/// <summary>An order of a suggestion.</summary>
/// <param name="Id">Our id.</param>
/// <param name="ConnectionId">Its store.</param>
/// <param name="Marketplace">Key of the marketplace.</param>
/// <param name="ExternalId">The marketplace's order id.</param>
/// <param name="Summary">First line's title and how many more there are.</param>
/// <param name="ItemCount">Items over all lines.</param>
/// <param name="ShipBy">Latest time to hand the parcel over, UTC.</param>
public sealed record SuggestedOrder(Guid Id, Guid ConnectionId, string Marketplace, string ExternalId, string Summary, int ItemCount, DateTimeOffset ShipBy);

/// <summary>What the marketplaces suggest.</summary>
/// <param name="Suggestions">Their proposals.</param>
/// <param name="Problems">Stores that could not be asked, in plain words.</param>
public sealed record MarketplaceSuggestions(IReadOnlyList<ParcelSuggestion> Suggestions, IReadOnlyList<string> Problems);

/// <summary>Finds orders that could leave in one parcel: those of one recipient, and what marketplaces that lay parcels out propose.</summary>
public sealed class ParcelSuggestions(MarketplaceDb database, PlatformCatalog platforms, IConnectionContexts contexts)
{
    /// <summary>Most groups that are shown at once.</summary>
    public const int MostGroups = 100;

    /// <summary>How many groups of orders to one recipient there are.</summary>
    public async Task<int> CountAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await Free(db).GroupBy(o => o.RecipientKey).CountAsync(group => group.Count() > 1, cancellationToken);
    }

    /// <summary>Orders to one recipient, the most urgent group first; at most <see cref="MostGroups"/>.</summary>
    public async Task<IReadOnlyList<ParcelSuggestion>> OfRecipientsAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var keys = await Free(db).GroupBy(o => o.RecipientKey).Where(group => group.Count() > 1)
            .Select(group => new { group.Key, ShipBy = group.Min(o => o.ShipBy) })
            .OrderBy(group => group.ShipBy).Take(MostGroups).Select(group => group.Key).ToListAsync(cancellationToken);
        var orders = await Free(db).Where(o => keys.Contains(o.RecipientKey)).ToListAsync(cancellationToken);
        return [.. orders.GroupBy(o => o.RecipientKey).Select(group => Suggestion(null, group)).OrderBy(s => s.Orders[0].ShipBy)];
    }

    /// <summary>Asks the marketplaces that lay parcels out themselves; a store that does not answer holds up no other.</summary>
    public async Task<MarketplaceSuggestions> OfMarketplacesAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var stores = await db.Connections.AsNoTracking().Where(c => c.State == ConnectionState.Connected).ToListAsync(cancellationToken);
        var suggestions = new List<ParcelSuggestion>();
        var problems = new List<string>();
        foreach (var store in stores)
        {
            if (platforms.TryGet(store.Marketplace, out var platform) && platform.Combining is { } combiner)
            {
                try
                {
                    suggestions.AddRange(await ProposedAsync(db, store.Id, combiner, cancellationToken));
                }
                catch (PlatformException failure)
                {
                    problems.Add($"{store.StoreName}: {failure.Message}");
                }
            }
        }

        return new MarketplaceSuggestions(suggestions, problems);
    }

    /// <summary>The groups that stand, newest first, with their orders.</summary>
    public async Task<IReadOnlyList<(ParcelGroup Group, IReadOnlyList<SuggestedOrder> Orders)>> GroupsAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var groups = await Standing(db).AsNoTracking()
            .Where(g => g.Orders.Any(m => db.Orders.Any(o => o.Id == m.OrderId && (o.State == OrderState.ToShip || o.State == OrderState.PartiallyShipped))))
            .OrderByDescending(g => g.CreatedAt).Take(MostGroups).ToListAsync(cancellationToken);
        var ids = groups.SelectMany(g => g.Orders).Select(o => o.OrderId).ToList();
        var orders = await db.Orders.AsNoTracking().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, cancellationToken);
        return [.. groups.Select(g => (g, Suggestion(null, g.Orders.Select(o => orders[o.OrderId])).Orders))];
    }

    /// <summary>The group that each of these orders belongs to; orders without one are absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, ParcelGroup>> OfOrdersAsync(Guid sellerId, IReadOnlyCollection<Guid> orderIds, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var groups = await Standing(db).AsNoTracking().Where(g => g.Orders.Any(o => orderIds.Contains(o.OrderId))).ToListAsync(cancellationToken);
        return groups.OrderBy(g => g.CreatedAt).SelectMany(g => g.Orders.Select(o => (o.OrderId, g))).GroupBy(m => m.OrderId).ToDictionary(m => m.Key, m => m.Last().g);
    }

    internal static IQueryable<ParcelGroup> Standing(MarketplaceDbContext db) =>
        db.Set<ParcelGroup>().Where(g => g.State != ActionState.Failed && g.State != ActionState.Undone);

    // Orders that nothing of has left, in no parcel yet, whose marketplace leaves parcels to the seller.
    private IQueryable<Order> Free(MarketplaceDbContext db)
    {
        var own = platforms.All.Where(p => p.Combining is null).Select(p => p.Key.Value).ToList();
        var standing = Standing(db).IgnoreAutoIncludes();
        return db.Orders.AsNoTracking().Where(o => o.RecipientKey != null && o.State == OrderState.ToShip && !o.FulfilledByMarketplace && !o.CancelRequested
            && own.Contains(o.Marketplace)
            && !db.Shipments.Any(s => s.OrderId == o.Id)
            && !standing.Any(g => g.Orders.Any(m => m.OrderId == o.Id)));
    }

    private static async Task<List<ParcelSuggestion>> ProposedAsync(MarketplaceDbContext db, ConnectionContext connection, IParcelCombiner combiner, CancellationToken cancellationToken)
    {
        var suggestions = new List<ParcelSuggestion>();
        await foreach (var proposal in combiner.CombinableAsync(connection, cancellationToken))
        {
            var orders = await db.Orders.AsNoTracking()
                .Where(o => o.ConnectionId == connection.ConnectionId && proposal.ExternalOrderIds.Contains(o.ExternalId) && !o.CancelRequested)
                .ToListAsync(cancellationToken);
            if (orders.Count == proposal.ExternalOrderIds.Count)
            {
                suggestions.Add(Suggestion(proposal.Id, orders));
            }

            if (suggestions.Count >= MostGroups)
            {
                break;
            }
        }

        return suggestions;
    }

    private async Task<List<ParcelSuggestion>> ProposedAsync(MarketplaceDbContext db, Guid connectionId, IParcelCombiner combiner, CancellationToken cancellationToken) =>
        await ProposedAsync(db, await contexts.OpenAsync(connectionId, CallPriority.Person, cancellationToken), combiner, cancellationToken);

    private static ParcelSuggestion Suggestion(string? proposalId, IEnumerable<Order> orders) => new(
        proposalId,
        [.. orders.OrderBy(o => o.ShipBy).ThenBy(o => o.Id).Select(o => new SuggestedOrder(o.Id, o.ConnectionId, o.Marketplace, o.ExternalId, o.Summary, o.ItemCount, o.ShipBy))]);
}
