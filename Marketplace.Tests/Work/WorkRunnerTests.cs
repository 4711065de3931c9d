using System.Collections.Concurrent;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Work;

public sealed class WorkRunnerTests
{
    private static readonly Guid Store = Guid.CreateVersion7();

    [Fact]
    public async Task Run_ManyItems_DoesEachOnceInOrderOfPriority()
    {
        var done = new ConcurrentQueue<string>();
        await using var test = await CreateAsync((item, _) => { done.Enqueue(item.Payload); return Task.FromResult(WorkOutcome.Done); });
        await EnqueueAsync(test, "late", priority: 200);
        await EnqueueAsync(test, "soon", priority: 10);

        await test.RunWorkAsync();

        Assert.Equal(["soon", "late"], done);
        Assert.Empty(await ItemsAsync(test));
    }

    [Fact]
    public async Task Run_OneStoreTwoRunners_NeverWorksOnItTwiceAtOnce()
    {
        var (busy, most, done) = (0, 0, 0);
        async Task<WorkOutcome> Handle(WorkItem item, CancellationToken cancellationToken)
        {
            most = Math.Max(most, Interlocked.Increment(ref busy));
            await Task.Yield();
            Interlocked.Decrement(ref busy);
            Interlocked.Increment(ref done);
            return WorkOutcome.Done;
        }

        await using var test = await CreateAsync(Handle);
        for (var i = 0; i < 40; i++)
        {
            await EnqueueAsync(test, $"{i}");
        }

        var other = ActivatorUtilities.CreateInstance<WorkRunner>(test.Get<IServiceProvider>());
        await Task.WhenAll(test.RunWorkAsync(), other.RunDueAsync(TestContext.Current.CancellationToken));
        await test.RunWorkAsync();

        Assert.Equal(40, done);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Run_OneStoreWaits_OthersGoOn()
    {
        var release = new TaskCompletionSource();
        var others = new TaskCompletionSource();
        var slow = Guid.CreateVersion7();
        async Task<WorkOutcome> Handle(WorkItem item, CancellationToken cancellationToken)
        {
            if (item.ConnectionId == slow)
            {
                await release.Task.WaitAsync(cancellationToken);
            }
            else
            {
                others.SetResult();
            }

            return WorkOutcome.Done;
        }

        await using var test = await CreateAsync(Handle);
        await EnqueueAsync(test, "slow", store: slow, priority: 1);
        await EnqueueAsync(test, "quick");

        var running = test.RunWorkAsync();
        await others.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        release.SetResult();
        await running;

        Assert.Empty(await ItemsAsync(test));
    }

    [Fact]
    public async Task Run_AskedForAgainWhileAtIt_DoesItOnceMore()
    {
        var times = 0;
        TestDatabase? test = null;
        async Task<WorkOutcome> Handle(WorkItem item, CancellationToken cancellationToken)
        {
            if (++times == 1)
            {
                await EnqueueAsync(test!, "again", coalesceKey: "key");
            }

            return WorkOutcome.Done;
        }

        test = await CreateAsync(Handle);
        await using var _ = test;
        await EnqueueAsync(test, "first", coalesceKey: "key");
        await EnqueueAsync(test, "second", coalesceKey: "key");

        await test.RunWorkAsync();

        Assert.Equal(2, times);
        Assert.Empty(await ItemsAsync(test));
    }

    [Fact]
    public async Task Enqueue_CoalescedWithoutTransaction_IsRefused()
    {
        await using var test = await CreateAsync((_, _) => Task.FromResult(WorkOutcome.Done));
        await using var db = test.Open();

        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Get<WorkQueue>().EnqueueAsync(db, test.SellerId, Store, TestHandler.TestKind, "", "key"));
    }

    [Fact]
    public async Task Run_Throttled_WaitsUntilTheNamedTimeWithoutCountingTheTry()
    {
        var allowed = false;
        TestDatabase? test = null;
        test = await CreateAsync((_, _) => allowed ? Task.FromResult(WorkOutcome.Done) : throw new ThrottledException("wait", test!.Clock.GetUtcNow().AddMinutes(3)));
        await using var _ = test;
        await EnqueueAsync(test, "");

        await test.RunWorkAsync();
        var waiting = Assert.Single(await ItemsAsync(test));
        Assert.Equal((0, WorkFailure.Throttled, test.Clock.GetUtcNow().AddMinutes(3)), (waiting.Attempts, waiting.Failure, waiting.DueAt));

        allowed = true;
        test.Clock.Advance(TimeSpan.FromMinutes(2));
        await test.RunWorkAsync();
        Assert.Single(await ItemsAsync(test));
        test.Clock.Advance(TimeSpan.FromMinutes(1));
        await test.RunWorkAsync();
        Assert.Empty(await ItemsAsync(test));
    }

    [Fact]
    public async Task Run_TransientFailures_BacksOffAndGivesUpAtLast()
    {
        await using var test = await CreateAsync((_, _) => throw new TransientException("no answer"), new() { ["Work:MaxAttempts"] = "3" });
        await EnqueueAsync(test, "", coalesceKey: "key");

        await test.RunWorkAsync();
        var first = Assert.Single(await ItemsAsync(test));
        Assert.InRange(first.DueAt - test.Clock.GetUtcNow(), TimeSpan.FromSeconds(1.6), TimeSpan.FromSeconds(2.4));
        test.Clock.Advance(TimeSpan.FromSeconds(3));
        await test.RunWorkAsync();
        var second = Assert.Single(await ItemsAsync(test));
        Assert.InRange(second.DueAt - test.Clock.GetUtcNow(), TimeSpan.FromSeconds(3.2), TimeSpan.FromSeconds(4.8));
        test.Clock.Advance(TimeSpan.FromSeconds(5));
        await test.RunWorkAsync();

        var dead = Assert.Single(await test.Get<WorkQueries>().DeadAsync(test.SellerId, TestContext.Current.CancellationToken));
        Assert.Equal((3, "no answer", WorkFailure.Transient), (dead.Attempts, dead.Problem, dead.Failure));
        await EnqueueAsync(test, "new", coalesceKey: "key");
        Assert.Equal(2, (await ItemsAsync(test)).Count);
    }

    [Fact]
    public async Task Retry_OfRejectedWork_DoesItAgain()
    {
        var refuse = true;
        await using var test = await CreateAsync((_, _) => refuse ? throw new RejectedException("no such listing") : Task.FromResult(WorkOutcome.Done));
        await EnqueueAsync(test, "");
        await test.RunWorkAsync();
        var queries = test.Get<WorkQueries>();
        var dead = Assert.Single(await queries.DeadAsync(test.SellerId, TestContext.Current.CancellationToken));

        Assert.False(await queries.RetryAsync(Guid.CreateVersion7(), dead.Id, TestContext.Current.CancellationToken), "another seller's work");
        refuse = false;
        Assert.True(await queries.RetryAsync(test.SellerId, dead.Id, TestContext.Current.CancellationToken));
        await test.RunWorkAsync();

        Assert.Empty(await ItemsAsync(test));
    }

    [Fact]
    public async Task Run_ClaimedByDeadProcess_IsTakenOverAfterTheLease()
    {
        var done = 0;
        await using var test = await CreateAsync((_, _) => { done++; return Task.FromResult(WorkOutcome.Done); });
        await EnqueueAsync(test, "");
        await using (var db = test.Open())
        {
            DateTimeOffset? lapses = test.Clock.GetUtcNow().AddSeconds(20);
            await db.WorkItems.ExecuteUpdateAsync(set => set.SetProperty(w => w.LeaseOwner, "dead").SetProperty(w => w.LeaseUntil, lapses));
        }

        await test.RunWorkAsync();
        Assert.Equal(0, done);
        test.Clock.Advance(TimeSpan.FromSeconds(21));
        await test.RunWorkAsync();
        Assert.Equal(1, done);
    }

    [Fact]
    public async Task Run_LeaseLost_MayNotFinish()
    {
        TestDatabase? test = null;
        async Task<WorkOutcome> Handle(WorkItem item, CancellationToken cancellationToken)
        {
            await using var db = test!.Open();
            DateTimeOffset? until = test.Clock.GetUtcNow().AddMinutes(1);
            await db.WorkItems.ExecuteUpdateAsync(set => set.SetProperty(w => w.LeaseOwner, "somebody else").SetProperty(w => w.LeaseUntil, until), cancellationToken);
            return WorkOutcome.Done;
        }

        test = await CreateAsync(Handle);
        await using var _ = test;
        await EnqueueAsync(test, "");

        await test.RunWorkAsync();

        Assert.Equal("somebody else", Assert.Single(await ItemsAsync(test)).LeaseOwner);
    }

    [Fact]
    public async Task Run_LongWork_KeepsItsLease()
    {
        var release = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        await using var test = await CreateAsync(async (_, ct) =>
        {
            begun.SetResult();
            await release.Task.WaitAsync(ct);
            return WorkOutcome.Done;
        });
        await EnqueueAsync(test, "");
        var running = test.RunWorkAsync();
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var end = test.Clock.GetUtcNow().AddSeconds(60);

        await Eventually.TrueAsync(
            async () => (await ItemsAsync(test)).Single().LeaseUntil > end, () => test.Clock.Advance(TimeSpan.FromSeconds(5)));
        release.SetResult();
        await running;

        Assert.Empty(await ItemsAsync(test));
    }

    [Fact]
    public async Task Service_WokenBySignal_WorksAndGivesBackOnStop()
    {
        var begun = new TaskCompletionSource();
        await using var test = await CreateAsync(async (_, ct) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
            return WorkOutcome.Done;
        });
        var runner = test.Get<WorkRunner>();
        await runner.StartAsync(TestContext.Current.CancellationToken);
        await EnqueueAsync(test, "");
        test.Get<WorkSignal>().Wake();
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        await runner.StopAsync(TestContext.Current.CancellationToken);

        var item = Assert.Single(await ItemsAsync(test));
        Assert.Equal((null, 0), (item.LeaseOwner, item.Attempts));
    }

    private static Task<TestDatabase> CreateAsync(Func<WorkItem, CancellationToken, Task<WorkOutcome>> handle, Dictionary<string, string?>? settings = null) =>
        TestDatabase.CreateAsync(services => services.AddSingleton<IWorkHandler>(new TestHandler(handle)), settings: settings);

    private static async Task EnqueueAsync(TestDatabase test, string payload, string? coalesceKey = null, int priority = 100, Guid? store = null)
    {
        await using var db = test.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await test.Get<WorkQueue>().EnqueueAsync(db, test.SellerId, store ?? Store, TestHandler.TestKind, payload, coalesceKey, priority);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    private static async Task<List<WorkItem>> ItemsAsync(TestDatabase test)
    {
        await using var db = test.Open();
        return await db.WorkItems.AsNoTracking().OrderBy(w => w.Id).ToListAsync();
    }
}
