using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Core.Changes;

/// <summary>
/// Carries changes between instances that share a PostgreSQL server, by LISTEN/NOTIFY. A lost message costs a page one late
/// reload, never data; after a broken connection every listener is told to read again.
/// </summary>
internal sealed class PostgresChangeRelay(ChangeFeed feed, string connectionString, TimeProvider time, ILogger<PostgresChangeRelay> logger) : BackgroundService
{
    private const string ChannelName = "marketplace_changes";
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    // A NOTIFY payload holds less than 8,000 bytes; a change is about 90.
    private const int MostInOne = 60;

    private readonly Guid instance = Guid.NewGuid();
    private readonly Channel<Change> outgoing = Channel.CreateBounded<Change>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var published = feed.OnPublished(change => outgoing.Writer.TryWrite(change));
        await Task.WhenAll(Keep(ListenAsync, stoppingToken), Keep(SendAsync, stoppingToken));
    }

    private async Task Keep(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await work(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException)
            {
                logger.LogWarning("The link to the other instances broke ({Reason}); trying again in {Seconds} s", exception.GetType().Name, Rest.TotalSeconds);
                await Task.Delay(Rest, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        connection.Notification += (_, notification) => Deliver(notification.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {ChannelName}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        feed.TellAllToReload();
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        while (await outgoing.Reader.WaitToReadAsync(cancellationToken))
        {
            await Task.Delay(Gather, time, cancellationToken);
            var batch = new HashSet<Change>();
            while (batch.Count < MostInOne && outgoing.Reader.TryRead(out var change))
            {
                batch.Add(change);
            }

            await using var notify = new NpgsqlCommand("SELECT pg_notify($1, $2)", connection);
            notify.Parameters.AddWithValue(ChannelName);
            notify.Parameters.AddWithValue(JsonSerializer.Serialize(new Message(instance, [.. batch])));
            await notify.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private void Deliver(string payload)
    {
        if (JsonSerializer.Deserialize<Message>(payload) is { } message && message.From != instance)
        {
            foreach (var change in message.Changes)
            {
                feed.Deliver(change);
            }
        }
    }

    private sealed record Message(Guid From, IReadOnlyList<Change> Changes);
}
