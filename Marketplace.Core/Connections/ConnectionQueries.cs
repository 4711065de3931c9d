using Marketplace.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Core.Connections;

/// <summary>A store as screens and the API show it; no secrets. Times are UTC.</summary>
/// <param name="Id">Our id.</param>
/// <param name="Marketplace">Marketplace key; name, colour and icon come from its descriptor.</param>
/// <param name="StoreName">Name of the store.</param>
/// <param name="ExternalAccountId">The marketplace's id of the seller or shop.</param>
/// <param name="Region">Region key of the descriptor.</param>
/// <param name="State">Where it stands.</param>
/// <param name="ConnectedAt">First connection.</param>
/// <param name="LastHealthyAt">Last time that it answered.</param>
/// <param name="AuthorizationExpiresAt">End of the seller's consent, where the marketplace names one.</param>
/// <param name="Problem">What is wrong and what to do.</param>
/// <param name="Notifications">Whether the marketplace tells us of changes by itself.</param>
public sealed record StoreView(
    Guid Id, string Marketplace, string StoreName, string ExternalAccountId, string Region, ConnectionState State,
    DateTimeOffset ConnectedAt, DateTimeOffset? LastHealthyAt, DateTimeOffset? AuthorizationExpiresAt, string? Problem, StoreNotifications Notifications);

/// <summary>Whether a store's marketplace tells us of changes by itself.</summary>
/// <param name="State">Whether it does.</param>
/// <param name="Problem">Why not, and what to do.</param>
/// <param name="LastAt">When it last did, to within a few seconds; null when never.</param>
public sealed record StoreNotifications(NotificationState State, string? Problem, DateTimeOffset? LastAt);

/// <summary>Reads of a seller's stores.</summary>
public sealed class ConnectionQueries(MarketplaceDb database)
{
    /// <summary>All stores that the seller ever connected, the oldest first; disconnected ones too.</summary>
    public async Task<IReadOnlyList<StoreView>> ListAsync(Guid sellerId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await Views(db, db.Connections.OrderBy(c => c.ConnectedAt)).ToListAsync(cancellationToken);
    }

    /// <summary>One store; null when it is not this seller's.</summary>
    public async Task<StoreView?> FindAsync(Guid sellerId, Guid connectionId, CancellationToken cancellationToken)
    {
        await using var db = database.Open(sellerId);
        return await Views(db, db.Connections.Where(c => c.Id == connectionId)).SingleOrDefaultAsync(cancellationToken);
    }

    private static IQueryable<StoreView> Views(MarketplaceDbContext db, IQueryable<Connection> connections) => connections.Select(c => new StoreView(
        c.Id, c.Marketplace, c.StoreName, c.ExternalAccountId, c.Region, c.State, c.ConnectedAt, c.LastHealthyAt,
        db.Authorizations.Where(a => a.Id == c.AuthorizationId).Select(a => a.RefreshExpiresAt).FirstOrDefault(), c.Problem,
        new StoreNotifications(c.Notifications, c.NotificationProblem, c.LastNotifiedAt)));
}
