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
        if (row is not { State: ConnectionState.Connected, ProtectedTokens: not null })
        {
            throw new NeedsReauthorizationException(row?.Problem ?? ConnectionWords.NotConnected);
        }

        if (TryRead(row) is { } stored)
        {
            return stored;
        }

        await MarkDeadAsync(connectionId, row.Version, ConnectionWords.Unreadable, cancellationToken);
        throw new NeedsReauthorizationException(ConnectionWords.Unreadable);
    }

    /// <summary>Puts tokens into a row that is about to be saved.</summary>
    internal void Fill(Connection row, TokenSet tokens)
    {
        row.ProtectedTokens = Protect(tokens, row.SellerId, row.Id);
        row.AccessExpiresAt = tokens.AccessExpiresAt;
        row.RefreshExpiresAt = tokens.RefreshExpiresAt;
    }

    /// <summary>
    /// Replaces renewed tokens. Shops that one consent opened share a refresh token, so where the marketplace rotates it the
    /// seller's other stores that hold the old one get the new one too.
    /// </summary>
    /// <returns>False when somebody else has written the row since it was read; then nothing is stored.</returns>
    internal async Task<bool> ReplaceAsync(Guid connectionId, StoredTokens read, TokenSet fresh, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await WriteAsync(db, connectionId, read, fresh, cancellationToken))
        {
            return false;
        }

        if (fresh.RefreshToken != read.Tokens.RefreshToken)
        {
            var others = await db.Connections.IgnoreQueryFilters().AsNoTracking()
                .Where(c => c.SellerId == read.SellerId && c.Marketplace == read.Marketplace.Value && c.Id != connectionId && c.State == ConnectionState.Connected)
                .ToListAsync(cancellationToken);
            foreach (var other in others)
            {
                if (TryRead(other) is { } theirs && theirs.Tokens.RefreshToken == read.Tokens.RefreshToken)
                {
                    await WriteAsync(db, other.Id, theirs, fresh, cancellationToken);
                }
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
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

    private StoredTokens? TryRead(Connection row)
    {
        try
        {
            var tokens = JsonSerializer.Deserialize<TokenSet>(protector.Unprotect(row.ProtectedTokens!, row.SellerId, row.Id))!;
            return new StoredTokens(row.SellerId, new MarketplaceKey(row.Marketplace), row.Region, tokens, row.Version);
        }
        catch (CryptographicException)
        {
            // The key is gone, or the value was moved here from another row.
            return null;
        }
    }

    private async Task<bool> WriteAsync(MarketplaceDbContext db, Guid connectionId, StoredTokens read, TokenSet fresh, CancellationToken cancellationToken)
    {
        var secret = Protect(fresh, read.SellerId, connectionId);
        var now = time.GetUtcNow();
        return await Unchanged(db, connectionId, read.Version).ExecuteUpdateAsync(
            set => set
                .SetProperty(c => c.ProtectedTokens, secret)
                .SetProperty(c => c.AccessExpiresAt, fresh.AccessExpiresAt)
                .SetProperty(c => c.RefreshExpiresAt, fresh.RefreshExpiresAt)
                .SetProperty(c => c.LastHealthyAt, now)
                .SetProperty(c => c.Version, c => c.Version + 1),
            cancellationToken) == 1;
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
