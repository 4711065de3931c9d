using Marketplace.Core.Connections;
using Marketplace.Core.Platforms;

namespace Marketplace.Web.Endpoints.Pipeline;

/// <summary>A store that could be meant.</summary>
public sealed record StoreChoice(Guid ConnectionId, string StoreName, string Region, string State);

/// <summary>A marketplace's key stands for several stores of the seller.</summary>
/// <param name="platform">The key.</param>
/// <param name="choices">The stores.</param>
public sealed class AmbiguousStoreException(string platform, IReadOnlyList<StoreChoice> choices)
    : Exception($"There are {choices.Count} stores on {platform}. Name one by ?connectionId= or by its id in the address.")
{
    /// <summary>The stores.</summary>
    public IReadOnlyList<StoreChoice> Choices { get; } = choices;
}

/// <summary>Finds the store that an address means: a marketplace's key, with <c>?connectionId=</c> where there are several, or the store's own id.</summary>
internal sealed class StoreAddress(ConnectionQueries connections, PlatformCatalog catalog)
{
    /// <summary>The store.</summary>
    /// <param name="sellerId">Whose.</param>
    /// <param name="platform">Marketplace key or id of the connection.</param>
    /// <param name="connectionId">Which of several.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="UnknownMarketplaceException">It is neither a key nor an id.</exception>
    /// <exception cref="UnknownConnectionException">The seller has no such store there.</exception>
    /// <exception cref="AmbiguousStoreException">The seller has several.</exception>
    public async Task<StoreView> FindAsync(Guid sellerId, string platform, Guid? connectionId, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(platform, out var id))
        {
            return await connections.FindAsync(sellerId, id, cancellationToken) is { } named && (connectionId is null || connectionId == id) ? named : throw new UnknownConnectionException();
        }

        var key = catalog.TryGet(platform, out var found) ? found.Key.Value : throw new UnknownMarketplaceException(platform);
        var stores = (await connections.ListAsync(sellerId, cancellationToken)).Where(s => s.Marketplace == key && (connectionId is null || s.Id == connectionId)).ToList();

        // A disconnected store is meant only where nothing else can be.
        var living = stores.Where(s => s.State != ConnectionState.Disconnected).ToList();
        return (living.Count > 0 ? living : stores) switch
        {
            [var only] => only,
            [] => throw new UnknownConnectionException(),
            var several => throw new AmbiguousStoreException(key, [.. several.Select(s => new StoreChoice(s.Id, s.StoreName, s.Region, s.State.ToString()))]),
        };
    }
}
