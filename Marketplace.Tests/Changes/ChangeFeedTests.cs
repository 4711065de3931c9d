using Marketplace.Core.Changes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Changes;

/// <summary>Open pages hear of their own seller's changes, a burst as one.</summary>
public sealed class ChangeFeedTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly FakeTimeProvider time = new();
    private readonly Guid seller = Guid.NewGuid();

    [Fact]
    public async Task Publish_Burst_IsTwoCalls()
    {
        var feed = Feed();
        var heard = new Heard();
        using var subscription = feed.Subscribe(seller, [ChangeTopic.Orders], Interval, heard.AddAsync);
        feed.Publish(new Change(seller, ChangeTopic.Orders, Guid.NewGuid()));
        await heard.UntilAsync(calls => calls.Count == 1);
        for (var i = 0; i < 500; i++)
        {
            feed.Publish(new Change(seller, ChangeTopic.Orders, Guid.NewGuid()));
        }

        await Eventually.TrueAsync(() => heard.Calls.Count == 2, () => time.Advance(Interval));
        Assert.Equal([1, 500], heard.Calls.Select(call => call.Count));
    }

    [Fact]
    public async Task Publish_SameChangeTwiceInABurst_IsHandedOverOnce()
    {
        var feed = Feed();
        var heard = new Heard();
        using var subscription = feed.Subscribe(seller, [ChangeTopic.Orders], Interval, heard.AddAsync);
        feed.Publish(new Change(seller, ChangeTopic.Orders));
        await heard.UntilAsync(calls => calls.Count == 1);
        var same = new Change(seller, ChangeTopic.Orders, Guid.NewGuid());
        feed.Publish(same);
        feed.Publish(same);
        await Eventually.TrueAsync(() => heard.Calls.Count == 2, () => time.Advance(Interval));
        Assert.Equal(same, Assert.Single(heard.Calls[1]));
    }

    [Fact]
    public async Task Publish_ForAnotherSellerOrTopic_IsNotHeard()
    {
        var feed = Feed();
        var mine = new Heard();
        var theirs = new Heard();
        var other = Guid.NewGuid();
        using var first = feed.Subscribe(seller, [ChangeTopic.Orders], Interval, mine.AddAsync);
        using var second = feed.Subscribe(other, [ChangeTopic.Orders], Interval, theirs.AddAsync);
        feed.Publish(new Change(other, ChangeTopic.Inventory));
        feed.Publish(new Change(seller, ChangeTopic.Catalog));
        feed.Publish(new Change(other, ChangeTopic.Orders));
        await theirs.UntilAsync(calls => calls.Count == 1);
        Assert.Empty(mine.Calls);
        Assert.Equal(new Change(other, ChangeTopic.Orders), Assert.Single(Assert.Single(theirs.Calls)));
    }

    [Fact]
    public async Task Publish_WithAFailingListener_StillReachesTheOthersAndTheListenerAgain()
    {
        var feed = Feed();
        var heard = new Heard();
        var failures = 0;
        using var failing = feed.Subscribe(seller, [ChangeTopic.Orders], Interval, _ =>
        {
            Interlocked.Increment(ref failures);
            throw new InvalidOperationException("A page that has gone.");
        });
        using var listening = feed.Subscribe(seller, [ChangeTopic.Orders], Interval, heard.AddAsync);
        feed.Publish(new Change(seller, ChangeTopic.Orders));
        await Eventually.TrueAsync(() => heard.Calls.Count == 1 && Volatile.Read(ref failures) == 1);
        feed.Publish(new Change(seller, ChangeTopic.Orders));
        await Eventually.TrueAsync(() => heard.Calls.Count == 2 && Volatile.Read(ref failures) == 2, () => time.Advance(Interval));
    }

    [Fact]
    public async Task Publish_AfterDispose_IsNotHeard()
    {
        var feed = Feed();
        var gone = new Heard();
        var here = new Heard();
        feed.Subscribe(seller, [ChangeTopic.Orders], Interval, gone.AddAsync).Dispose();
        using var subscription = feed.Subscribe(seller, [ChangeTopic.Orders], Interval, here.AddAsync);
        feed.Publish(new Change(seller, ChangeTopic.Orders));
        await here.UntilAsync(calls => calls.Count == 1);
        Assert.Empty(gone.Calls);
    }

    private ChangeFeed Feed() => new(time, NullLogger<ChangeFeed>.Instance);

    private sealed class Heard
    {
        private readonly List<IReadOnlyList<Change>> calls = [];

        public IReadOnlyList<IReadOnlyList<Change>> Calls
        {
            get
            {
                lock (calls)
                {
                    return [.. calls];
                }
            }
        }

        public Task AddAsync(IReadOnlyList<Change> changes)
        {
            lock (calls)
            {
                calls.Add(changes);
            }

            return Task.CompletedTask;
        }

        public Task UntilAsync(Func<IReadOnlyList<IReadOnlyList<Change>>, bool> isTrue) => Eventually.TrueAsync(() => isTrue(Calls));
    }
}
