using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Core.Connections;

/// <summary>Renews the tokens of this instance's stores ahead of their end, and notices within two minutes when a store is dead.</summary>
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

    private TimeSpan Ahead => TimeSpan.FromMinutes(options.Value.RenewAheadMinutes);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.KeeperSeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var together = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken };
                await Parallel.ForEachAsync(await EndingAsync(stoppingToken), together, async (id, cancellation) => await RenewAsync(id, cancellation));
                await Parallel.ForEachAsync(await SilentAsync(stoppingToken), together, async (id, cancellation) => await CheckAsync(id, cancellation));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogError(exception, "Looking after the stores' tokens failed; the next look is in {Seconds} s", options.Value.KeeperSeconds);
            }
        }
    }

    private async Task RenewAsync(Guid authorizationId, CancellationToken cancellationToken)
    {
        try
        {
            await sources.OfAuthorization(authorizationId).KeepAsync(Ahead, cancellationToken);
        }
        catch (PlatformException exception)
        {
            logger.LogWarning("The tokens of authorisation {AuthorizationId} could not be renewed: {Problem}", authorizationId, exception.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "Renewing the tokens of authorisation {AuthorizationId} failed", authorizationId);
        }
    }

    private async Task CheckAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        try
        {
            if (await health.CheckAsync(connectionId, CallPriority.Job, cancellationToken) is { } problem)
            {
                logger.LogWarning("Store {ConnectionId} does not answer: {Problem}", connectionId, problem);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "Looking after store {ConnectionId} failed", connectionId);
        }
    }

    private async Task<IReadOnlyList<Guid>> EndingAsync(CancellationToken cancellationToken)
    {
        var renewBefore = time.GetUtcNow() + Ahead;
        await using var db = database.OpenForMachine();
        var ending = await db.Connections.IgnoreQueryFilters()
            .Where(c => c.State == ConnectionState.Connected)
            .Join(
                db.Authorizations.IgnoreQueryFilters().Where(a => a.ProtectedTokens != null && (a.AccessExpiresAt == null || a.AccessExpiresAt < renewBefore)),
                c => c.AuthorizationId, a => a.Id, (c, a) => new { Store = c.Id, Authorization = a.Id })
            .ToListAsync(cancellationToken);
        return [.. ending.Where(e => share.Holds(e.Store)).Select(e => e.Authorization).Distinct()];
    }

    private async Task<IReadOnlyList<Guid>> SilentAsync(CancellationToken cancellationToken)
    {
        var checkBefore = time.GetUtcNow().AddSeconds(-options.Value.CheckAfterSeconds);
        await using var db = database.OpenForMachine();
        var silent = await db.Connections.IgnoreQueryFilters()
            .Where(c => c.State == ConnectionState.Connected && (c.LastHealthyAt == null || c.LastHealthyAt < checkBefore))
            .Select(c => c.Id)
            .ToListAsync(cancellationToken);
        return [.. silent.Where(share.Holds)];
    }
}
