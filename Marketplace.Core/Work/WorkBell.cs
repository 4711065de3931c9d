using System.Threading.Channels;
using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Core.Work;

/// <summary>
/// Tells the other instances on a PostgreSQL server that there is work, or a store to take. Many rings in a moment are one; a ring
/// that is lost costs the time until the next look.
/// </summary>
internal sealed class WorkBell(MarketplaceDb database, TimeProvider time, ILogger<WorkBell> logger)
{
    /// <summary>Channel of NOTIFY; the payload names the instance that rings.</summary>
    public const string ChannelName = "marketplace_work";

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);
    private readonly Channel<bool> wishes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Names this instance, so that it does not hear itself.</summary>
    public string Instance { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Rings soon.</summary>
    public void Ring() => wishes.Writer.TryWrite(true);

    /// <summary>Rings whenever it was asked to, until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await wishes.Reader.WaitToReadAsync(cancellationToken))
        {
            wishes.Reader.TryRead(out _);
            await RingNowAsync(cancellationToken);
            await Task.Delay(Gather, time, cancellationToken);
        }
    }

    /// <summary>Rings once.</summary>
    public async Task RingNowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = database.OpenForMachine();
            await db.Database.ExecuteSqlAsync($"SELECT pg_notify({ChannelName}, {Instance})", cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            logger.LogWarning("The other instances could not be told of new work ({Reason}); they find it at their next look", exception.Message);
        }
    }
}
