using System.Collections.Concurrent;
using Marketplace.Core.Platforms;

namespace Marketplace.Core.Connections;

/// <summary>The one token source of each store in this process; stores of one authorisation lead to the same.</summary>
public sealed class TokenSources(TokenStore store, PlatformCatalog catalog, TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, ConnectionTokens> ofStores = new();
    private readonly ConcurrentDictionary<Guid, AuthorizationTokens> ofAuthorizations = new();

    internal ConnectionTokens Of(Guid connectionId) => ofStores.GetOrAdd(connectionId, id => new ConnectionTokens(id, store, this));

    internal AuthorizationTokens OfAuthorization(Guid authorizationId) =>
        ofAuthorizations.GetOrAdd(authorizationId, id => new AuthorizationTokens(id, store, catalog, time));
}
