using System.Collections.Concurrent;
using System.Text.Json;
using Marketplace.Core.Connections;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Webhooks;

/// <summary>
/// Stores deliveries with the work that follows from them. Those that come while a transaction is under way share the next one, so
/// that a burst costs a few commits and not one for each; nobody is answered before the commit.
/// </summary>
internal sealed class WebhookWriter(
    MarketplaceDb database, WorkQueue queue, WorkSignal signal, NotificationBook book, PersonalDataProtector protector, Changes.ChangeFeed changes) : IDisposable
{
    private const int MostAtOnce = 100;
    private readonly ConcurrentQueue<Waiting> waiting = new();
    private readonly SemaphoreSlim writing = new(1);

    /// <summary>Stores a delivery; returns once it is committed.</summary>
    /// <returns>False when the same notification is stored already; then only that is noted.</returns>
    public async Task<bool> StoreAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        var own = new Waiting(arrival, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        waiting.Enqueue(own);
        await writing.WaitAsync(cancellationToken);
        try
        {
            // Whoever has the pen writes for all that wait; it may be that somebody has written for us meanwhile.
            while (!own.Done.Task.IsCompleted)
            {
                await WriteNextAsync();
            }
        }
        finally
        {
            writing.Release();
        }

        return await own.Done.Task;
    }

    /// <inheritdoc />
    public void Dispose() => writing.Dispose();

    // Not cut short by one caller's leaving: others wait for the same transaction.
    private async Task WriteNextAsync()
    {
        var batch = new List<Waiting>();
        while (batch.Count < MostAtOnce && waiting.TryDequeue(out var next))
        {
            batch.Add(next);
        }

        try
        {
            var fresh = await WriterRace.RunAsync(() => WriteAsync([.. batch.Select(w => w.Arrival)]));
            signal.Wake();
            batch.ForEach(w => w.Done.SetResult(fresh.Contains(w.Arrival)));
        }
        catch (Exception exception)
        {
            batch.ForEach(w => w.Done.TrySetException(exception));
        }
    }

    // Returns those that were new.
    private async Task<HashSet<Arrival>> WriteAsync(IReadOnlyList<Arrival> arrivals)
    {
        await using var db = database.OpenForMachine();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var fresh = await FreshAsync(db, arrivals);
        var stores = await StoresAsync(db, fresh);
        var called = new HashSet<Connection>();
        var sellers = new HashSet<Guid>();
        foreach (var arrival in fresh)
        {
            var own = stores.Where(s => s.Marketplace == arrival.Marketplace.Value).ToList();
            var work = arrival.IsDeletion ? Erasures(arrival, own) : Work(arrival, own, called);
            var delivery = Row(arrival, work, arrival.IsDeletion ? null : own.Find(s => arrival.Signals.Any(signal => IsAbout(signal, s))));
            db.WebhookDeliveries.Add(delivery);
            if (delivery.SellerId is { } seller)
            {
                sellers.Add(seller);
            }

            foreach (var (store, kind, payload, key) in work)
            {
                await queue.EnqueueAsync(db, store.SellerId, store.Id, kind, payload, key, priority: 20);
            }
        }

        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        await book.NoteCalledAsync([.. called], CancellationToken.None);
        foreach (var seller in sellers)
        {
            changes.Publish(new Changes.Change(seller, Changes.ChangeTopic.Webhooks));
        }

        return [.. fresh];
    }

    private static async Task<List<Arrival>> FreshAsync(MarketplaceDbContext db, IReadOnlyList<Arrival> arrivals)
    {
        var ids = arrivals.Select(a => a.NotificationId).OfType<string>().Distinct().ToList();
        var stored = ids.Count == 0 ? [] : await db.WebhookDeliveries.Where(d => ids.Contains(d.NotificationId!)).Select(d => new { d.Id, d.Marketplace, d.NotificationId }).ToListAsync();
        var known = stored.ToDictionary(d => (d.Marketplace, d.NotificationId), d => d.Id);
        var seen = new HashSet<(string, string?)>();
        var fresh = new List<Arrival>();
        var again = new List<Guid>();
        foreach (var arrival in arrivals)
        {
            var key = (arrival.Marketplace.Value, arrival.NotificationId);
            if (known.TryGetValue(key, out var row))
            {
                again.Add(row);
            }
            else if (arrival.NotificationId is null || seen.Add(key))
            {
                fresh.Add(arrival);
            }
        }

        if (again.Count > 0)
        {
            await db.WebhookDeliveries.Where(d => again.Contains(d.Id)).ExecuteUpdateAsync(set => set.SetProperty(d => d.Repeats, d => d.Repeats + 1));
        }

        return fresh;
    }

    // Of a deletion, stores that are disconnected by now are meant too: the buyer may have bought there before.
    private static async Task<List<Connection>> StoresAsync(MarketplaceDbContext db, IReadOnlyList<Arrival> arrivals)
    {
        var signals = arrivals.SelectMany(a => a.Signals).ToList();
        if (signals.Count == 0)
        {
            return [];
        }

        var accounts = signals.Select(s => s.ExternalAccountId).OfType<string>().Distinct().ToList();
        var names = signals.Select(s => s.ExternalAccountName).OfType<string>().Distinct().ToList();
        var erasing = arrivals.Where(a => a.IsDeletion).Select(a => a.Marketplace.Value).Distinct().ToList();
        return await db.Connections.IgnoreQueryFilters().AsNoTracking()
            .Where(c => erasing.Contains(c.Marketplace) || (c.State != ConnectionState.Disconnected && (accounts.Contains(c.ExternalAccountId) || names.Contains(c.StoreName))))
            .ToListAsync();
    }

    private static List<FollowUp> Work(Arrival arrival, List<Connection> stores, HashSet<Connection> called)
    {
        var work = new List<FollowUp>();
        foreach (var signal in arrival.Signals)
        {
            foreach (var store in stores.Where(s => s.State != ConnectionState.Disconnected && IsAbout(signal, s)))
            {
                called.Add(store);
                work.AddRange(FollowUp.Of(signal, store));
            }
        }

        return work;
    }

    private List<FollowUp> Erasures(Arrival arrival, List<Connection> stores)
    {
        var names = arrival.Signals.Select(s => s.ExternalId).OfType<string>().ToList();
        return [.. stores.SelectMany(store => names.Select(name => new FollowUp(store, WorkKinds.EraseBuyer, protector.Protect(name), null)))];
    }

    private static bool IsAbout(WebhookSignal signal, Connection store) =>
        signal.ExternalAccountId is { } account ? store.ExternalAccountId == account : signal.ExternalAccountName is { } name && store.StoreName == name;

    private WebhookDelivery Row(Arrival arrival, List<FollowUp> work, Connection? store) => new()
    {
        Marketplace = arrival.Marketplace.Value,
        NotificationId = arrival.NotificationId,
        Body = arrival.Refusal is not null || arrival.IsDeletion || arrival.Request.Body.Length == 0 ? [] : protector.Protect(arrival.Request.Body),
        Size = arrival.Request.Body.Length,
        ContentType = arrival.ContentType is { Length: > 200 } longer ? longer[..200] : arrival.ContentType,
        State = arrival.Refusal is not null ? WebhookDeliveryState.Refused : work.Count > 0 || arrival.IsDeletion ? WebhookDeliveryState.Accepted : WebhookDeliveryState.Irrelevant,
        Remark = arrival.Refusal ?? (arrival.IsDeletion ? "A buyer has deleted the account." : string.Join(", ", arrival.Signals.Select(s => $"{s.Subject} {s.ExternalId}".Trim()))),
        FollowUps = arrival.IsDeletion || work.Count == 0 ? null : JsonSerializer.Serialize(work.Select(w => new StoredFollowUp(w.Store.Id, w.Kind, w.Payload, w.Key))),
        SellerId = store?.SellerId,
        ConnectionId = store?.Id,
        ReceivedAt = arrival.Request.ReceivedAt,
        SentAt = arrival.SentAt,
    };

    private sealed record Waiting(Arrival Arrival, TaskCompletionSource<bool> Done);
}
