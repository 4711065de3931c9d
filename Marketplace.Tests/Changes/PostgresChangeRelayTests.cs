using System.Collections.Concurrent;
using Marketplace.Core.Changes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Tests.Changes;

public sealed class PostgresChangeRelayTests
{
    [Fact]
    public async Task Publish_OnOneInstance_IsHeardOnTheOtherOnce()
    {
        var database = TestPostgres.NewDatabase();
        var stop = TestContext.Current.CancellationToken;
        var seller = Guid.NewGuid();
        var here = new ChangeFeed(TimeProvider.System, NullLogger<ChangeFeed>.Instance);
        var there = new ChangeFeed(TimeProvider.System, NullLogger<ChangeFeed>.Instance);
        using var relayHere = new PostgresChangeRelay(here, database, TimeProvider.System, NullLogger<PostgresChangeRelay>.Instance);
        using var relayThere = new PostgresChangeRelay(there, database, TimeProvider.System, NullLogger<PostgresChangeRelay>.Instance);
        var heardThere = new ConcurrentQueue<Change>();
        var heardHere = new ConcurrentQueue<Change>();
        using var listenThere = there.Subscribe(seller, [ChangeTopic.Orders], TimeSpan.Zero, changes => Keep(heardThere, changes));
        using var listenHere = here.Subscribe(seller, [ChangeTopic.Orders], TimeSpan.Zero, changes => Keep(heardHere, changes));
        await relayHere.StartAsync(stop);
        await relayThere.StartAsync(stop);

        // Once connected, every listener is told to read again: the sign that both relays listen.
        await Until(() => !heardThere.IsEmpty && !heardHere.IsEmpty);
        var order = Guid.NewGuid();
        here.Publish(new Change(seller, ChangeTopic.Orders, order));
        here.Publish(new Change(Guid.NewGuid(), ChangeTopic.Orders, Guid.NewGuid()));
        await Until(() => heardThere.Any(c => c.Id == order));

        Assert.Single(heardThere, c => c.Id == order);
        Assert.Single(heardHere, c => c.Id == order);
        Assert.All(heardThere, c => Assert.Equal(seller, c.SellerId));
        await relayHere.StopAsync(stop);
        await relayThere.StopAsync(stop);
    }

    private static Task Keep(ConcurrentQueue<Change> heard, IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
        {
            heard.Enqueue(change);
        }

        return Task.CompletedTask;
    }

    private static async Task Until(Func<bool> condition)
    {
        var deadline = TimeProvider.System.GetUtcNow().AddSeconds(20);
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetUtcNow() < deadline, "It did not happen within 20 seconds.");
            await Task.Delay(20);
        }
    }
}
