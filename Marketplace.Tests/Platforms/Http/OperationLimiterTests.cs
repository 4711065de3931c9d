using Marketplace.Core.Platforms;
using Marketplace.Core.Platforms.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Platforms.Http;

/// <summary>Published limits are kept per store and operation, and people go before jobs.</summary>
public sealed class OperationLimiterTests
{
    private static readonly OperationPlan OnePerSecond = new(new MarketplaceKey("echo"), "getThing", 1, 2);
    private readonly FakeTimeProvider time = new();
    private readonly Guid store = Guid.NewGuid();

    [Fact]
    public async Task Wait_WithinTheBurst_DoesNotWait()
    {
        var limiter = Limiter();
        Assert.Equal(TimeSpan.Zero, await limiter.WaitAsync(OnePerSecond, store, CallPriority.Job, Token));
        Assert.Equal(TimeSpan.Zero, await limiter.WaitAsync(OnePerSecond, store, CallPriority.Job, Token));
    }

    [Fact]
    public async Task Wait_BurstSpent_WaitsForTheNextToken()
    {
        var limiter = Limiter();
        await SpendAsync(limiter, 2);
        var third = limiter.WaitAsync(OnePerSecond, store, CallPriority.Job, Token);
        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(third.IsCompleted);
        Assert.Equal("getThing", limiter.WaitingOf(store)?.Operation);
        time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.InRange(await third, TimeSpan.FromSeconds(0.999), TimeSpan.FromSeconds(1.01));
        Assert.Null(limiter.WaitingOf(store));
    }

    [Fact]
    public async Task Wait_ForAnHour_AllowsNoMoreThanRateAndBurst()
    {
        var limiter = Limiter();
        var done = 0;
        async Task CallForeverAsync()
        {
            while (true)
            {
                await limiter.WaitAsync(OnePerSecond, store, CallPriority.Job, Token);
                Interlocked.Increment(ref done);
            }
        }

        var callers = Enumerable.Range(0, 5).Select(_ => CallForeverAsync()).ToList();
        for (var i = 0; i < 3600; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await Eventually.TrueAsync(() => Volatile.Read(ref done) > 3500);
        Assert.InRange(Volatile.Read(ref done), 3500, 3602);
        Assert.All(callers, caller => Assert.False(caller.IsCompleted));
    }

    [Fact]
    public async Task Wait_AnotherStoreOrOperation_IsNotHeldUp()
    {
        var limiter = Limiter();
        await SpendAsync(limiter, 2);
        limiter.Learn(OnePerSecond, store, null, time.GetUtcNow().AddHours(1));
        Assert.Equal(TimeSpan.Zero, await limiter.WaitAsync(OnePerSecond, Guid.NewGuid(), CallPriority.Job, Token));
        Assert.Equal(TimeSpan.Zero, await limiter.WaitAsync(OnePerSecond with { Name = "putThing" }, store, CallPriority.Job, Token));
    }

    [Fact]
    public async Task Wait_PersonComesLater_GoesBeforeTheJobs()
    {
        var limiter = Limiter();
        await SpendAsync(limiter, 2);
        var jobs = Enumerable.Range(0, 3).Select(_ => limiter.WaitAsync(OnePerSecond, store, CallPriority.Job, Token)).ToList();
        time.Advance(TimeSpan.FromMilliseconds(500));
        var person = limiter.WaitAsync(OnePerSecond, store, CallPriority.Person, Token);
        time.Advance(TimeSpan.FromMilliseconds(501));
        await person;
        Assert.All(jobs, job => Assert.False(job.IsCompleted));
        await Eventually.TrueAsync(() => jobs.TrueForAll(job => job.IsCompleted), () => time.Advance(TimeSpan.FromMilliseconds(250)));
    }

    [Fact]
    public async Task Wait_PersonWouldWaitTooLong_IsToldWhen()
    {
        var limiter = Limiter();
        var until = time.GetUtcNow().AddSeconds(9);
        limiter.Learn(OnePerSecond, store, null, until);
        var refused = await Assert.ThrowsAsync<ThrottledException>(() => limiter.WaitAsync(OnePerSecond, store, CallPriority.Person, Token));
        Assert.Equal(until, refused.RetryAt);
        Assert.Null(limiter.WaitingOf(store));
    }

    [Fact]
    public async Task Wait_TwoOperationsWait_OneDoneStillShowsTheOther()
    {
        var limiter = Limiter();
        var slow = new OperationPlan(OnePerSecond.Marketplace, "slowThing", 0.01, 1);
        await SpendAsync(limiter, 2);
        await limiter.WaitAsync(slow, store, CallPriority.Job, Token);
        var quickCall = limiter.WaitAsync(OnePerSecond, store, CallPriority.Job, Token);
        var slowCall = limiter.WaitAsync(slow, store, CallPriority.Job, Token);
        time.Advance(TimeSpan.FromSeconds(1.1));
        await quickCall;
        Assert.False(slowCall.IsCompleted);
        Assert.Equal("slowThing", limiter.WaitingOf(store)?.Operation);
    }

    [Fact]
    public async Task Wait_Cancelled_GivesThePlaceFree()
    {
        var limiter = Limiter();
        await SpendAsync(limiter, 2);
        using var cancel = new CancellationTokenSource();
        var person = limiter.WaitAsync(OnePerSecond, store, CallPriority.Person, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => person);
        var job = limiter.WaitAsync(OnePerSecond, store, CallPriority.Job, Token);
        time.Advance(TimeSpan.FromSeconds(1.01));
        await job;
    }

    [Fact]
    public async Task Learn_SlowerRate_SlowsDown()
    {
        var limiter = Limiter();
        await SpendAsync(limiter, 2);
        limiter.Learn(OnePerSecond, store, 0.1, null);
        var next = limiter.WaitAsync(OnePerSecond, store, CallPriority.Job, Token);
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        await next;
    }

    [Fact]
    public async Task Learn_ClosedUntil_LetsNobodyThroughBeforeAndNoBurstAfter()
    {
        var limiter = Limiter();
        limiter.Learn(OnePerSecond, store, null, time.GetUtcNow().AddSeconds(60));
        var calls = Enumerable.Range(0, 3).Select(_ => limiter.WaitAsync(OnePerSecond, store, CallPriority.Job, Token)).ToList();
        time.Advance(TimeSpan.FromSeconds(59.9));
        Assert.All(calls, call => Assert.False(call.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(0.2));
        await Eventually.TrueAsync(() => calls.Exists(call => call.IsCompleted));
        Assert.Equal(1, calls.Count(call => call.IsCompleted));
    }

    [Fact]
    public async Task Wait_WithRateFactor_AllowsThatMuchMore()
    {
        var limiter = new OperationLimiter(time, Options.Create(new PlatformHttpOptions { RateFactor = 100 }));
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(TimeSpan.Zero, await limiter.WaitAsync(OnePerSecond, store, CallPriority.Job, Token));
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private OperationLimiter Limiter() => new(time, Options.Create(new PlatformHttpOptions()));

    private async Task SpendAsync(OperationLimiter limiter, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            await limiter.WaitAsync(OnePerSecond, store, CallPriority.Job, Token);
        }
    }
}
