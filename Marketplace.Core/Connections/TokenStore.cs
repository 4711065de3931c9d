using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Core.Changes;
using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Connections;

/// <summary>Tokens of an authorisation as they were stored at one version of its row.</summary>
internal sealed record StoredTokens(Guid AuthorizationId, Guid SellerId, MarketplaceKey Marketplace, string Region, TokenSet Tokens, long Version);

/// <summary>Reads and writes the tokens of authorisations; each write happens only on the version that was read.</summary>
public sealed class TokenStore(MarketplaceDb database, TokenProtector protector, ChangeFeed changes, TimeProvider time)
{
    /// <summary>How long a process may hold an authorisation to renew it.</summary>
    internal static readonly TimeSpan Hold = TimeSpan.FromSeconds(45);

    /// <summary>The authorisation that a connected store lives by.</summary>
    /// <exception cref="NeedsReauthorizationException">The store is not connected.</exception>
    internal async Task<Guid> AuthorizationOfAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var row = await db.Connections.IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(c => c.Id == connectionId, cancellationToken);
        return row is { State: ConnectionState.Connected, AuthorizationId: { } id } ? id : throw new NeedsReauthorizationException(row?.Problem ?? ConnectionWords.NotConnected);
    }

    /// <summary>The tokens of an authorisation.</summary>
    /// <exception cref="NeedsReauthorizationException">It is gone, or its tokens cannot be read any more.</exception>
    internal async Task<StoredTokens> LoadAsync(Guid authorizationId, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var row = await db.Authorizations.IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(a => a.Id == authorizationId, cancellationToken);
        if (row is not { ProtectedTokens: { } secret })
        {
            var problem = await db.Connections.IgnoreQueryFilters().Where(c => c.AuthorizationId == authorizationId && c.Problem != null).Select(c => c.Problem).FirstOrDefaultAsync(cancellationToken);
            throw new NeedsReauthorizationException(problem ?? ConnectionWords.NotConnected);
        }

        var stored = new StoredTokens(row.Id, row.SellerId, new MarketplaceKey(row.Marketplace), row.Region, new TokenSet("", default, "", null), row.Version);
        try
        {
            return stored with { Tokens = JsonSerializer.Deserialize<TokenSet>(protector.Unprotect(secret, row.SellerId, row.Id))! };
        }
        catch (CryptographicException)
        {
            // The key is gone, or the value was moved here from another row.
            await MarkDeadAsync(stored, ConnectionWords.Unreadable, cancellationToken);
            throw new NeedsReauthorizationException(ConnectionWords.Unreadable);
        }
    }

    /// <summary>Puts tokens into a row that is about to be saved; whoever is renewing the old ones will find the row changed.</summary>
    internal void Fill(StoreAuthorization row, TokenSet tokens)
    {
        row.ProtectedTokens = Protect(tokens, row.SellerId, row.Id);
        row.AccessExpiresAt = tokens.AccessExpiresAt;
        row.RefreshExpiresAt = tokens.RefreshExpiresAt;
        row.RenewingUntil = null;
    }

    /// <summary>Takes an authorisation to renew it. False when another process has it, or the row has changed since it was read.</summary>
    internal async Task<bool> TryHoldAsync(StoredTokens read, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? until = now + Hold;
        await using var db = database.OpenForMachine();
        return await Unchanged(db, read).Where(a => a.RenewingUntil == null || a.RenewingUntil < now)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.RenewingUntil, until), cancellationToken) == 1;
    }

    /// <summary>Gives an authorisation back that could not be renewed now.</summary>
    internal async Task LetGoAsync(StoredTokens read, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        await Unchanged(db, read).ExecuteUpdateAsync(set => set.SetProperty(a => a.RenewingUntil, (DateTimeOffset?)null), cancellationToken);
    }

    /// <summary>Stores renewed tokens, for all stores of the authorisation at once.</summary>
    /// <returns>False when somebody else has written the row since it was read; then nothing is stored.</returns>
    internal async Task<bool> ReplaceAsync(StoredTokens read, TokenSet fresh, CancellationToken cancellationToken)
    {
        var secret = Protect(fresh, read.SellerId, read.AuthorizationId);
        await using var db = database.OpenForMachine();
        return await Unchanged(db, read).ExecuteUpdateAsync(
            set => set
                .SetProperty(a => a.ProtectedTokens, secret)
                .SetProperty(a => a.AccessExpiresAt, fresh.AccessExpiresAt)
                .SetProperty(a => a.RefreshExpiresAt, fresh.RefreshExpiresAt)
                .SetProperty(a => a.RenewingUntil, (DateTimeOffset?)null)
                .SetProperty(a => a.Version, a => a.Version + 1),
            cancellationToken) == 1;
    }

    /// <summary>
    /// The marketplace does not know the authorisation any more: only the seller can help, for all of its stores. Nothing happens when
    /// somebody has written the row since it was read.
    /// </summary>
    internal async Task MarkDeadAsync(StoredTokens read, string problem, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var killed = await Unchanged(db, read).ExecuteUpdateAsync(
            set => set
                .SetProperty(a => a.ProtectedTokens, (string?)null)
                .SetProperty(a => a.AccessExpiresAt, (DateTimeOffset?)null)
                .SetProperty(a => a.RenewingUntil, (DateTimeOffset?)null)
                .SetProperty(a => a.Version, a => a.Version + 1),
            cancellationToken);
        if (killed == 0)
        {
            return;
        }

        await CloseAsync(db.Connections.IgnoreQueryFilters().Where(c => c.AuthorizationId == read.AuthorizationId), problem, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(new Change(read.SellerId, ChangeTopic.Connections));
    }

    /// <summary>The authorisation does not open this store any more; others that live by it go on.</summary>
    internal async Task MarkStoreDeadAsync(Guid connectionId, string problem, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        if (await CloseAsync(db.Connections.IgnoreQueryFilters().Where(c => c.Id == connectionId), problem, cancellationToken) == 1)
        {
            await PublishAsync(db, connectionId, cancellationToken);
        }
    }

    /// <summary>When the consent that a store lives by ends, UTC; null where the marketplace names no end.</summary>
    internal async Task<DateTimeOffset?> EndOfConsentAsync(Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        return await db.Connections.IgnoreQueryFilters().Where(c => c.Id == connectionId)
            .Join(db.Authorizations.IgnoreQueryFilters(), c => c.AuthorizationId, a => a.Id, (_, a) => a.RefreshExpiresAt).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Notes whether the store answered; leaves the version alone, for this is no change that anybody could lose.</summary>
    /// <param name="connectionId">The store.</param>
    /// <param name="problem">What is wrong, or will be; null when nothing is.</param>
    /// <param name="answered">Whether it answered.</param>
    /// <param name="cancellationToken">Leaves the row as it was.</param>
    internal async Task NoteHealthAsync(Guid connectionId, string? problem, bool answered, CancellationToken cancellationToken)
    {
        await using var db = database.OpenForMachine();
        var connected = db.Connections.IgnoreQueryFilters().Where(c => c.Id == connectionId && c.State == ConnectionState.Connected);
        if (answered)
        {
            var now = time.GetUtcNow();
            await connected.ExecuteUpdateAsync(set => set.SetProperty(c => c.LastHealthyAt, now), cancellationToken);
        }

        if (await connected.Where(c => c.Problem != problem).ExecuteUpdateAsync(set => set.SetProperty(c => c.Problem, problem), cancellationToken) == 1)
        {
            await PublishAsync(db, connectionId, cancellationToken);
        }
    }

    private static Task<int> CloseAsync(IQueryable<Connection> stores, string problem, CancellationToken cancellationToken) =>
        stores.Where(c => c.State == ConnectionState.Connected).ExecuteUpdateAsync(
            set => set
                .SetProperty(c => c.State, ConnectionState.NeedsReauthorization)
                .SetProperty(c => c.Problem, problem)
                .SetProperty(c => c.Version, c => c.Version + 1),
            cancellationToken);

    private static IQueryable<StoreAuthorization> Unchanged(MarketplaceDbContext db, StoredTokens read) =>
        db.Authorizations.IgnoreQueryFilters().Where(a => a.Id == read.AuthorizationId && a.Version == read.Version && a.ProtectedTokens != null);

    private async Task PublishAsync(MarketplaceDbContext db, Guid connectionId, CancellationToken cancellationToken)
    {
        var seller = await db.Connections.IgnoreQueryFilters().Where(c => c.Id == connectionId).Select(c => c.SellerId).SingleAsync(cancellationToken);
        changes.Publish(new Change(seller, ChangeTopic.Connections, connectionId));
    }

    private string Protect(TokenSet tokens, Guid sellerId, Guid authorizationId) =>
        protector.Protect(JsonSerializer.Serialize(tokens), sellerId, authorizationId);
}
