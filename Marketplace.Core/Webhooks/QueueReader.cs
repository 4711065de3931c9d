using Marketplace.Core.Platforms;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Core.Webhooks;

/// <summary>
/// Brings notifications from the queues of marketplaces that write to one into the inbox, where they are checked, deduplicated and
/// stored like any delivery. A message is deleted only after that; until then the queue hands it out again.
/// </summary>
internal sealed class QueueReader(PlatformCatalog catalog, WebhookInbox inbox, TimeProvider time, ILogger<QueueReader> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    // A queue that answers without waiting must not be asked without pause.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    /// <summary>Takes what lies in a queue now.</summary>
    /// <returns>How many messages were stored and deleted.</returns>
    public async Task<int> ReadAsync(MarketplaceKey marketplace, INotificationQueue queue, CancellationToken cancellationToken)
    {
        var messages = await queue.ReceiveAsync(cancellationToken);
        var stored = new List<QueuedNotification>(messages.Count);
        foreach (var message in messages)
        {
            try
            {
                await inbox.ReceiveAsync(marketplace.Value, message.Request, cancellationToken);
                stored.Add(message);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogError(exception, "A notification of {Marketplace} could not be stored; the queue hands it out again", marketplace);
            }
        }

        if (stored.Count > 0)
        {
            await queue.DeleteAsync(stored, cancellationToken);
        }

        return stored.Count;
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(catalog.All.Where(p => p.Queue is { IsSetUp: true }).Select(p => KeepReadingAsync(p.Key, p.Queue!, stoppingToken)));

    private async Task KeepReadingAsync(MarketplaceKey marketplace, INotificationQueue queue, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(await ReadAsync(marketplace, queue, cancellationToken) > 0 ? TimeSpan.Zero : Breath, time, cancellationToken);
                pause = FirstPause;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.LogWarning(exception, "The queue of {Marketplace} could not be read; the next try is in {Pause}. Orders are read on schedule meanwhile", marketplace, pause);
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }
}
