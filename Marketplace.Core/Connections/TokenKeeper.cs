using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Connections;

/// <summary>Renews the tokens of this instance's stores ahead of their end, and notices within two minutes when one is dead.</summary>
internal sealed class TokenKeeper(
    MarketplaceDb database,
    TokenSources sources,
    ConnectionHealth health,
    IStoreShare share,
    IOptions<ConnectionsOptions> options,
    TimeProvider time,
    ILogger<TokenKeeper> logger) : BackgroundService
{
    private const int AtOnce = 8;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.KeeperSeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Parallel.ForEachAsync(
                    await DueAsync(stoppingToken),
                    new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
                    async (due, cancellation) => await KeepAsync(due, cancellation));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogError(exception, "Looking after the stores' tokens failed; the next look is in {Seconds} s", options.Value.KeeperSeconds);
            }
        }
    }

    private async Task KeepAsync(Due due, CancellationToken cancellationToken)
    {
        try
        {
            if (due.Renew)
            {
                await sources.Of(due.ConnectionId).KeepAsync(TimeSpan.FromMinutes(options.Value.RenewAheadMinutes), cancellationToken);
            }

            if (await health.CheckAsync(due.ConnectionId, CallPriority.Job, cancellationToken) is { } problem)
            {
                logger.LogWarning("Store {ConnectionId} does not answer: {Problem}", due.ConnectionId, problem);
            }
        }
        catch (PlatformException exception)
        {
            logger.LogWarning("The tokens of store {ConnectionId} could not be renewed: {Problem}", due.ConnectionId, exception.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "Looking after store {ConnectionId} failed", due.ConnectionId);
        }
    }

    private async Task<IReadOnlyList<Due>> DueAsync(CancellationToken cancellationToken)
    {
        var renewBefore = time.GetUtcNow().AddMinutes(options.Value.RenewAheadMinutes);
        var checkBefore = time.GetUtcNow().AddSeconds(-options.Value.CheckAfterSeconds);
        await using var db = database.OpenForMachine();
        var due = await db.Connections.IgnoreQueryFilters()
            .Where(c => c.State == ConnectionState.Connected
                && (c.AccessExpiresAt == null || c.AccessExpiresAt < renewBefore || c.LastHealthyAt == null || c.LastHealthyAt < checkBefore))
            .Select(c => new Due(c.Id, c.AccessExpiresAt == null || c.AccessExpiresAt < renewBefore))
            .ToListAsync(cancellationToken);
        return [.. due.Where(d => share.Holds(d.ConnectionId))];
    }

    private sealed record Due(Guid ConnectionId, bool Renew);
}
