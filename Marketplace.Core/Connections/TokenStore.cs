using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Connections;

/// <summary>A connected store's tokens as they were stored at one version of its row.</summary>
internal sealed record StoredTokens(Guid SellerId, MarketplaceKey Marketplace, string Region, TokenSet Tokens, long Version);

/// <summary>Reads and writes the tokens of connected stores; each write happens only on the version that was read.</summary>
public sealed class TokenStore(MarketplaceDb database, TokenProtector protector, ChangeFeed changes, TimeProvider time)
{
    /// <summary>The tokens of a connected store.</summary>
    /// <exception cref="NeedsReauthorizationException">The store is not connected, or its tokens cannot be read any more.</exception>
    internal async Task<StoredTokens> LoadAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var row = await db.Connections.IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(c => c.Id == connectionId, cancellationToken);
        if (row is not { State: ConnectionState.Connected, ProtectedTokens: { } secret })
        {
            throw new NeedsReauthorizationException(row?.Problem ?? ConnectionWords.NotConnected);
        }

        try
        {
            var tokens = JsonSerializer.Deserialize<TokenSet>(protector.Unprotect(secret, row.SellerId, row.Id))!;
            return new StoredTokens(row.SellerId, new MarketplaceKey(row.Marketplace), row.Region, tokens, row.Version);
        }
        catch (CryptographicException exception)
        {
            await MarkDeadAsync(connectionId, row.Version, ConnectionWords.Unreadable, cancellationToken);
            throw new NeedsReauthorizationException(ConnectionWords.Unreadable, exception);
        }
    }

    /// <summary>Puts tokens into a row that is about to be saved.</summary>
    internal void Fill(Connection row, TokenSet tokens)
    {
        row.ProtectedTokens = Protect(tokens, row.SellerId, row.Id);
        row.AccessExpiresAt = tokens.AccessExpiresAt;
        row.RefreshExpiresAt = tokens.RefreshExpiresAt;
    }

    /// <summary>Replaces the tokens in one statement. False when somebody else has written the row since it was read.</summary>
    internal async Task<bool> ReplaceAsync(Guid connectionId, StoredTokens read, TokenSet fresh, CancellationToken cancellationToken)
    {
        var secret = Protect(fresh, read.SellerId, connectionId);
        var now = time.GetUtcNow();
        await using var db = database.OpenForMachine();
        return await Unchanged(db, connectionId, read.Version).ExecuteUpdateAsync(
            set => set
                .SetProperty(c => c.ProtectedTokens, secret)
                .SetProperty(c => c.AccessExpiresAt, fresh.AccessExpiresAt)
                .SetProperty(c => c.RefreshExpiresAt, fresh.RefreshExpiresAt)
                .SetProperty(c => c.LastHealthyAt, now)
                .SetProperty(c => c.Version, read.Version + 1),
            cancellationToken) == 1;
    }

    /// <summary>
    /// The marketplace does not know the authorisation any more: only the seller can help. With a version, only if nobody has
    /// written the row since.
    /// </summary>
    internal async Task MarkDeadAsync(Guid connectionId, long? version, string problem, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var marked = await Unchanged(db, connectionId, version).ExecuteUpdateAsync(
            set => set
                .SetProperty(c => c.State, ConnectionState.NeedsReauthorization)
                .SetProperty(c => c.ProtectedTokens, (string?)null)
                .SetProperty(c => c.AccessExpiresAt, (DateTimeOffset?)null)
                .SetProperty(c => c.Problem, problem)
                .SetProperty(c => c.Version, c => c.Version + 1),
            cancellationToken);
        if (marked == 1)
        {
            await PublishAsync(db, connectionId, cancellationToken);
        }
    }

    /// <summary>Notes whether the store answered; leaves the version alone, for this is no change that anybody could lose.</summary>
    internal async Task NoteHealthAsync(Guid connectionId, string? problem, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var connected = db.Connections.IgnoreQueryFilters().Where(c => c.Id == connectionId && c.State == ConnectionState.Connected);
        if (problem is null)
        {
            var now = time.GetUtcNow();
            await connected.ExecuteUpdateAsync(set => set.SetProperty(c => c.LastHealthyAt, now), cancellationToken);
        }

        if (await connected.Where(c => c.Problem != problem).ExecuteUpdateAsync(set => set.SetProperty(c => c.Problem, problem), cancellationToken) == 1)
        {
            await PublishAsync(db, connectionId, cancellationToken);
        }
    }

    private static IQueryable<Connection> Unchanged(MarketplaceDbContext db, Guid connectionId, long? version) =>
        db.Connections.IgnoreQueryFilters().Where(c => c.Id == connectionId && (version == null || c.Version == version) && c.State == ConnectionState.Connected);

    private async Task PublishAsync(MarketplaceDbContext db, Guid connectionId, CancellationToken cancellationToken)
    {
        var seller = await db.Connections.IgnoreQueryFilters().Where(c => c.Id == connectionId).Select(c => c.SellerId).SingleAsync(cancellationToken);
        changes.Publish(new Change(seller, ChangeTopic.Connections, connectionId));
    }

    private string Protect(TokenSet tokens, Guid sellerId, Guid connectionId) =>
        protector.Protect(JsonSerializer.Serialize(tokens), sellerId, connectionId);
}
