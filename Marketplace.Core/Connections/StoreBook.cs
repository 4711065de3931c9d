using Marketplace.Core.Data;
using Marketplace.Core.Platforms;
using Marketplace.Core.Work;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Connections;

/// <summary>Writes stores that were opened or closed, each change whole or not at all.</summary>
public sealed class StoreBook(MarketplaceDb database, TokenStore tokens, WorkQueue queue, TimeProvider time)
{
    // After the orders that a seller waits for.
    private const int SubscribePriority = 60;

    /// <summary>Stores what a consent opened: the stores, their authorisation, and the work of asking for notifications.</summary>
    /// <exception cref="ConsentFailedException">Another account than the store's was signed in; nothing is stored.</exception>
    internal Task<IReadOnlyList<ConnectedStore>> OpenAsync(
        PendingConsent consent, MarketplacePlatform platform, IReadOnlyList<AuthorizedStore> opened, CancellationToken cancellationToken) =>
        // A code is good once, so a meeting with a renewal of the old tokens must not cost the seller the new ones.
        WriterRace.RunAsync(() => TryOpenAsync(consent, platform, opened, cancellationToken));

    /// <summary>Closes a store. Its authorisation, with the tokens, goes with the last store that lives by it.</summary>
    /// <returns>False when the seller has no such store.</returns>
    internal async Task<bool> CloseAsync(Guid sellerId, Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var closed = await db.Connections.Where(c => c.Id == connectionId).ExecuteUpdateAsync(
            set => set
                .SetProperty(c => c.State, ConnectionState.Disconnected)
                .SetProperty(c => c.AuthorizationId, (Guid?)null)
                .SetProperty(c => c.Problem, (string?)null)
                .SetProperty(c => c.Notifications, NotificationState.Unasked)
                .SetProperty(c => c.NotificationProblem, (string?)null)
                .SetProperty(c => c.Version, c => c.Version + 1),
            cancellationToken);
        await ForgetUnusedAsync(db, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return closed == 1;
    }

    private async Task<IReadOnlyList<ConnectedStore>> TryOpenAsync(
        PendingConsent consent, MarketplacePlatform platform, IReadOnlyList<AuthorizedStore> opened, CancellationToken cancellationToken)
    {
        await using var db = database.Open(consent.SellerId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var known = await db.Connections.Where(c => c.Marketplace == consent.Marketplace).ToDictionaryAsync(c => c.ExternalAccountId, cancellationToken);
        if (consent.ConnectionId is { } wanted && opened.All(store => known.GetValueOrDefault(store.ExternalAccountId)?.Id != wanted))
        {
            throw new ConsentFailedException(ConsentCauses.InWords(ConsentCauses.OtherAccount, platform.Descriptor.Name)) { Cause = ConsentCauses.OtherAccount };
        }

        var stores = new List<ConnectedStore>();
        foreach (var store in opened)
        {
            var isNew = !known.TryGetValue(store.ExternalAccountId, out var row);
            if (row is null)
            {
                row = new Connection { SellerId = consent.SellerId, Marketplace = consent.Marketplace, ExternalAccountId = store.ExternalAccountId, ConnectedAt = time.GetUtcNow() };
                db.Connections.Add(row);
            }

            row.StoreName = store.Name;
            row.Region = store.Region;
            row.PlatformData = store.PlatformData;
            row.State = ConnectionState.Connected;
            row.LastHealthyAt = time.GetUtcNow();
            row.Problem = null;
            row.AuthorizationId = (await AuthorizationAsync(db, consent, store, cancellationToken)).Id;
            stores.Add(new ConnectedStore(row.Id, isNew));
        }

        await db.SaveChangesAsync(cancellationToken);
        await ForgetUnusedAsync(db, cancellationToken);
        foreach (var store in stores.Where(_ => platform.Subscriptions is not null))
        {
            await queue.EnqueueAsync(
                db, consent.SellerId, store.Id, WorkKinds.Subscribe, "", WorkKinds.SubscribeKey(store.Id), SubscribePriority, cancellationToken: cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return stores;
    }

    private async Task<StoreAuthorization> AuthorizationAsync(MarketplaceDbContext db, PendingConsent consent, AuthorizedStore store, CancellationToken cancellationToken)
    {
        var id = store.AuthorizationId ?? store.ExternalAccountId;
        var row = db.Authorizations.Local.FirstOrDefault(a => a.Marketplace == consent.Marketplace && a.ExternalId == id)
            ?? await db.Authorizations.SingleOrDefaultAsync(a => a.Marketplace == consent.Marketplace && a.ExternalId == id, cancellationToken);
        if (row is null)
        {
            row = new StoreAuthorization { SellerId = consent.SellerId, Marketplace = consent.Marketplace, ExternalId = id };
            db.Authorizations.Add(row);
        }

        row.Region = store.Region;
        tokens.Fill(row, store.Tokens);
        return row;
    }

    private static Task<int> ForgetUnusedAsync(MarketplaceDbContext db, CancellationToken cancellationToken) =>
        db.Authorizations.Where(a => !db.Connections.Any(c => c.AuthorizationId == a.Id)).ExecuteDeleteAsync(cancellationToken);
}
