using Marketplace.Core.Orders;
using Marketplace.Core.Sync;

namespace Marketplace.Tests.Sync;

public sealed class OrderReadingsTests
{
    [Fact]
    public async Task IsBehind_OnlyWhenTheOrdersWereNotReadForLong()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (read, unread) = (Guid.NewGuid(), Guid.NewGuid());
        await using (var db = database.Open())
        {
            db.SyncCursors.Add(new SyncCursor { ConnectionId = read, Job = SyncJob.Orders, ReadUntil = database.Clock.GetUtcNow() });
            db.SyncCursors.Add(new SyncCursor { ConnectionId = unread, Job = SyncJob.Products, ReadUntil = database.Clock.GetUtcNow().AddDays(-1) });
            await db.SaveChangesAsync();
        }

        var readings = database.Get<IOrderReadings>();
        Assert.False(await readings.IsBehindAsync(database.SellerId, read, CancellationToken.None));
        Assert.False(await readings.IsBehindAsync(database.SellerId, unread, CancellationToken.None));

        database.Clock.Advance(TimeSpan.FromMinutes(91));
        Assert.True(await readings.IsBehindAsync(database.SellerId, read, CancellationToken.None));
    }
}
