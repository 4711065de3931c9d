using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Orders;

/// <summary>A tag and how many orders carry it.</summary>
/// <param name="Name">As it was written first.</param>
/// <param name="Orders">Orders.</param>
public sealed record TagCount(string Name, int Orders);

/// <summary>Puts tags on orders and takes them off, one order or many at once.</summary>
public sealed class OrderTags(MarketplaceDb database, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Most orders of one call.</summary>
    public const int MostOrders = 10_000;

    private const int GroupSize = 200;
    private const int MostListed = 200;

    /// <summary>The seller's tags, the commonest first; at most 200.</summary>
    public async Task<IReadOnlyList<TagCount>> ListAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        var tags = await db.Set<OrderTag>().GroupBy(t => t.Key)
            .Select(g => new { Name = g.Min(t => t.Name)!, Orders = g.Count() })
            .OrderByDescending(t => t.Orders).ThenBy(t => t.Name).Take(MostListed)
            .ToListAsync(cancellationToken);
        return [.. tags.Select(t => new TagCount(t.Name, t.Orders))];
    }

    /// <summary>Puts a tag on orders; those that carry it already, and those of others, are passed over.</summary>
    /// <returns>How many orders got it.</returns>
    /// <exception cref="ArgumentException">The tag cannot be used; the message says why.</exception>
    public Task<int> AddAsync(Guid sellerId, IReadOnlyList<Guid> orderIds, string name, string actor, CancellationToken cancellationToken)
    {
        if (OrderTag.ProblemOf(name) is { } problem)
        {
            throw new ArgumentException(problem, nameof(name));
        }

        return InGroupsAsync(sellerId, orderIds, (db, ids) => AddSomeAsync(db, ids, name.Trim(), actor, cancellationToken));
    }

    /// <summary>Takes a tag off orders.</summary>
    /// <returns>How many orders lost it.</returns>
    public Task<int> RemoveAsync(Guid sellerId, IReadOnlyList<Guid> orderIds, string name, string actor, CancellationToken cancellationToken) =>
        InGroupsAsync(sellerId, orderIds, (db, ids) => RemoveSomeAsync(db, ids, name, actor, cancellationToken));

    /// <summary>Puts a tag on an order within the caller's transaction; false where it carries it already.</summary>
    internal async Task<bool> AddAsync(MarketplaceDbContext db, Guid orderId, string name, string actor, CancellationToken cancellationToken) =>
        await AddToAsync(db, [orderId], name.Trim(), actor, cancellationToken) == 1;

    private async Task<int> InGroupsAsync(Guid sellerId, IReadOnlyList<Guid> orderIds, Func<MarketplaceDbContext, Guid[], Task<int>> act)
    {
        var done = 0;
        foreach (var ids in orderIds.Distinct().Chunk(GroupSize))
        {
            done += await WriterRace.RunAsync(async () =>
            {
                await using var db = database.Open(sellerId);
                return await act(db, ids);
            });
        }

        if (done > 0)
        {
            changes.Publish(new Change(sellerId, ChangeTopic.Orders, orderIds.Count == 1 ? orderIds[0] : null));
        }

        return done;
    }

    private async Task<int> AddSomeAsync(MarketplaceDbContext db, Guid[] ids, string name, string actor, CancellationToken cancellationToken)
    {
        var added = await AddToAsync(db, ids, name, actor, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return added;
    }

    private async Task<int> AddToAsync(MarketplaceDbContext db, Guid[] ids, string name, string actor, CancellationToken cancellationToken)
    {
        var key = OrderTag.KeyOf(name);
        var tagged = db.Set<OrderTag>().Where(t => t.Key == key).Select(t => t.OrderId);
        var bare = await db.Orders.Where(o => ids.Contains(o.Id) && !tagged.Contains(o.Id)).Select(o => o.Id).ToListAsync(cancellationToken);
        foreach (var id in bare)
        {
            db.Add(new OrderTag { OrderId = id, Name = name, Key = key });
            Note(db, id, $"Tagged “{name}”.", actor);
        }

        return bare.Count;
    }

    private async Task<int> RemoveSomeAsync(MarketplaceDbContext db, Guid[] ids, string name, string actor, CancellationToken cancellationToken)
    {
        var key = OrderTag.KeyOf(name);
        var tags = await db.Set<OrderTag>().Where(t => t.Key == key && ids.Contains(t.OrderId)).ToListAsync(cancellationToken);
        foreach (var tag in tags)
        {
            db.Remove(tag);
            Note(db, tag.OrderId, $"The tag “{tag.Name}” was taken off.", actor);
        }

        await db.SaveChangesAsync(cancellationToken);
        return tags.Count;
    }

    private void Note(MarketplaceDbContext db, Guid orderId, string text, string actor) =>
        db.OrderEvents.Add(new OrderEvent { OrderId = orderId, At = time.GetUtcNow(), Text = text, Actor = actor });
}
