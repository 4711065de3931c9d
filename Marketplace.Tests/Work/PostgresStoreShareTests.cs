using Marketplace.Core.Data;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Work;

/// <summary>How instances divide the stores among themselves by locks of the server.</summary>
public sealed class PostgresStoreShareTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Share_TwoInstances_EachStoreBelongsToOne()
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: true);
        await ConnectAsync(test, 5);
        await using var first = await Instance.StartAsync(test);
        await Eventually.TrueAsync(() => first.Held.Count == 5);

        await using var second = await Instance.StartAsync(test);
        await Eventually.TrueAsync(() => first.Held.Count + second.Held.Count == 5 && second.Held.Count >= 2);

        Assert.Empty(first.Held.Intersect(second.Held));
        Assert.InRange(first.Held.Count, 2, 3);
    }

    [Fact]
    public async Task Share_NewStore_IsTakenByOneOfThem()
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: true);
        await using var first = await Instance.StartAsync(test);
        await using var second = await Instance.StartAsync(test);
        await ConnectAsync(test, 1);

        await Eventually.TrueAsync(() => first.Held.Count + second.Held.Count == 1);
    }

    [Fact]
    public async Task Share_InstanceStops_OtherTakesOverAndFreesWhatWasClaimed()
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: true);
        var stores = await ConnectAsync(test, 3);
        var first = await Instance.StartAsync(test);
        await Eventually.TrueAsync(() => first.Held.Count == 3);
        await ClaimAsync(test, stores[0]);
        await using var second = await Instance.StartAsync(test, startsNow: false);

        await first.DisposeAsync();
        await second.StartAsync();

        await Eventually.TrueAsync(() => second.Held.Count == 3);
        await using var db = test.Open();
        Assert.Null(await db.WorkItems.Select(w => w.LeaseOwner).SingleAsync(Cancel));
    }

    [Fact]
    public async Task Share_SessionIsCutOff_EndsTheWorkAndComesBack()
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: true);
        var store = (await ConnectAsync(test, 1))[0];
        await using var only = await Instance.StartAsync(test);
        await Eventually.TrueAsync(() => only.Held.Contains(store));
        using var stay = only.Share.Enter(store);

        await using (var db = test.Open())
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'Marketplace stores' AND datname = current_database()", Cancel);
        }

        await Eventually.TrueAsync(() => stay!.Ended.IsCancellationRequested);
        await Eventually.TrueAsync(() => only.Held.Contains(store));
    }

    [Fact]
    public async Task Enter_StoreOfAnother_IsRefusedButFilesAreFree()
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: true);
        var store = (await ConnectAsync(test, 1))[0];
        await using var first = await Instance.StartAsync(test);
        await Eventually.TrueAsync(() => first.Held.Contains(store));
        await using var second = await Instance.StartAsync(test);

        await Eventually.TrueAsync(() => second.Share.Enter(store) is null);

        Assert.NotNull(second.Share.Enter(Guid.NewGuid()));
        Assert.NotNull(first.Share.Enter(store));
    }

    [Fact]
    public async Task Wake_OnOneInstance_WakesTheOther()
    {
        await using var test = await TestDatabase.CreateAsync(onPostgres: true);
        await ConnectAsync(test, 2);
        await using var first = await Instance.StartAsync(test);
        await using var second = await Instance.StartAsync(test);
        await Eventually.TrueAsync(() => first.Held.Count == 1 && second.Held.Count == 1);
        while (await second.Signal.WaitAsync(TimeSpan.FromMilliseconds(100), Cancel))
        {
            // Rings of the start are over when this ends.
        }

        first.Signal.Wake();

        Assert.True(await second.Signal.WaitAsync(TimeSpan.FromSeconds(20), Cancel));
    }

    private static async Task<List<Guid>> ConnectAsync(TestDatabase test, int count)
    {
        var stores = new List<Guid>();
        for (var i = 0; i < count; i++)
        {
            stores.Add((await test.AddConnectionAsync(account: $"store-{i}")).Id);
        }

        return stores;
    }

    private static async Task ClaimAsync(TestDatabase test, Guid store)
    {
        await using var db = test.Open();
        db.WorkItems.Add(new WorkItem
        {
            ConnectionId = store,
            Kind = TestHandler.TestKind,
            LeaseOwner = "dead",
            LeaseUntil = test.Clock.GetUtcNow().AddHours(1),
            DueAt = test.Clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(Cancel);
    }

    /// <summary>An instance as far as sharing goes.</summary>
    private sealed class Instance : IAsyncDisposable
    {
        private bool stopped;

        private Instance(TestDatabase test)
        {
            var bell = new WorkBell(test.Db, TimeProvider.System, NullLogger<WorkBell>.Instance);
            Share = new PostgresStoreShare(test.Db, test.Get<IOptions<DatabaseOptions>>(), bell, Signal, TimeProvider.System, NullLogger<PostgresStoreShare>.Instance);
        }

        public WorkSignal Signal { get; } = new();

        public PostgresStoreShare Share { get; }

        public IReadOnlySet<Guid> Held => Share.Held;

        public static async Task<Instance> StartAsync(TestDatabase test, bool startsNow = true)
        {
            var instance = new Instance(test);
            if (startsNow)
            {
                await instance.StartAsync();
            }

            return instance;
        }

        public Task StartAsync() => Share.StartAsync(Cancel);

        public async ValueTask DisposeAsync()
        {
            if (!stopped)
            {
                stopped = true;
                await Share.StopAsync(CancellationToken.None);
                Share.Dispose();
            }
        }
    }
}
