using System.Runtime.CompilerServices;
using Marketplace.Core.Platforms;
using Marketplace.Tests.Fulfillment;

namespace Marketplace.Tests.Sync;

/// <summary>A marketplace that lists, sells and shows what a test wants, and fails where the test wants it to.</summary>
internal sealed class ScriptedMarketplace(string key, TimeProvider time) : IListingFeed, IOrderFeed, IStockPusher, IStockOutcomes
{
    /// <summary>Pages of listings.</summary>
    public List<RemoteListing[]> Listings { get; } = [];

    /// <summary>Pages of orders.</summary>
    public List<RemoteOrder[]> Orders { get; } = [];

    /// <summary>What the first lookup of each order by id answers; null is unknown.</summary>
    public Dictionary<string, RemoteOrder> ById { get; } = [];

    /// <summary>What listings show now.</summary>
    public Dictionary<string, int> Shown { get; } = [];

    /// <summary>Every quantity that was sent.</summary>
    public List<StockChange> Sent { get; } = [];

    /// <summary>Starts of the windows of orders that were asked for.</summary>
    public List<DateTimeOffset?> Windows { get; } = [];

    /// <summary>Called before each page, with its number from 0; throws to fail.</summary>
    public Func<int, Task> OnPage { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before an order is looked up by its id; throws to fail.</summary>
    public Func<string, Task> OnLook { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before a push; throws to fail.</summary>
    public Func<IReadOnlyList<StockChange>, Task> OnPush { get; set; } = _ => Task.CompletedTask;

    /// <summary>Verdict on a single change.</summary>
    public Func<StockChange, StockVerdict> Judge { get; set; } = change => new StockVerdict(change.Listing.ExternalId, true);

    /// <summary>Outcomes of tickets by ticket; a ticket without one is still worked on.</summary>
    public Dictionary<string, IReadOnlyList<StockVerdict>> Outcomes { get; } = [];

    /// <summary>Says yes, and shows the old number all the same.</summary>
    public int Ignores { get; set; }

    public int MaxBatch { get; set; } = 25;

    /// <summary>Its returns.</summary>
    public ScriptedReturns Returns { get; } = new();

    /// <summary>The platform that stands for it.</summary>
    public MarketplacePlatform Platform => new()
    {
        Descriptor = FakeMarketplace.Descriptor with { Key = new MarketplaceKey(key), Name = key },
        Connect = new FakeMarketplace(),
        Listings = this,
        Orders = this,
        Stock = this,
        Returns = Returns,
    };

    public async IAsyncEnumerable<RemotePage<RemoteListing>> ListAsync(ConnectionContext connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < Listings.Count; i++)
        {
            await OnPage(i);
            cancellationToken.ThrowIfCancellationRequested();
            yield return new RemotePage<RemoteListing>(Listings[i], Listings.Sum(p => p.Length), []);
        }
    }

    public async IAsyncEnumerable<RemotePage<RemoteOrder>> ListAsync(
        ConnectionContext connection, DateTimeOffset? changedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Windows.Add(changedSince);
        for (var i = 0; i < Orders.Count; i++)
        {
            await OnPage(i);
            cancellationToken.ThrowIfCancellationRequested();
            yield return new RemotePage<RemoteOrder>(Orders[i], null, []);
        }
    }

    public async Task<RemoteOrder?> GetAsync(ConnectionContext connection, string externalOrderId, CancellationToken cancellationToken)
    {
        await OnLook(externalOrderId);
        return ById.GetValueOrDefault(externalOrderId);
    }

    public async Task<IReadOnlyList<StockVerdict>> PushAsync(ConnectionContext connection, IReadOnlyList<StockChange> changes, CancellationToken cancellationToken)
    {
        Assert.True(changes.Count <= MaxBatch);
        await OnPush(changes);
        Sent.AddRange(changes);
        var verdicts = changes.Select(Judge).ToList();
        foreach (var (change, verdict) in changes.Zip(verdicts))
        {
            if (verdict.Accepted && Ignores-- <= 0)
            {
                Shown[change.Listing.ExternalId] = change.Quantity;
            }
        }

        return verdicts;
    }

    public Task<IReadOnlyList<StockSeen>> ReadAsync(ConnectionContext connection, IReadOnlyList<ListingReference> listings, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StockSeen>>([.. listings.Where(l => Shown.ContainsKey(l.ExternalId)).Select(l => new StockSeen(l.ExternalId, Shown[l.ExternalId]))]);

    public Task<IReadOnlyList<StockVerdict>?> OutcomeAsync(ConnectionContext connection, string ticket, IReadOnlyList<ListingReference> listings, CancellationToken cancellationToken) =>
        Task.FromResult(Outcomes.TryGetValue(ticket, out var refused) ? refused : null);

    /// <summary>Lists SKUs, ten of each.</summary>
    public void List(params string[] skus)
    {
        Listings.Add([.. skus.Select(sku => TestShop.Listing(sku))]);
        foreach (var sku in skus)
        {
            Shown[$"L-{sku}"] = 10;
        }
    }

    /// <summary>Sells an item on the marketplace: the order is there to be read, and the listing shows less.</summary>
    public void Sell(TestShop shop, string id, string sku, int quantity = 1)
    {
        Orders.Add([shop.Order(id, sku, quantity) with { UpdatedAt = time.GetUtcNow() }]);
        Shown[$"L-{sku}"] -= quantity;
    }
}
