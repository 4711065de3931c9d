using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Connections;

/// <inheritdoc cref="IConnectionContexts" />
internal sealed class ConnectionContexts(MarketplaceDb database, TokenSources sources) : IConnectionContexts
{
    /// <inheritdoc />
    public async Task<ConnectionContext> OpenAsync(Guid connectionId, CallPriority priority, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var row = await db.Connections.IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(c => c.Id == connectionId, cancellationToken);
        if (row is not { State: ConnectionState.Connected })
        {
            throw new NeedsReauthorizationException(row?.Problem ?? ConnectionWords.NotConnected);
        }

        return new ConnectionContext
        {
            ConnectionId = row.Id,
            Marketplace = new MarketplaceKey(row.Marketplace),
            ExternalAccountId = row.ExternalAccountId,
            Region = row.Region,
            PlatformData = row.PlatformData,
            Tokens = sources.Of(row.Id),
            Priority = priority,
        };
    }
}
